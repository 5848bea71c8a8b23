"""The frame every paper shares: sheets of the theme's size, letterhead words, running head, footer, page numbers."""

from __future__ import annotations

from functools import lru_cache
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING, Any

from invoicing.pdf import blocks, images, sheet
from invoicing.pdf.flow import Flow
from invoicing.pdf.fonts import clean
from invoicing.pdf.layout import MM, Block, Row, gap, height
from invoicing.pdf.sheet import About, Page, Sheets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.pdf.theme import Source, Theme
    from invoicing.texts import Language

_FOOTER_GAP = 12.0
_MARK_ANGLE = 52
_MARK_LARGEST = 150.0


class Pages:
    """The pages of one paper, the first of them begun."""

    def __init__(self, theme: Theme, language: Language, facts: Mapping[str, Any], about: About) -> None:
        """Begin; `facts` are what the theme's page template may name."""
        self.theme = theme
        self.language = language
        self._facts = facts
        top, right, bottom, left = theme.margins
        self.left, self.width = left, theme.size[0] - left - right
        self.footer = self._footer()
        self.sheets = Sheets(theme.size, language.tag, about)
        if theme.logo is not None:
            logo = theme.settings["logo"]
            self.sheets.pictures["logo"] = images.picture(theme.logo, logo["width"] * MM, logo["height"] * MM)
        box = (left, theme.size[1] - top, self.width, bottom + height(self.footer) + _FOOTER_GAP)
        self.flow = Flow(self.sheets, box, self._running)
        self._foot = self.flow.bottom - _FOOTER_GAP
        self.sheets.bookmark(about.title, self.flow.page, self.flow.y)

    def text(self, name: str, width: float, align: str = "left", tone: str = "ink") -> Block:
        """Lay a block of the page template."""
        return blocks.text(self.source(name), width, align, tone)

    def source(self, name: str) -> Source:
        """Give a block of the page template with the facts of this paper."""
        return self.theme.source(name, self._facts)

    def logo(self, width: float, align: str, alt: str) -> Block:
        """Lay the logo, or the seller's name where there is none."""
        return blocks.logo(self.theme, width, align, alt) or self.text("wordmark", width, align)

    def finish(self, mark: str = "") -> bytes:
        """Draw footer, page number and mark on every page, now that they are counted, and give the file."""
        count = len(self.sheets.pages)
        style = self.theme.style("label", "regular", "mute")
        sheet.form(self.sheets, "footer", self.footer, self.width)
        for number, page in enumerate(self.sheets.pages, 1):
            page.stamp("footer", self.left, self._foot)
            text = _page_of(self.language, number, count)
            below = height(self.footer) - style.leading + style.drop
            page.aside(self.left + self.width - style.width(text), self._foot - below, style, text)
            if mark:
                _mark(page, self.theme, clean(mark))
            if number > 1:
                self.sheets.bookmark(text, page, self.flow.top)
        return self.sheets.finish()

    def _footer(self) -> Block:
        return _ruled(self.theme, self.text("footer", self.width * 0.8), self.width)

    def _running(self) -> Block:
        rows = self.text("running", self.width)
        return (*rows, gap(12)) if rows else ()


@lru_cache(maxsize=256)
def _page_of(language: Language, page: int, pages: int) -> str:
    return clean(language.label("page-of", page=page, pages=pages))


@lru_cache(maxsize=256)
def _ruled(theme: Theme, rows: Block, width: float) -> Block:
    """Give the footer its rule; made once for the same rows, so that its form is too."""
    if rows and theme.settings["footer"]["rule"]:
        return (Row(5, fills=((0, 0, width, 0.5, theme.colour("line")),)), *rows)
    return rows or (gap(theme.style("label").leading),)


def _mark(page: Page, theme: Theme, text: str) -> None:
    """Write a word across the page, lighter than anything it crosses."""
    width, tall = page.sheets.size
    style = theme.style("body", "bold")
    angle = _MARK_ANGLE
    size = min(_MARK_LARGEST, 0.72 * hypot(width, tall) / (style.face.measure(text) / 1000))
    length = style.face.measure(text) * size / 1000
    turn = radians(angle)
    x = width / 2 - cos(turn) * length / 2 + sin(turn) * size * 0.35
    y = tall / 2 - sin(turn) * length / 2 - cos(turn) * size * 0.35
    colour = theme.colour("mark")
    for name, literal in page.sheets.show(style.face, text):
        page.ground.append(
            f"/Artifact BMC q {colour} rg BT /{name} {size:.1f} Tf "
            f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} "
            f"{x:.1f} {y:.1f} Tm ({literal})Tj ET Q EMC",
        )
