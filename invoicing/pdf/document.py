"""A document's pages: what is drawn where, for invoices, credit notes, quotes and receipts alike."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from invoicing import kinds, texts
from invoicing.domain import epc
from invoicing.pdf import blocks, context, lines
from invoicing.pdf.layout import MM, Block, Fill, Row, gap, height, merged
from invoicing.pdf.pages import Pages
from invoicing.pdf.sheet import About
from invoicing.pdf.turning import Turning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.domain.issued import Issued
    from invoicing.pdf.theme import Band, Column, Theme

_BOX = 11.0
_SHORT = 8
"""rows up to which a block moves to the next page as a whole"""
_GUTTER = 20.0
_CODE_GAP = 16.0
_AFTER_LINES = 14.0
SUMS = {"totals": blocks.totals, "taxes": blocks.taxes, "schedule": blocks.schedule}


def render(document: Issued, theme: Theme) -> bytes:
    """Draw a document as PDF; the same document and theme give the same bytes.

    Raises Refused when the theme's template fails, NotFound when its language has no folder.
    """
    return _Drawing(document, theme).pdf()


class _Drawing:
    """One document being drawn."""

    def __init__(self, issued: Issued, theme: Theme) -> None:
        self.issued = issued
        self.theme = theme
        document = issued.document
        self.language = texts.language(document.language, theme.resources)
        kind = kinds.kind(document.kind)
        self.summed = kind.priced and issued.receipt is None
        self.priced = kind.priced
        self.asks = kind.claims and issued.totals.due.minor > 0 and issued.receipt is None
        facts = context.of(issued, self.language, asks=self.asks)
        title = f"{facts['title']} {facts['number']}"
        about = About(title, document.seller.name, f"{title} · {document.buyer.name}", document.issue_date)
        self.pages = Pages(theme, self.language, facts, about)
        self.flow = self.pages.flow
        self.width = self.pages.width
        self._laid: dict[tuple[str, float, str], Block] = {}

    def pdf(self) -> bytes:
        """Draw everything from top to bottom."""
        for band in self.theme.head:
            self._band(band)
        if self.issued.document.lines and self.issued.receipt is None:
            self._lines()
        for band in self.theme.tail:
            self._band(band)
        return self.pages.finish(self.language.label("draft") if self.issued.draft else "")

    # bands

    def _band(self, band: Band) -> None:
        """Set blocks side by side; where they are higher than any page, one after the other."""
        placed = [(column, x, width, self._inner(column, width)) for column, x, width in _places(band, self.width)]
        inner = max([height(rows) for _, _, _, rows in placed])
        columns = [
            (x, _boxed(rows, width, column.box, inner, self.theme), "H1" if column.block == "title" else "P")
            for column, x, width, rows in placed
            if rows
        ]
        if not columns:
            return
        tallest = max([height(rows) for _, rows, _ in columns])
        flow = self.flow
        if len(columns) == 1:
            x, rows, tag = columns[0]
            fits = len(rows) < _SHORT or tallest <= flow.room
            flow.keep(rows, tag, x) if fits else flow.pour(rows, x=x)
        elif tallest <= flow.room or tallest <= flow.most:
            if tallest > flow.room:
                flow.turn()
            flow.beside(columns)
        else:
            for x, rows, _ in columns:
                flow.pour(rows, x=x)
        flow.skip(max(band.gap, band.height - tallest))

    def _inner(self, column: Column, width: float) -> Block:
        """Lay the block of a column, as wide as its box leaves it; once, though the totals are asked for twice."""
        key = (column.block, width, column.box)
        made = self._laid.get(key)
        if made is None:
            tone = "paper" if column.box == "dark" else "ink"
            made = self._block(column, width - _left_inset(column.box) - _right_inset(column.box), tone)
            self._laid[key] = made
        return made

    def _block(self, column: Column, width: float, tone: str = "ink") -> Block:
        """Lay one block by its name; a name that is no special block is a block of the page template."""
        theme, issued, language = self.theme, self.issued, self.language
        name = column.block
        if name == "logo":
            return self.pages.logo(width, column.align, issued.document.seller.name)
        if name == "payment":
            return self._payment(width, tone)
        if name == "facts":
            return blocks.facts(self.pages.source("facts"), width, tone) if self.priced else ()
        if name in SUMS:
            wanted = self.asks if name == "schedule" else self.summed and bool(issued.document.lines)
            return SUMS[name](theme, issued, language, width) if wanted else ()
        return self.pages.text(name, width, column.align, tone)

    def _payment(self, width: float, tone: str) -> Block:
        """Lay the ways to pay: words, and a code for each way that has one."""
        if not self.asks:
            return ()
        codes = self._payment_codes()
        side = float(self.theme.settings["payment"]["code"]) * MM
        taken = len(codes) * (side + _CODE_GAP)
        words = list(self.pages.text("payment", width - taken, "left", tone))
        if self.issued.payment_link and words:
            words.extend((gap(4), *blocks.link(self.theme, self.issued.payment_link, width - taken)))
        side_by_side = blocks.codes(self.pages.sheets, self.theme, codes)
        at_left = self.theme.settings["payment"]["side"] == "left"
        columns: list[tuple[float, Sequence[Row]]] = [(taken if at_left else 0.0, words)]
        start = 0.0 if at_left else width - taken + _CODE_GAP
        columns.extend((start + index * (side + _CODE_GAP), rows) for index, rows in enumerate(side_by_side))
        return (merged(columns),) if words else ()

    def _payment_codes(self) -> list[tuple[str, str]]:
        """Give payload and caption of each code: bank transfer by EPC069-12, then the payment link."""
        issued, codes = self.issued, []
        bank = issued.document.bank
        if bank is not None and bank.iban and not issued.draft:
            reference = issued.document.reference if issued.document.reference.startswith("RF") else issued.number
            first = issued.schedule[0].amount if issued.schedule else issued.totals.due
            payload = epc.payload(bank, issued.document.seller.name, first, reference)
            if payload:
                part = f": {self.language.label('instalment', n=1)}" if len(issued.schedule) > 1 else ""
                codes.append((payload, self.language.label("scan-to-pay") + part))
        if issued.payment_link and not issued.draft:
            codes.append((issued.payment_link, self.language.label("pay-online")))
        return codes

    # the lines

    def _lines(self) -> None:
        """Set the table of lines; the sums stay with its last line."""
        table = lines.table(self.theme, self.issued, self.language, self.width)
        currency = self.issued.document.currency if self.priced else ""
        Turning(table, self.flow, self.language, currency).set(self._ending())
        self.flow.skip(_AFTER_LINES)

    def _ending(self) -> float:
        """Give the height of the sums and the space above them."""
        for band in self.theme.tail:
            for column, _, width in _places(band, self.width):
                if column.block == "totals":
                    return height(self._inner(column, width)) + _AFTER_LINES
        return 0.0


@lru_cache(maxsize=256)
def _places(band: Band, width: float) -> tuple[tuple[Column, float, float], ...]:
    """Give each column its left edge and width; one without a width takes what the others leave."""
    inner = width - _GUTTER * (len(band.columns) - 1)
    given = sum(column.width for column in band.columns)
    open_columns = sum(1 for column in band.columns if not column.width)
    rest = (1 - given) / open_columns if open_columns else 0
    placed, x = [], 0.0
    for column in band.columns:
        wide = inner * (column.width or rest)
        placed.append((column, x, wide))
        x += wide + _GUTTER
    return tuple(placed)


def _left_inset(box: str) -> float:
    return {"none": 0.0, "rule": 0.0, "bar": _BOX + 3}.get(box, _BOX)


def _right_inset(box: str) -> float:
    return 0.0 if box in {"none", "rule"} else _BOX


def _boxed(rows: Block, width: float, box: str, inner: float, theme: Theme) -> Block:
    """Set rows into a box of the given kind, as high as the highest block beside it (`inner`)."""
    if box == "none":
        return rows
    if box == "rule":
        return (Row(7, fills=((0, 0, width, 0.5, theme.colour("line")),)), *rows)
    tall = inner + 2 * _BOX
    content = merged([(_left_inset(box), (gap(_BOX), *rows, gap(inner - height(rows))))], _BOX)
    fills: tuple[Fill, ...] = ()
    frames: tuple[Fill, ...] = ()
    if box == "bar":
        fills = ((0, 0, 2.5, tall, theme.colour("accent")),)
    elif box == "line":
        frames = ((0.3, 0.3, width - 0.6, tall - 0.6, theme.colour("line")),)
    else:
        fills = ((0, 0, width, tall, theme.colour("accent" if box == "dark" else "tint")),)
    return (
        Row(tall, content.pieces, (*fills, *content.fills), (*frames, *content.frames), content.images, content.links),
    )
