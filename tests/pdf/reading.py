"""Reading pages back: their text, the boxes of their words, their fonts and links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]

from invoicing.pdf.document import render
from invoicing.pdf.theme import Theme, load
from invoicing.resources import Resources
from tests.pdf import cases

THEMES = ("classic", "modern", "compact")


@dataclass(frozen=True)
class Box:
    """A piece of text on a page: its corners in points, y upwards."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str

    def overlaps(self, other: Box) -> bool:
        """Say whether ink meets ink: the boxes share more than the hairline that neighbours share."""
        if self.page != other.page:
            return False
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > 1.0 and high > 1.0


def theme(name: str) -> Theme:
    """Load a shipped theme."""
    return load(Resources(), name)


@cache
def drawn(theme_name: str, case: str) -> bytes:
    """Draw a case once for all tests of a process."""
    return render(cases.CASES[case](), theme(theme_name))


def boxes(data: bytes) -> list[Box]:
    """Give every piece of text on every page with its box."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for number, page in enumerate(document):
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            found.append(Box(number, left, bottom, right, top, text.get_text_bounded(left, bottom, right, top)))
    return found


def sizes(data: bytes) -> list[tuple[float, float]]:
    """Give the size of each page in points."""
    return [page.get_size() for page in pypdfium2.PdfDocument(data)]


def text(data: bytes) -> str:
    """Give all text, in the order it is drawn, lines as they stand."""
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


def words(data: bytes) -> str:
    """Give all text with every run of space and line ends as one space."""
    return " ".join(text(data).split())


def reader(data: bytes) -> Any:  # noqa: ANN401 - pypdf's objects are typed too widely to walk
    """Open with a strict reader, which refuses a file that is not in order."""
    return pypdf.PdfReader(BytesIO(data), strict=True)
