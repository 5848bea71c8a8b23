"""The file: numbered objects, and what ties them together (catalog, page tree, outline, structure, trailer).

Fonts, forms and pages come as finished bytes, so that what was compressed once is never compressed again, and objects
that every file has stand at fixed numbers, so that a form or a font is the same bytes in each of them. ReportLab's own
document writes every object anew and costs as much as the whole page beside it; of ReportLab we take the TrueType
parser (`invoicing.pdf.fonts`). Section numbers are those of ISO 32000-1.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from invoicing.pdf.fonts import Program
    from invoicing.pdf.images import Picture

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LEVEL, _WINDOW, _MEMORY = 4, 13, 7
CATALOG, PAGES, STRUCTURE, DOCUMENT, RESOURCES, FONTS, ABOUT = range(1, 8)
"""the numbers of the objects that every file has"""
Link = tuple[float, float, float, float, str]
Element = tuple[str, int, str]
"""structure type, number of the marked content on its page, what a picture shows"""


def stream(body: bytes, entries: str, packing: str = "/FlateDecode") -> bytes:
    """Write a stream object of a body that is packed already."""
    head = f"<< {entries} /Filter {packing} /Length {len(body)} >>\nstream\n"
    return b"%b%b\nendstream" % (head.encode("ascii"), body)


def packed(data: bytes) -> bytes:
    """Compress a page or form.

    zlib's usual buffers of 268 kB are asked of the system and given back each time, which costs more than the work; a
    window of 8 kB is as good for a page of some kilobytes.
    """
    worker = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
    return worker.compress(data) + worker.flush()


def form_bytes(content: str, box: tuple[float, float, float, float]) -> bytes:
    """Write a form XObject (8.10).

    It sees the fonts only: a form among its own resources is a circle that some readers walk for ever.
    """
    corners = " ".join(f"{value:.2f}" for value in box)
    entries = f"/Type /XObject /Subtype /Form /BBox [{corners}] /Resources {FONTS} 0 R"
    return stream(packed(content.encode("ascii")), entries)


def text_string(text: str) -> str:
    """Write a text string (7.9.2.2) as hexadecimal UTF-16, safe for any text."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. The day is that of the document, so that the same document gives the same bytes."""

    title: str
    author: str
    subject: str
    day: date | None = None

    @property
    def entries(self) -> str:
        """Write the information dictionary (14.3.3)."""
        named = (("Title", self.title), ("Author", self.author), ("Subject", self.subject))
        parts = [f"/{key} {text_string(value)}" for key, value in named if value]
        if self.day is not None:
            moment = f"(D:{self.day:%Y%m%d}000000Z)"
            parts.append(f"/CreationDate {moment} /ModDate {moment}")
        return f"<< {' '.join(parts)} /Creator (invoicing) /Producer (invoicing, ReportLab) >>"


class Assembly:
    """Collects the parts of one file and writes it."""

    def __init__(self, size: tuple[float, float], language: str) -> None:
        """Begin a file of pages of one size, in a language (BCP 47)."""
        self._size = size
        self._language = language
        self._objects: list[bytes] = [b""] * ABOUT
        """the objects as they are written, the first with number 1"""
        self._digests: dict[int, bytes] = {}
        self._fonts: list[str] = []
        self._xobjects: list[str] = []
        self._pages: list[int] = []
        self._elements: list[int] = []
        self._parents: list[Sequence[int]] = []
        self._marks: list[tuple[str, int, float]] = []

    def _add(self, data: bytes) -> int:
        """Give an object its number."""
        number = len(self._objects) + 1
        self._objects.append(b"%d 0 obj\n%b\nendobj\n" % (number, data))
        return number

    def _set(self, number: int, data: str) -> None:
        """Write an object whose number was known before."""
        self._objects[number - 1] = f"{number} 0 obj\n{data}\nendobj\n".encode("ascii")

    def font(self, name: str, program: Program) -> None:
        """Embed a subset and make it known to all pages as ``/name``."""
        first = len(self._objects) + 1
        objects = _font_objects(program, first)
        self._objects.extend(objects)
        self._digests[first] = program.digest
        self._fonts.append(f"/{name} {first + len(objects) - 1} 0 R")

    def form(self, name: str, data: bytes) -> None:
        """Keep a form made by `form_bytes`."""
        self._xobjects.append(f"/{name} {self._add(data)} 0 R")

    def picture(self, name: str, picture: Picture) -> None:
        """Keep a picture, with its transparency where it has one."""
        mask = f" /SMask {self._add(picture.mask)} 0 R" if picture.mask is not None else ""
        self._xobjects.append(f"/{name} {self._add(stream(picture.body, picture.entries + mask, picture.packing))} 0 R")

    def page(
        self, content: bytes, links: Sequence[Link], marks: Iterable[tuple[str, float]], elements: Sequence[Element]
    ) -> None:
        """Add a page with its compressed content, links, bookmarks and the elements a reader's software reads out."""
        notes = [self._add(_link(link)) for link in links]
        annotations = f"/Annots [{_listed(notes)}] " if notes else ""
        width, height = self._size
        body = self._add(stream(content, ""))
        page = self._add(
            f"<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Resources {RESOURCES} 0 R "
            f"/StructParents {len(self._pages)} /Tabs /S {annotations}/Contents {body} 0 R >>".encode("ascii")
        )
        self._pages.append(page)
        self._marks.extend([(title, page, top) for title, top in marks])
        parents = [0] * len(elements)
        for kind, mark, alt in elements:
            shown = f" /Alt {text_string(alt)}" if alt else ""
            number = self._add(f"<< /S /{kind} /P {DOCUMENT} 0 R /Pg {page} 0 R /K {mark}{shown} >>".encode("ascii"))
            self._elements.append(number)
            parents[mark] = number
        self._parents.append(parents)

    def finish(self, about: About) -> bytes:
        """Write the file, now that all fonts, forms and pages are known."""
        fonts = f"/Font << {' '.join(self._fonts)} >>"
        self._set(FONTS, f"<< {fonts} >>")
        self._set(RESOURCES, f"<< {fonts} /XObject << {' '.join(self._xobjects)} >> >>")
        self._set(PAGES, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{_listed(self._pages)}] >>")
        self._set(ABOUT, about.entries)
        self._structure()
        self._set(
            CATALOG,
            f"<< /Type /Catalog /Pages {PAGES} 0 R /Lang ({self._language}) /StructTreeRoot {STRUCTURE} 0 R "
            f"/MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >>{self._outline()} >>",
        )
        return self._written()

    def _structure(self) -> None:
        """Write the tree above the elements, and the way back from a page's marks to them (14.7)."""
        kids = _listed(self._elements)
        self._set(DOCUMENT, f"<< /Type /StructElem /S /Document /P {STRUCTURE} 0 R /K [{kids}] >>")
        pages = " ".join([f"{index} [{_listed(numbers)}]" for index, numbers in enumerate(self._parents)])
        self._set(
            STRUCTURE,
            f"<< /Type /StructTreeRoot /K {DOCUMENT} 0 R /ParentTree << /Nums [{pages}] >> "
            f"/ParentTreeNextKey {len(self._parents)} >>",
        )

    def _outline(self) -> str:
        """Write the bookmarks (12.3.3), and the entry of the catalog that leads to them."""
        if not self._marks:
            return ""
        first = len(self._objects) + 1
        root, last = first + len(self._marks), first + len(self._marks) - 1
        for number, (title, page, top) in enumerate(self._marks, first):
            before = f" /Prev {number - 1} 0 R" if number > first else ""
            after = f" /Next {number + 1} 0 R" if number < last else ""
            place = f"/Dest [{page} 0 R /XYZ 0 {round(top)} 0]"
            self._add(f"<< /Title {text_string(title)} /Parent {root} 0 R{before}{after} {place} >>".encode("ascii"))
        entries = f"/First {first} 0 R /Last {last} 0 R /Count {len(self._marks)}"
        self._add(f"<< /Type /Outlines {entries} >>".encode("ascii"))
        return f" /Outlines {root} 0 R"

    def _written(self) -> bytes:
        """Write every object, the table of their places and the trailer (7.5).

        The file's identifier (14.4) is the hash of its contents, so that two documents never share one.
        """
        offsets, at = [], len(_HEADER)
        for data in self._objects:
            offsets.append(f"{at:010d} 00000 n \n")
            at += len(data)
        count = len(self._objects) + 1
        mark = self._identifier()
        trailer = (
            f"xref\n0 {count}\n0000000000 65535 f \n{''.join(offsets)}trailer\n<< /Size {count} /Root {CATALOG} 0 R "
            f"/Info {ABOUT} 0 R /ID [<{mark}> <{mark}>] >>\nstartxref\n{at}\n%%EOF\n"
        )
        return b"".join([_HEADER, *self._objects, trailer.encode("ascii")])

    def _identifier(self) -> str:
        """Hash what the file holds; a font stands in by its own hash, made once."""
        parts, at = [], 0
        for first, digest in self._digests.items():
            parts += [*self._objects[at : first - 1], digest]
            at = first - 1 + _FONT_OBJECTS
        return sha256(b"".join([*parts, *self._objects[at:]])).hexdigest()[:32]


_FONT_OBJECTS = 4


@lru_cache(maxsize=256)
def _font_objects(program: Program, first: int) -> tuple[bytes, ...]:
    """Write the objects of a subset from a number on (9.6.2, 9.8): file, map, descriptor, font."""
    descriptor = f"<< {program.descriptor} /FontFile2 {first} 0 R >>"
    font = (
        f"<< /Type /Font /Subtype /TrueType /BaseFont /{program.name} "
        f"/FirstChar {program.first} /LastChar {program.last} "
        f"/Widths [{program.widths}] /FontDescriptor {first + 2} 0 R /ToUnicode {first + 1} 0 R >>"
    )
    parts = (
        stream(program.file, f"/Length1 {program.length}"),
        stream(program.to_unicode, ""),
        descriptor.encode("ascii"),
        font.encode("ascii"),
    )
    return tuple(b"%d 0 obj\n%b\nendobj\n" % (number, data) for number, data in enumerate(parts, first))


def _listed(numbers: Iterable[int]) -> str:
    return " ".join([f"{number} 0 R" for number in numbers])


def _link(link: Link) -> bytes:
    """Write a link annotation (12.5.6.5), printable (flag 4), without a border."""
    x, y, width, height, address = link
    return (
        "<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] "
        f"/Rect [{x:.2f} {y:.2f} {x + width:.2f} {y + height:.2f}] "
        f"/Contents {text_string(address)} /A << /S /URI /URI ({_uri(address)}) >> >>"
    ).encode("ascii")


def _uri(address: str) -> str:
    """Write an address in ASCII (12.6.4.7); other characters are percent-encoded."""
    from urllib.parse import quote

    return quote(address, safe="%/:=&?~#+!$,;'@[]*-._")
