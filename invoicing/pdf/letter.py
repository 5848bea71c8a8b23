"""A letter as its country's envelope wants it: the address where the window is, then date, references, subject, text.

The address stands 62.7 mm below the top of the sheet: the address zone of DIN 5008:2020 form B, which the usual window
envelopes of the other countries show as well when a sheet is folded in three. `window` says whether it stands at the
left or at the right of the sheet; date and references take the other side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing import texts
from invoicing.pdf import blocks, context
from invoicing.pdf.fonts import clean
from invoicing.pdf.grid import grid, set_grid
from invoicing.pdf.layout import LEFT, MM, Row, clip, gap, height, lines, merged, paragraph, set_line, shifted
from invoicing.pdf.pages import Pages
from invoicing.pdf.sheet import About

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.domain.party import Party
    from invoicing.pdf.layout import Run
    from invoicing.pdf.theme import Theme

_ADDRESS_TOP = 62.7 * MM
_ADDRESS_LEFT = 25 * MM
_ADDRESS_RIGHT = 110 * MM
_ADDRESS_WIDTH = 80 * MM
_INFO_WIDTH = 62 * MM
_BODY_TOP = 99 * MM
_FOLDS = (105 * MM, 210 * MM)
_BOX = 11.0
_SHRINK, _SMALLEST = 0.95, 5.0
_TOGETHER = 4
"""paragraphs at the end of a letter that are looked at: a text, the closing, a name, a function"""
_SPACE = 0.75
"""space after a paragraph, in lines"""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break in it is kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Points, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `right` holds the columns set flush right, `total` the last row or nothing."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PayBox:
    """How to pay: labelled facts, the address of a payment page, and QR codes as (payload, caption)."""

    pairs: tuple[tuple[str, str], ...]
    link_label: str = ""
    link: str = ""
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """Lines to fill in, sign and send back."""

    title: str
    text: str
    lines: tuple[str, ...]


Block = Paragraph | Listing | Table | PayBox | Slip


@dataclass(frozen=True, slots=True)
class LetterPage:
    """All that stands on a letter. Salutation and closing are paragraphs of `blocks`, as the text composes them."""

    seller: Party
    recipient: tuple[str, ...]
    """the postal address, line by line; see `invoicing.pdf.address.recipient`"""
    subject: str
    blocks: tuple[Block, ...]
    language: str
    day: date | None = None
    """the day the file says it was made"""
    date_line: str = ""
    """``Milano, 2 marzo 2026``"""
    references: tuple[tuple[str, str], ...] = ()
    """(label, value) beside the address"""
    window: str = "right"
    """``left`` or ``right``: where the envelope's window is"""
    signature: str = ""
    """a name under space for a hand-written signature"""
    enclosures: tuple[str, ...] = ()
    enclosures_label: str = ""
    seller_labels: tuple[tuple[str, str], ...] = ()
    """identifier scheme -> printed label"""
    delivery: str = ""
    """how the letter travels where that must be proved; stands above the subject"""


def render(letter: LetterPage, theme: Theme) -> bytes:
    """Draw a letter as PDF; the same letter and theme give the same bytes."""
    language = texts.language(letter.language, theme.resources)
    facts = context.plain(letter.seller, letter.seller_labels, language, letter.subject)
    to = letter.recipient[0] if letter.recipient else ""
    pages = Pages(theme, language, facts, About(letter.subject, letter.seller.name, to, letter.day))
    _head(letter, pages)
    style = theme.style("letter")
    flow = pages.flow
    if letter.delivery:
        flow.put([*paragraph([(style, clean(letter.delivery))], pages.width), gap(style.leading / 2)])
    flow.keep(
        [*paragraph([(theme.style("letter", "bold"), clean(letter.subject))], pages.width), gap(style.leading)], "H1"
    )
    end = _end(letter, pages)
    last = _last(letter.blocks, pages)
    for block in letter.blocks[: len(letter.blocks) - len(last)]:
        _set(block, pages)
        flow.skip(style.leading * _SPACE)
    need = sum([height(rows) + style.leading * _SPACE for rows in last]) + height(end)
    if flow.room < need <= flow.most:
        flow.turn()
    for rows in last:
        flow.pour(rows)
        flow.skip(style.leading * _SPACE)
    flow.keep(end)
    return pages.finish()


def _last(blocks: Sequence[Block], pages: Pages) -> list[list[Row]]:
    """Lay closing and name with the paragraph before them: they never stand alone on a page."""
    style, laid = pages.theme.style("letter"), []
    for block in reversed(blocks):
        if not isinstance(block, Paragraph):
            break
        rows = lines(block.text, style, pages.width)
        laid.append(rows)
        if len(rows) > 1 or len(laid) == _TOGETHER:
            break
    return laid[::-1]


def _head(letter: LetterPage, pages: Pages) -> None:
    """Set letterhead, address, date and references; leave the pen where the text begins."""
    theme, flow, page = pages.theme, pages.flow, pages.flow.page
    sheet_width, sheet_height = theme.size
    logo = pages.logo(pages.width * 0.55, LEFT, letter.seller.name)
    seller = pages.text("seller", _INFO_WIDTH)
    flow.put([merged([(0, logo), (pages.width - _INFO_WIDTH, seller)])])
    at_left = letter.window == "left"
    top = min(sheet_height - _ADDRESS_TOP, flow.y - 18)
    x = _ADDRESS_LEFT if at_left else min(_ADDRESS_RIGHT, sheet_width - theme.margins[1] - _ADDRESS_WIDTH)
    above = _sender_line(letter, pages)
    page.rows([above], x, top + above.height + 4)
    address = [row for text in letter.recipient for row in lines(text, theme.style("letter"), _ADDRESS_WIDTH)]
    after_address = page.rows(address, x, top)
    info_x = pages.left + pages.width - _INFO_WIDTH if at_left else pages.left
    info = [*lines(letter.date_line, theme.style("letter"), _INFO_WIDTH), gap(5), *_references(letter, pages)]
    after_info = page.rows(info, info_x, top)
    flow.y = min(sheet_height - _BODY_TOP, after_address - 16, after_info - 16)
    if at_left and sheet_height > 800:
        for fold in _FOLDS:
            page.rule(4 * MM, sheet_height - fold, 3.5 * MM, 0.4, theme.colour("line"))


def _sender_line(letter: LetterPage, pages: Pages) -> Row:
    """Set the sender on one line above the address, in smaller type when it is long."""
    text = clean(" · ".join((letter.seller.name, *context.address_line(letter.seller))))
    style = pages.theme.style("label", "regular", "mute")
    while style.width(text) > _ADDRESS_WIDTH and style.size > _SMALLEST:
        style = style.resized(_SHRINK)
    return set_line([(style, clip(text, style, _ADDRESS_WIDTH))], _ADDRESS_WIDTH)


def _references(letter: LetterPage, pages: Pages) -> list[Row]:
    label_style, style = pages.theme.style("small", "regular", "mute"), pages.theme.style("small")
    wide = max((label_style.width(clean(label)) for label, _ in letter.references), default=0) + 10
    wide = min(wide, _INFO_WIDTH / 2)
    return [
        merged([(0, lines(label, label_style, wide - 8)), (wide, lines(value, style, _INFO_WIDTH - wide))])
        for label, value in letter.references
    ]


def _set(block: Block, pages: Pages) -> None:
    """Set one block of the body."""
    theme, flow, width = pages.theme, pages.flow, pages.width
    style = theme.style("letter")
    if isinstance(block, Paragraph):
        flow.pour(lines(block.text, style, width))
    elif isinstance(block, Listing):
        for number, item in enumerate(block.items, 1):
            flow.keep(_point(f"{number}." if block.numbered else "•", [(style, clean(item))], width))
    elif isinstance(block, Table):
        set_grid(flow, grid(theme, block.head, block.rows, block.right, width, block.total))
    elif isinstance(block, PayBox):
        flow.keep(_pay_box(block, pages))
    else:
        flow.keep(_slip(block, pages))


def _point(mark: str, runs: Sequence[Run], width: float) -> list[Row]:
    """Set a point: its mark hangs to the left of its text."""
    style = runs[0][0]
    indent = max(style.width(mark) + 6, 16)
    rows = [shifted(row, indent) for row in paragraph(runs, width - indent)]
    rows[0] = Row(rows[0].height, ((0, style.drop, style, mark), *rows[0].pieces))
    return [*rows, gap(style.leading * 0.25)]


def _pay_box(box: PayBox, pages: Pages) -> list[Row]:
    """Set the box that says how to pay, with its codes at the right."""
    theme, width = pages.theme, pages.width
    columns = blocks.codes(pages.sheets, theme, box.codes)
    side = float(theme.settings["payment"]["code"]) * MM + _BOX
    inner = width - 2 * _BOX - side * len(columns)
    label_style, style = theme.style("body", "regular", "mute"), theme.style()
    wide = min(max((label_style.width(clean(label)) for label, _ in box.pairs), default=0) + 12, inner / 2)
    words = [
        merged([(0, lines(label, label_style, wide - 10)), (wide, lines(value, style, inner - wide))])
        for label, value in box.pairs
    ]
    if box.link:
        words.extend((gap(4), *lines(box.link_label, label_style, inner), *blocks.link(theme, box.link, inner)))
    start = width - _BOX - side * len(columns) + _BOX
    placed = [
        (_BOX, (gap(_BOX), *words)),
        *((start + index * side, (gap(_BOX), *rows)) for index, rows in enumerate(columns)),
    ]
    content = merged(placed, _BOX)
    ground = (0.0, 0.0, width, content.height, theme.colour("tint"))
    return [
        Row(content.height, content.pieces, (ground, *content.fills), content.frames, content.images, content.links)
    ]


def _slip(slip: Slip, pages: Pages) -> list[Row]:
    """Set the part to sign: a rule to cut along, its text, and lines to write on."""
    theme, width = pages.theme, pages.width
    style, label = theme.style("letter"), theme.style("label", "regular", "mute")
    line = theme.colour("line")
    rows = [Row(14, fills=((0, 6, width, 0.5, line),))]
    rows.extend(paragraph([(theme.style("letter", "bold"), clean(slip.title))], width))
    rows.extend([gap(4), *lines(slip.text, style, width)])
    share = width / len(slip.lines)
    marks = tuple((index * share, 30 + label.drop, label, clean(text)) for index, text in enumerate(slip.lines))
    rules = tuple((index * share, 30.0, share - 16, 0.5, line) for index in range(len(slip.lines)))
    rows.append(Row(30 + label.leading, marks, rules))
    return rows


def _end(letter: LetterPage, pages: Pages) -> list[Row]:
    """Lay signature and enclosures."""
    style, small = pages.theme.style("letter"), pages.theme.style("small", "regular", "mute")
    rows: list[Row] = []
    if letter.signature:
        rows.extend([gap(34), *lines(letter.signature, style, pages.width), gap(style.leading)])
    if letter.enclosures:
        rows.extend(lines(letter.enclosures_label, small, pages.width))
        rows.extend(row for one in letter.enclosures for row in lines(f"– {one}", small, pages.width))
    return rows
