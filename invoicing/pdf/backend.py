"""What is asked of ReportLab: a canvas, and objects that are prepared once and handed to its document.

ReportLab keeps and writes the file: pages, their contents and resources, forms, pictures, fonts, links, outline,
information, table of places and trailer. Here stands what it is given. An object that is the same in every file is
made once and remembered as ReportLab wrote it (`Shared`), so that nothing is formatted or compressed twice; the
structure that a reader's software reads out, which ReportLab does not know, is added as dictionaries of its own kind.
Section numbers are those of ISO 32000-1.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invoicing.pdf.fonts import Program

rl_config.useA85 = 0  # pictures as they are: in letters and digits (ASCII85) they would be a quarter larger
_LEVEL, _WINDOW, _MEMORY = 4, 13, 7
_FONTS = pdfdoc.BasicFonts
"""the name of the dictionary of fonts that every ReportLab document has"""
_ROOT, _BODY = "structure", "body"
_NO_DAY = date(2000, 1, 1)
"""ReportLab always writes a day; this is its own for a file that has none"""
Link = tuple[float, float, float, float, str]
Element = tuple[str, int, str]
"""structure type, number of the marked content on its page, what a picture shows"""


class Flate:
    """A stream filter for ReportLab: zlib with a small window.

    zlib's usual buffers of 268 kB are asked of the system and given back each time, which costs more than the work; a
    window of 8 kB is as good for a page of some kilobytes.
    """

    pdfname = "FlateDecode"

    @staticmethod
    def encode(content: str | bytes) -> bytes:
        """Compress the content of a page or form."""
        worker = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
        return worker.compress(content.encode("ascii") if isinstance(content, str) else content) + worker.flush()


class _NoFont:
    """Stands for the font every canvas begins with, which our pages never use: so none is named or embedded.

    ReportLab sets no initial font where a font says that it is dynamic.
    """

    fontName = "none"  # noqa: N815 - ReportLab's names
    face = SimpleNamespace(name="none")
    _dynamicFont = True  # noqa: N815
    _multiByte = False  # noqa: N815


class Shared:
    """An object of ReportLab's that is the same in every file, and how it was last written there."""

    def __init__(self, source: pdfdoc.PDFObject, needs: tuple[str, ...], digest: bytes) -> None:
        """Keep an object that refers to others by these names; the digest is that of what it shows."""
        self.digest = digest
        self._source: Any = source
        self._needs = needs
        self._last: tuple[list[tuple[int, int]], bytes] | None = None

    def written(self, document: Any) -> bytes:  # noqa: ANN401 - the stubs leave documents untyped
        """Let ReportLab write it, unless the objects it refers to have the numbers they had the last time."""
        numbers = [document.idToObjectNumberAndVersion[name] for name in self._needs]
        last = self._last
        if last is None or last[0] != numbers:
            last = self._last = (numbers, self._source.format(document))
        return last[1]


class _Place(pdfdoc.PDFObject):
    """Where a shared object stands in one document: a document marks what it holds, so no object can be in two."""

    __RefOnly__ = 1

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def format(self, document: Any) -> bytes:  # noqa: ANN401
        """Write it."""
        return self._shared.written(document)


class _Element(pdfdoc.PDFObject):
    """A structure element of a page (14.7.2), in the document's body."""

    __RefOnly__ = 1

    def __init__(self, element: Element, page: str) -> None:
        self._element = element
        self._page = page

    def format(self, document: Any) -> bytes:  # noqa: ANN401
        """Write it; a dictionary of ReportLab's would be the same at five times the cost, and a page has dozens."""
        numbers = document.idToObjectNumberAndVersion
        (kind, mark, alt), page, body = self._element, numbers[self._page][0], numbers[_BODY][0]
        head = f"<< /S /{kind} /P {body} 0 R /Pg {page} 0 R /K {mark}".encode("ascii")
        return head + (b" /Alt " + pdfdoc.PDFString(alt).format(document) if alt else b"") + b" >>"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for the file: its size in pixels, and what of it is transparent."""

    width: int
    height: int
    image: Shared
    mask: Shared | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. The day is that of the document, so that the same document gives the same bytes."""

    title: str
    author: str
    subject: str
    day: date | None = None


def form(content: str, box: tuple[float, float, float, float]) -> Shared:
    """Prepare a form XObject (8.10).

    It sees the fonts only: a form among its own resources is a circle that some readers walk for ever.
    """
    made = pdfdoc.PDFFormXObject(*[round(value, 2) for value in box])
    data = content.encode("ascii")
    made.setStreamList(data)
    made.Resources = pdfdoc.PDFDictionary({"Font": pdfdoc.PDFObjectReference(_FONTS)})
    return Shared(made, (_FONTS,), _digest(data))


def picture(source: Any) -> Picture:  # noqa: ANN401 - a picture of Pillow's
    """Prepare a picture of Pillow's, or the bytes of a JPEG, which stay as they are.

    OSError when ReportLab cannot read the JPEG: it would quietly draw a picture of its own.
    """
    reader = ImageReader(BytesIO(source) if isinstance(source, bytes) else source)
    image: Any = pdfdoc.PDFImageXObject("picture", reader, mask="auto")
    if (image.width, image.height) != reader.getSize():
        message = "its kind of JPEG cannot be embedded"
        raise OSError(message)
    mask = getattr(image, "_smask", None)  # the canvas's own drawImage takes the transparency from here
    digest = _digest(image.streamContent)
    if mask is None:
        return Picture(image.width, image.height, Shared(image, (), digest))
    name = f"mask-{digest.hex()}"
    image.smask = pdfdoc.PDFObjectReference(name)
    return Picture(image.width, image.height, Shared(image, (name,), digest), Shared(mask, (), digest))


class Assembly:
    """Hands the parts of one file to a canvas, and its document, of ReportLab's."""

    def __init__(self, size: tuple[float, float], language: str, about: About) -> None:
        """Begin a file of pages of one size, in a language (BCP 47)."""
        self._canvas = _canvas(size, language)
        # The canvas has no public way to the document, which takes fonts, prepared forms and further objects.
        self._document: Any = self._canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001
        self._document.defaultStreamFilters = [Flate]
        self._document.signature = blake2b(digest_size=16)
        self._fonts = self._document.idToObject[_FONTS]
        self._parents: list[Any] = []
        self._elements: list[Any] = []
        self._root = self._document.Reference(pdfdoc.PDFDictionary(), _ROOT)
        self._body = self._document.Reference(pdfdoc.PDFDictionary(), _BODY)
        self._describe(about)

    def _describe(self, about: About) -> None:
        """Fill the information dictionary (14.3.3)."""
        canvas, day = self._canvas, about.day or _NO_DAY
        canvas.setTitle(about.title)
        canvas.setAuthor(about.author)
        canvas.setSubject(about.subject)
        canvas.setCreator("invoicing")
        canvas.setDateFormatter(lambda *_: f"D:{day:%Y%m%d}000000Z")
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def _add(self, name: str, shared: Shared) -> Any:  # noqa: ANN401
        """Give a shared object its place; the file's identifier (14.4) is made of what it shows."""
        self._document.updateSignature(shared.digest)
        return self._document.Reference(_Place(shared), name)

    def font(self, name: str, program: Program) -> None:
        """Embed a subset and make it known to all pages as ``/name``."""
        *_, font = [self._add(part, shared) for part, shared in _font(name, program).items()]
        self._fonts[name] = font

    def form(self, name: str, shared: Shared) -> None:
        """Keep a form made by `form`."""
        self._add(pdfdoc.xObjectName(name), shared)

    def picture(self, name: str, one: Picture) -> None:
        """Keep a picture, with its transparency where it has one."""
        if one.mask is not None:
            self._add(f"mask-{one.image.digest.hex()}", one.mask)
        self._add(pdfdoc.xObjectName(name), one.image)

    def page(
        self,
        content: Sequence[str],
        links: Iterable[Link],
        marks: Iterable[tuple[str, float]],
        elements: Sequence[Element],
    ) -> None:
        """Add a page: its operators and, at every odd place, the name of a form or picture drawn between them.

        It has links, bookmarks, and the elements that a reader's software reads out.
        """
        canvas, document = self._canvas, self._document
        for place, part in enumerate(content):
            if place % 2:
                canvas.doForm(part)
            else:
                canvas.addLiteral(part)
            document.updateSignature(part.encode("ascii"))
        for x, y, width, height, address in links:
            # Printable (flag 4), without a border; in ASCII, other characters percent-encoded (12.6.4.7).
            area = (round(x, 2), round(y, 2), round(x + width, 2), round(y + height, 2))
            canvas.linkURL(quote(address, safe=_URI), area, F=4, Contents=pdfdoc.PDFString(address))
        for title, top in marks:
            key = f"{len(self._parents)}-{title}"
            canvas.bookmarkPage(key, fit="XYZ", left=0, top=round(top), zoom=0)
            canvas.addOutlineEntry(title, key, 0)
        here = document.thisPageRef()
        canvas.showPage()
        self._tag(document.Pages[-1], here, elements)

    def _tag(self, page: Any, here: Any, elements: Sequence[Element]) -> None:  # noqa: ANN401
        """Add the elements of a page, and the way back to them from its marks (14.7); ReportLab knows no structure."""
        page.__NoDefault__ = _PAGE_ENTRIES
        page.StructParents = len(self._parents)
        page.Tabs = "/S"
        parents: list[Any] = [None] * len(elements)
        for element in elements:
            reference = self._document.Reference(_Element(element, here.name))
            self._elements.append(reference)
            parents[element[1]] = reference
        self._parents.append(pdfdoc.PDFArray(parents))

    def finish(self) -> bytes:
        """Write the file, now that all fonts, forms and pages are known."""
        objects = self._document.idToObject
        kids = pdfdoc.PDFArray(self._elements)
        objects[_BODY].dict.update({"Type": "/StructElem", "S": "/Document", "P": self._root, "K": kids})
        pages = [entry for numbered in enumerate(self._parents) for entry in numbered]
        ways = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(pages)})
        objects[_ROOT].dict.update({"Type": "/StructTreeRoot", "K": self._body, "ParentTree": ways})
        self._canvas.setCatalogEntry("StructTreeRoot", self._root)
        self._canvas.setCatalogEntry("MarkInfo", {"Marked": "true"})
        data: bytes = self._canvas.getpdfdata()  # type: ignore[no-untyped-call]
        return data


_URI = "%/:=&?~#+!$,;'@[]*-._"
_PAGE_ENTRIES = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
"""what a page of ReportLab's may have, and the two entries that lead to its structure"""


@cache
def _no_font() -> Any:  # noqa: ANN401 - the stubs take it for a number
    pdfmetrics.registerFont(_NoFont)
    return _NoFont.fontName


def _canvas(size: tuple[float, float], language: str) -> Canvas:
    return Canvas(
        BytesIO(),
        pagesize=(round(size[0], 2), round(size[1], 2)),
        pageCompression=0,
        invariant=1,
        pdfVersion=(1, 7),
        lang=language,
        initialFontName=_no_font(),
    )


@lru_cache(maxsize=256)
def _font(name: str, program: Program) -> dict[str, Shared]:
    """Prepare the objects of a subset as ReportLab's own fonts do (9.6.2, 9.8): file, map, descriptor, font."""
    parts = {key: f"{name}.{key}" for key in ("file", "map", "descriptor", "font")}
    packed = {"Filter": "/FlateDecode"}
    font: Any = pdfdoc.PDFTrueTypeFont()
    font.BaseFont, font.FirstChar, font.LastChar = program.name, program.first, program.last
    font.Widths = pdfdoc.PDFArray(program.widths)
    font.FontDescriptor = pdfdoc.PDFObjectReference(parts["descriptor"])
    font.ToUnicode = pdfdoc.PDFObjectReference(parts["map"])
    descriptor = {**program.descriptor, "FontFile2": pdfdoc.PDFObjectReference(parts["file"])}
    made: tuple[tuple[str, pdfdoc.PDFObject, tuple[str, ...]], ...] = (
        ("file", pdfdoc.PDFStream(pdfdoc.PDFDictionary({**packed, "Length1": program.length}), program.file), ()),
        ("map", pdfdoc.PDFStream(pdfdoc.PDFDictionary(packed), program.to_unicode), ()),
        ("descriptor", pdfdoc.PDFDictionary(descriptor), (parts["file"],)),
        ("font", font, (parts["descriptor"], parts["map"])),
    )
    return {parts[key]: Shared(source, needs, program.digest) for key, source, needs in made}


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
