"""A document's pages: what is drawn where, for invoices, credit notes, quotes and receipts alike."""

from __future__ import annotations

from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING

from invoicing.domain import epc
from invoicing.domain.money import zero
from invoicing.pdf import blocks, context, images, lines, qr
from invoicing.pdf.fonts import clean
from invoicing.pdf.flow import Flow
from invoicing.pdf.layout import Block, Image, Row, gap, height, merged, paragraph, shifted
from invoicing.pdf.sheet import Page, Sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.domain.issued import Issued
    from invoicing.pdf.theme import Band, Column, Theme
    from invoicing.texts import Language

_FOOTER_GAP = 12.0
_BOX = 11.0
_GUTTER = 20.0
_CODE_GAP = 16.0


def render(document: Issued, theme: Theme) -> bytes:
    """Draw a document as PDF; the same document and theme give the same bytes.

    Raises Refused when the theme's template fails, NotFound when its language has no folder.
    """
    return _Drawing(document, theme).pdf()


class _Drawing:
    """One document being drawn."""

    def __init__(self, issued: Issued, theme: Theme) -> None:
        from invoicing import kinds, texts  # noqa: PLC0415  loaded when the first page is drawn

        self.issued = issued
        self.theme = theme
        document = issued.document
        self.language: Language = texts.language(document.language, theme.resources)  # type: ignore[arg-type]
        self.asks = kinds.kind(document.kind).claims and issued.totals.due > zero(document.currency) and issued.receipt is None
        self.facts = context.of(issued, self.language, asks=self.asks)
        self.words = theme.page.new_context(self.facts)
        size = theme.size
        top, right, bottom, left = theme.margins
        self.left, self.width = left, size[0] - left - right
        self.footer = self._footer()
        title = f"{self.facts['title']} {self.facts['number']}"
        self.sheets = Sheets(size, self.language.tag, title, document.seller.name, f"{title} · {document.buyer.name}")
        box = (left, size[1] - top, self.width, bottom + height(self.footer) + _FOOTER_GAP)
        self.flow = Flow(self.sheets, box, self._running())
        self.codes: dict[str, str] = {}

    def pdf(self) -> bytes:
        """Draw everything, then the footers, whose count of pages is known last."""
        if self.theme.logo is not None:
            logo = self.theme.settings["logo"]
            self.sheets.pictures["logo"] = images.picture(self.theme.logo, logo["width"] * 72 / 25.4, logo["height"] * 72 / 25.4)
        self.sheets.bookmark(f"{self.facts['title']} {self.facts['number']}", self.flow.page, self.flow.y)
        for band in self.theme.head:
            self._band(band)
        if self.issued.document.lines:
            self._lines()
        for band in self.theme.tail:
            self._band(band)
        self._finish_pages()
        return self.sheets.finish()

    # bands

    def _band(self, band: Band) -> None:
        """Set blocks side by side; where they are higher than any page, one after the other."""
        columns = []
        x = 0.0
        widths = _widths(band.columns, self.width)
        for column, width in zip(band.columns, widths, strict=True):
            rows = self._boxed(column, width)
            if rows:
                columns.append((x, rows))
            x += width + _GUTTER
        if not columns:
            return
        tallest = max(height(rows) for _, rows in columns)
        if len(columns) == 1:
            only = [shifted(row, columns[0][0]) for row in columns[0][1]]
            self.flow.keep(only) if len(only) < 8 or tallest <= self.flow.room else self.flow.pour(only)
        elif tallest <= self.flow.most:
            self.flow.keep([merged(columns)])
        else:
            for x, rows in columns:
                self.flow.pour([shifted(row, x) for row in rows])
        self.flow.skip(max(band.gap, band.height - tallest))

    def _boxed(self, column: Column, width: float) -> Block:
        if column.box in {"none", "rule"}:
            rows = self._block(column, width)
            if rows and column.box == "rule":
                return (Row(7, fills=((0, 0, width, 0.5, self.theme.colour("line")),)), *rows)
            return rows
        tone = "paper" if column.box == "dark" else "ink"
        inset = _BOX if column.box != "bar" else _BOX + 3
        rows = self._block(column, width - inset - _BOX, tone)
        return _box(rows, width, inset, column.box, self.theme) if rows else ()

    def _block(self, column: Column, width: float, tone: str = "ink") -> Block:
        """Lay one block by its name; a name that is no special block is a block of the page template."""
        theme, issued, language = self.theme, self.issued, self.language
        name = column.block
        if name == "logo":
            return blocks.logo(theme, width, column.align, issued.document.seller.name) or self._text("wordmark", width, column.align, tone)
        if name == "totals":
            return blocks.totals(theme, issued, language, width) if issued.document.lines else ()
        if name == "taxes":
            return blocks.taxes(theme, issued, language, width) if issued.document.lines else ()
        if name == "schedule":
            return blocks.schedule(theme, issued, language, width) if self.asks else ()
        if name == "payment":
            return self._payment(width, tone)
        if name == "facts":
            return blocks.facts(theme, theme.block("facts", self.words), width, tone)
        if name == "reference":
            return blocks.text(theme, theme.block("reference", self.words), width, column.align, tone)
        return self._text(name, width, column.align, tone)

    def _text(self, name: str, width: float, align: str, tone: str = "ink") -> Block:
        return blocks.text(self.theme, self.theme.block(name, self.words), width, align, tone)

    def _payment(self, width: float, tone: str) -> Block:
        """Lay the ways to pay: words, and a code for each way that has one."""
        if not self.asks:
            return ()
        codes = self._payment_codes()
        side = float(self.theme.settings["payment"]["code"]) * 72 / 25.4
        taken = len(codes) * (side + _CODE_GAP)
        words = list(self._text("payment", width - taken, "left", tone))
        if self.issued.payment_link and words:
            words.extend(self._link(width - taken))
        columns: list[tuple[float, Sequence[Row]]] = []
        at_left = self.theme.settings["payment"]["side"] == "left"
        columns.append((taken if at_left else 0.0, words))
        for index, (payload, caption) in enumerate(codes):
            x = index * (side + _CODE_GAP) if at_left else width - (len(codes) - index) * (side + _CODE_GAP) + _CODE_GAP
            columns.append((x, self._code(payload, caption, side)))
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
                codes.append((payload, self.language.label("scan-to-pay")))
        if issued.payment_link and not issued.draft:
            codes.append((issued.payment_link, self.language.label("pay-online")))
        return codes

    def _code(self, payload: str, caption: str, side: float) -> list[Row]:
        name = qr.name(payload)
        self.sheets.forms[name] = qr.form(payload)
        style = self.theme.style("label", "regular", "mute")
        quiet = side * qr.QUIET * 0.75
        inner = side - 2 * quiet
        picture = Row(
            side,
            fills=((0, 0, side, side, "1 1 1"),),
            images=(Image(name, quiet, quiet, inner, inner, f"QR code: {caption}"),),
        )
        return [picture, gap(2), *paragraph([(style, clean(caption))], side, "centre")]

    def _link(self, width: float) -> list[Row]:
        """Lay the payment link as text that can be clicked."""
        style = self.theme.style("small", "regular", "accent")
        rows = paragraph([(style, clean(self.issued.payment_link))], width)
        address = self.issued.payment_link
        return [Row(row.height, row.pieces, links=((0, 0, width, row.height, address),)) for row in rows]

    # the lines

    def _lines(self) -> None:
        """Set the table; where it turns a page the sum so far is carried, and the head stands again."""
        table = lines.table(self.theme, self.issued, self.language, self.width)
        padding = float(self.theme.settings["table"]["padding"])
        carry_height = table.style.leading + padding
        flow = self.flow
        total = zero(self.issued.document.currency)

        def carry(key: str) -> None:
            if total:
                flow.put(lines.carried(table, self.language.label(key), self.language.amount(total), padding))

        def head() -> None:
            flow.stamp("head", table.head)
            carry("brought-forward")

        if height(table.head) + height(table.items[0].rows) > flow.room and height(table.items[0].rows) < flow.most / 2:
            flow.turn()
        flow.stamp("head", table.head)
        last = len(table.items) - 1
        ending = self._ending()
        flow.bottom += carry_height
        for index, item in enumerate(table.items):
            need = height(item.rows)
            if index == last:
                flow.bottom -= carry_height
                need = need + ending if need + ending < flow.most - 2 * carry_height else need
            if need > flow.room and height(item.rows) <= flow.most / 2:
                carry("carried-forward")
                flow.turn()
                head()
            if height(item.rows) <= flow.room:
                flow.put(item.rows)
            else:
                flow.pour(item.rows, lambda: carry("carried-forward"), head)
            total += item.amount
        flow.skip(8)

    def _ending(self) -> float:
        """Give the height that must stay with the last line: the totals."""
        for band in self.theme.tail:
            widths = _widths(band.columns, self.width)
            heights = [
                height(self._boxed(column, width)) for column, width in zip(band.columns, widths, strict=True) if column.block == "totals"
            ]
            if heights:
                return heights[0] + 8
        return 0.0

    # every page

    def _footer(self) -> Block:
        rows = blocks.text(self.theme, self.theme.block("footer", self.words), self.width * 0.8)
        if rows and self.theme.settings["footer"]["rule"]:
            return (Row(5, fills=((0, 0, self.width, 0.5, self.theme.colour("line")),)), *rows)
        return rows or (gap(self.theme.style("label").leading),)

    def _running(self) -> Block:
        rows = blocks.text(self.theme, self.theme.block("running", self.words), self.width)
        return (*rows, gap(12)) if rows else ()

    def _finish_pages(self) -> None:
        """Draw footer, page number and mark on every page."""
        count = len(self.sheets.pages)
        style = self.theme.style("label", "regular", "mute")
        top = self.flow.bottom - _FOOTER_GAP
        for number, page in enumerate(self.sheets.pages, 1):
            _stamp(self.sheets, page, self.footer, self.left, top, self.width)
            text = clean(self.language.label("page-of", page=number, pages=count))
            below = height(self.footer) - style.leading + style.drop
            page.text(self.left + self.width - style.width(text), top - below, style, text)
            if self.issued.draft:
                _mark(page, self.theme, clean(self.language.label("draft")))
            if number > 1:
                self.sheets.bookmark(text, page, self.flow.top)


def _stamp(sheets: Sheets, page: Page, rows: Block, x: float, top: float, width: float) -> None:
    from invoicing.pdf.sheet import form  # noqa: PLC0415

    form(sheets, "footer", rows, width)
    page.stamp("footer", x, top)


def _mark(page: Page, theme: Theme, text: str) -> None:
    """Write a word across the page, lighter than anything it crosses."""
    width, tall = page.sheets.size
    style = theme.style("body", "bold")
    angle = 52
    size = min(150.0, 0.72 * hypot(width, tall) / (style.face.measure(text) / 1000))
    length = style.face.measure(text) * size / 1000
    turn = radians(angle)
    x = width / 2 - cos(turn) * length / 2 + sin(turn) * size * 0.35
    y = tall / 2 - sin(turn) * length / 2 - cos(turn) * size * 0.35
    colour = theme.colour("mark")
    for name, literal in page.sheets.show(style.face, text):
        page.stamps.insert(
            0,
            f"/Artifact BMC q {colour} rg BT /{name} {size:.1f} Tf {cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} "
            f"{x:.1f} {y:.1f} Tm ({literal})Tj ET Q EMC",
        )


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    """Share the width out; a column without a width takes what the others leave."""
    inner = width - _GUTTER * (len(columns) - 1)
    given = sum(column.width for column in columns)
    open_columns = sum(1 for column in columns if not column.width)
    rest = (1 - given) / open_columns if open_columns else 0
    return [inner * (column.width or rest) for column in columns]


def _box(rows: Block, width: float, inset: float, box: str, theme: Theme) -> Block:
    """Set rows into a box of the given kind."""
    tall = height(rows) + 2 * _BOX
    inner = merged([(inset, (gap(_BOX), *rows))], _BOX)
    under: tuple[tuple[float, float, float, float, str], ...]
    frames: tuple[tuple[float, float, float, float, str], ...] = ()
    if box == "bar":
        under = ((0, 0, 2.5, tall, theme.colour("accent")),)
    elif box == "line":
        under, frames = (), ((0.3, 0.3, width - 0.6, tall - 0.6, theme.colour("line")),)
    else:
        under = ((0, 0, width, tall, theme.colour("accent" if box == "dark" else "tint")),)
    return (Row(inner.height, inner.pieces, (*under, *inner.fills), (*frames, *inner.frames), inner.images, inner.links),)
