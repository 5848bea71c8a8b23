"""What is asked of ReportLab: a canvas, its file objects, and nothing that draws.

Everything that touches ReportLab's own objects stands here. Fonts, forms and pages are handed over as finished bytes,
so that what was compressed once is never compressed again.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.pdf.fonts import Program
    from invoicing.pdf.images import Picture

_BASE_FONT = "NotoSans"
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
Link = tuple[float, float, float, float, str]
Element = tuple[str, int, str]
"""structure type, number of the marked content on its page, what a picture shows"""


class _BaseFont:
    """Stands for the font every canvas begins with, which our pages never use: so it is never parsed or embedded."""

    fontName = _BASE_FONT  # noqa: N815 - ReportLab's names
    face = SimpleNamespace(name=_BASE_FONT)
    _dynamicFont = True  # noqa: N815
    _multiByte = False  # noqa: N815


@cache
def _reportlab() -> tuple[Any, Any]:
    """Load ReportLab with the settings under which it is exact, small and repeatable.

    The base font is set before the canvas module is imported: else every file names Helvetica without embedding it.
    """
    from reportlab import rl_config

    rl_config.useA85 = 0
    rl_config.invariant = 1
    rl_config.canvas_basefontname = _BASE_FONT
    rl_config.defaultGraphicsFontName = _BASE_FONT
    from reportlab.pdfbase import pdfdoc, pdfmetrics
    from reportlab.pdfgen import canvas as module

    pdfmetrics.registerFont(_BaseFont)
    return module.Canvas, _objects(pdfdoc)


def _objects(pdfdoc: Any) -> Any:  # noqa: ANN401 - the untyped library module
    """Give the module, with a class for an object that is already written."""

    class Written(pdfdoc.PDFObject):  # type: ignore[misc]
        """An indirect object given as bytes; references to others are filled in when the file is written."""

        __RefOnly__ = 1

        def __init__(self, data: bytes, refs: tuple[str, ...] = ()) -> None:
            self.data = data
            self.refs = refs

        def format(self, document: Any) -> bytes:  # noqa: ANN401
            if not self.refs:
                return self.data
            numbers = document.idToObjectNumberAndVersion
            return self.data % tuple(numbers[name][0] for name in self.refs)

    pdfdoc.Written = Written
    return pdfdoc


def canvas(size: tuple[float, float], language: str) -> Any:  # noqa: ANN401
    """Open a canvas for a document in this language (BCP 47); its file is written by `Assembly.finish`."""
    make, _ = _reportlab()
    return make(
        "",
        pagesize=size,
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        lang=language,
        initialFontName=_BASE_FONT,
    )


def stream(data: bytes, entries: str, *, compressed: bool = False) -> bytes:
    """Write a stream object, flate-compressed."""
    body = data if compressed else zlib.compress(data)
    return f"<< {entries} /Filter /FlateDecode /Length {len(body)} >>\nstream\n".encode("ascii") + body + b"\nendstream"


def form_bytes(content: str, box: tuple[float, float, float, float]) -> bytes:
    """Write a form XObject; ``%d`` stands for the number of the fonts."""
    body = zlib.compress(content.encode("ascii"))
    corners = " ".join(f"{value:.2f}" for value in box)
    entries = (
        f"/Type /XObject /Subtype /Form /BBox [{corners}] /Resources %d 0 R /Filter /FlateDecode /Length {len(body)}"
    )
    head = f"<< {entries} >>\nstream\n"
    return head.encode("ascii") + body.replace(b"%", b"%%") + b"\nendstream"


def text_string(text: str) -> str:
    """Write a text string (ISO 32000-1, 7.9.2.2) as hexadecimal UTF-16, safe for any text."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. The day is that of the document, so that the same document gives the same bytes."""

    title: str
    author: str
    subject: str
    day: date | None = None

    @property
    def entries(self) -> bytes:
        """Write the information dictionary (ISO 32000-1, 14.3.3)."""
        named = (("Title", self.title), ("Author", self.author), ("Subject", self.subject))
        parts = [f"/{key} {text_string(value)}" for key, value in named if value]
        if self.day is not None:
            moment = f"(D:{self.day:%Y%m%d}000000Z)"
            parts.append(f"/CreationDate {moment} /ModDate {moment}")
        return f"<< {' '.join(parts)} /Creator (invoicing) /Producer (invoicing, ReportLab) >>".encode("ascii")


class Assembly:
    """Collects the finished parts of one file and hands them to the canvas's document."""

    def __init__(self, target: Any, size: tuple[float, float]) -> None:  # noqa: ANN401
        """Begin with the shared resources, which fonts and forms join."""
        _, self._pdf = _reportlab()
        self._canvas = target
        self._document = target._doc  # noqa: SLF001 - the canvas has no public way to add a finished object
        self._size = size
        self._fonts: list[tuple[str, str]] = []
        self._xobjects: list[tuple[str, str]] = []
        self._links = 0
        self._kids: list[str] = []
        self._parents: list[tuple[str, ...]] = []
        self._document.Reference(self._pdf.Written(b""), "document")
        self._document.Reference(self._pdf.Written(b""), "resources")
        self._document.Reference(self._pdf.Written(b""), "fonts")

    def _add(self, name: str, data: bytes, refs: tuple[str, ...] = ()) -> None:
        self._document.Reference(self._pdf.Written(data, refs), name)

    def font(self, name: str, program: Program) -> None:
        """Embed a subset and make it known to all pages as ``/name``."""
        self._fonts.append((name, f"font:{name}"))
        file = stream(program.file, f"/Length1 {program.length}", compressed=True)
        self._add(f"file:{name}", file)
        self._add(f"map:{name}", stream(program.to_unicode, "", compressed=True))
        self._add(
            f"descriptor:{name}", f"<< {program.descriptor} /FontFile2 %d 0 R >>".encode("ascii"), (f"file:{name}",)
        )
        head = (
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{program.name} "
            f"/FirstChar {program.first} /LastChar {program.last} "
            f"/Widths [{program.widths}] /FontDescriptor %d 0 R /ToUnicode %d 0 R >>"
        )
        self._add(f"font:{name}", head.encode("ascii"), (f"descriptor:{name}", f"map:{name}"))

    def form(self, name: str, data: bytes) -> None:
        """Keep a form made by `form_bytes`."""
        self._xobjects.append((name, f"form:{name}"))
        self._add(f"form:{name}", data, ("fonts",))

    def picture(self, name: str, picture: Picture) -> None:
        """Keep a picture, with its transparency where it has one."""
        self._xobjects.append((name, f"picture:{name}"))
        mask = ""
        if picture.mask is not None:
            self._add(f"mask:{name}", picture.mask)
            mask = f"mask:{name}"
        self._add(f"picture:{name}", picture.data if not mask else picture.data_with_mask, (mask,) if mask else ())

    def page(
        self, content: bytes, links: Sequence[Link], marks: Sequence[tuple[str, float]], elements: Sequence[Element]
    ) -> None:
        """Add a page with its compressed content, links, bookmarks and the elements a reader's software reads out."""
        number = self._document.pageCounter
        self._add(f"content:{number}", stream(content, "", compressed=True))
        names = [self._link(link) for link in links]
        for title, top in marks:
            key = f"{number}:{len(self._canvas._destinations)}"  # noqa: SLF001
            self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=round(top), zoom=0)
            self._canvas.addOutlineEntry(title, key, 0)
        annotations = f"/Annots [{' '.join('%d 0 R' for _ in names)}] " if names else ""
        width, height = self._size
        box = f"/MediaBox [0 0 {width:.2f} {height:.2f}]"
        data = (
            f"<< /Type /Page /Parent %d 0 R {box} /Resources %d 0 R /StructParents {number - 1} /Tabs /S "
            f"{annotations}/Contents %d 0 R >>"
        )
        parent = self._document.Reference(self._document.Pages).name
        self._document.addPage(
            self._pdf.Written(data.encode("ascii"), (parent, "resources", *names, f"content:{number}"))
        )

        self._elements(elements, number)

    def _elements(self, elements: Sequence[Element], number: int) -> None:
        """Add the structure elements of a page (ISO 32000-1, 14.7.2) in reading order."""
        page = f"Page{number}"
        by_mark = dict.fromkeys(range(len(elements)), "")
        for kind, mark, alt in elements:
            name = f"element:{number}:{mark}"
            shown = f" /Alt {text_string(alt)}" if alt else ""
            data = f"<< /S /{kind} /P %d 0 R /Pg %d 0 R /K {mark}{shown} >>"
            self._add(name, data.encode("ascii"), ("document", page))
            self._kids.append(name)
            by_mark[mark] = name
        self._parents.append(tuple(by_mark.values()))

    def _structure(self) -> None:
        """Write the tree above the elements, and the way back from a page's marks to them."""
        numbers = self._document.idToObjectNumberAndVersion

        def listed(names: Sequence[str]) -> str:
            return " ".join(f"{numbers[name][0]} 0 R" for name in names)

        objects = self._document.idToObject
        root = self._document.Reference(self._pdf.Written(b""), "structure")
        objects[
            "document"
        ].data = (
            f"<< /Type /StructElem /S /Document /P {numbers['structure'][0]} 0 R /K [{listed(self._kids)}] >>".encode(
                "ascii"
            )
        )
        pages = " ".join(f"{index} [{listed(names)}]" for index, names in enumerate(self._parents))
        objects["structure"].data = (
            f"<< /Type /StructTreeRoot /K {numbers['document'][0]} 0 R /ParentTree << /Nums [{pages}] >> "
            f"/ParentTreeNextKey {len(self._parents)} >>"
        ).encode("ascii")
        self._canvas.setCatalogEntry("StructTreeRoot", root)
        self._canvas.setCatalogEntry("MarkInfo", {"Marked": "true"})

    def _link(self, link: Link) -> str:
        """Add a link annotation, printable (flag 4), without a border."""
        x, y, width, height, address = link
        self._links += 1
        name = f"link:{self._links}"
        data = (
            "<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] "
            f"/Rect [{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}] "
            f"/Contents {text_string(address)} /A << /S /URI /URI "
        ).encode("ascii")
        self._add(name, data + _uri(address) + b" >> >>")
        return name

    def finish(self, about: About) -> bytes:
        """Write the file, now that all fonts, forms and pages are known."""
        numbers = self._document.idToObjectNumberAndVersion
        fonts, pictures = (
            " ".join([f"/{name} {numbers[ref][0]} 0 R" for name, ref in entries])
            for entries in (self._fonts, self._xobjects)
        )
        objects = self._document.idToObject
        # A form sees the fonts only: a form among its own resources is a circle that some readers walk for ever.
        objects["fonts"].data = f"<< /Font << {fonts} >> >>".encode("ascii")
        objects["resources"].data = f"<< /Font << {fonts} >> /XObject << {pictures} >> >>".encode("ascii")
        self._structure()
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        return self._written(about)

    def _written(self, about: About) -> bytes:
        """Write every object, the table of their places and the trailer (ISO 32000-1, 7.5).

        ReportLab's own way to the file wraps and re-encodes each object; ours are ready. The file's identifier is the
        hash of its contents, so that two documents never share one.
        """
        document = self._document
        root = document.Reference(document.Catalog).name
        self._add("about", about.entries)
        document.Outlines.prepare(document, self._canvas)
        if document.Outlines.ready < 0:
            document.Catalog.Outlines = None
        chunks, offsets, at, number = [_HEADER], [], len(_HEADER), 1
        while number in document.numberToId:
            data = document.idToObject[document.numberToId[number]].format(document)
            chunk = b"%d 0 obj\n%b\nendobj\n" % (number, data)
            chunks.append(chunk)
            offsets.append(at)
            at += len(chunk)
            number += 1
        numbers = document.idToObjectNumberAndVersion
        table = "".join([f"{offset:010d} 00000 n \n" for offset in offsets])
        mark = sha256(b"".join(chunks)).hexdigest()[:32]
        trailer = (
            f"xref\n0 {number}\n0000000000 65535 f \n{table}trailer\n<< /Size {number} /Root {numbers[root][0]} 0 R "
            f"/Info {numbers['about'][0]} 0 R /ID [<{mark}> <{mark}>] >>\nstartxref\n{at}\n%%EOF\n"
        )
        chunks.append(trailer.encode("ascii"))
        return b"".join(chunks)


def _uri(address: str) -> bytes:
    """Write an address as a PDF string of ASCII (ISO 32000-1, 12.6.4.7); other characters are percent-encoded."""
    from urllib.parse import quote

    safe = quote(address, safe="%/:=&?~#+!$,;'@[]*-._")
    return b"(" + safe.encode("ascii") + b")"
