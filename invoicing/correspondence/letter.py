"""A finished letter: its blocks, which a page lays out, and their twins as plain text and as HTML.

The page draws the blocks; the e-mail carries text and HTML. All three say the same.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

WIDTH = 78
"""columns of the plain text"""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Points, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `right` holds the columns set flush right, `total` the last row or nothing."""

    name: str
    """the slot it came from: ``documents``, ``also_open``, ``interest``, ``plan``"""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PayBox:
    """How to pay: labelled facts, and the address of a payment page. A page adds the QR code."""

    pairs: tuple[tuple[str, str], ...]
    link_label: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """Lines to fill in, sign and send back."""

    title: str
    text: str
    lines: tuple[str, ...]


Block = Paragraph | Listing | Table | PayBox | Slip


@dataclass(frozen=True, slots=True)
class Letter:
    """`name` is the stem of the letter, `language` its tag, `grade` its firmness (None: outside the ladder)."""

    name: str
    language: str
    grade: int | None
    subject: str
    blocks: tuple[Block, ...]
    enclosures: tuple[str, ...] = ()
    enclosures_label: str = ""
    delivery: str = ""
    """how a final notice travels, printed above the subject: ``By registered post …``"""

    @property
    def text(self) -> str:
        """The plain text, wrapped, ending with a line break; without the subject."""
        parts = [_text(block) for block in self.blocks]
        if self.enclosures:
            parts.append("\n".join([f"{self.enclosures_label}:", *(f"- {one}" for one in self.enclosures)]))
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        """The HTML body: a whole page without outside references, every text escaped."""
        parts = [_html(block) for block in self.blocks]
        if self.enclosures:
            items = "".join(f"<li>{html.escape(one)}</li>" for one in self.enclosures)
            parts.append(f"<p>{html.escape(self.enclosures_label)}:</p><ul>{items}</ul>")
        body = "\n".join(parts)
        return (
            f'<!DOCTYPE html>\n<html lang="{html.escape(self.language)}">\n<head><meta charset="utf-8">'
            f"<title>{html.escape(self.subject)}</title></head>\n"
            f'<body style="{_BODY}">\n{body}\n</body>\n</html>\n'
        )


# Styles stand on the elements, because many mail programs drop a style sheet.
_BODY = "font-family:sans-serif;font-size:15px;line-height:1.5;color:#1a1a1a;max-width:42em"
_CELL = "padding:4px 12px 4px 0;border-bottom:1px solid #ddd;text-align:left"
_RIGHT = ";text-align:right"


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return wrap(block.text)
    if isinstance(block, Listing):
        marks = [f"{number}. " if block.numbered else "- " for number in range(1, len(block.items) + 1)]
        return "\n".join(wrap(item, mark) for mark, item in zip(marks, block.items, strict=True))
    if isinstance(block, Table):
        return _text_table(block)
    if isinstance(block, PayBox):
        pairs = [*block.pairs, *([(block.link_label, block.link)] if block.link else [])]
        return "\n".join(f"    {label}: {value}" for label, value in pairs)
    lines = [block.title, "", wrap(block.text), ""]
    return "\n".join(lines + [f"{line}: {'_' * 30}" for line in block.lines])


def wrap(text: str, mark: str = "") -> str:
    """Break a text into lines of at most `WIDTH`; further lines stand under the text after the mark."""
    lines, line = [], mark
    for word in text.split(" "):
        if len(line) + len(word) > WIDTH and line.strip() != mark.strip():
            lines.append(line.rstrip())
            line = " " * len(mark)
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def _text_table(table: Table) -> str:
    rows = [table.head, *table.rows, *([table.total] if table.total else [])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.head))]
    lines = [
        "  ".join(
            cell.rjust(width) if column in table.right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    lines.insert(1, rule)
    if table.total:
        lines.insert(-1, rule)
    return "\n".join(lines)


def _html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{html.escape(block.text)}</p>"
    if isinstance(block, Listing):
        tag = "ol" if block.numbered else "ul"
        items = "".join(f"<li>{html.escape(item)}</li>" for item in block.items)
        return f"<{tag}>{items}</{tag}>"
    if isinstance(block, Table):
        return _html_table(block)
    if isinstance(block, PayBox):
        return _html_pay_box(block)
    lines = "".join(f"<p>{html.escape(line)}: {'_' * 30}</p>" for line in block.lines)
    return f"<hr><p><strong>{html.escape(block.title)}</strong></p><p>{html.escape(block.text)}</p>{lines}"


def _html_table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        inner = "".join(
            f'<{tag} style="{_CELL}{_RIGHT if column in table.right else ""}">{html.escape(cell)}</{tag}>'
            for column, cell in enumerate(cells)
        )
        return f"<tr>{inner}</tr>"

    rows = [row(table.head, "th"), *(row(cells, "td") for cells in table.rows)]
    if table.total:
        rows.append(row(table.total, "th"))
    return f'<table style="border-collapse:collapse">{"".join(rows)}</table>'


def _html_pay_box(box: PayBox) -> str:
    rows = "".join(
        f'<tr><td style="{_CELL}">{html.escape(label)}</td><td style="{_CELL}">{html.escape(value)}</td></tr>'
        for label, value in box.pairs
    )
    table = f'<table style="border-collapse:collapse">{rows}</table>' if rows else ""
    if not box.link.startswith("https://"):
        return table
    return f'{table}<p><a href="{html.escape(box.link)}">{html.escape(box.link_label)}</a></p>'
