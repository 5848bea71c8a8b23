"""CPU of one PDF, ours beside Typst (PyPI binding) on the same invoice, in one run: ``python bench/page.py``.

Each figure is the median over rounds; a round draws the same invoices, each with a number of its own, with ours and
then with Typst, and the ratio is taken round by round. Typst is called in its two ways: `typst.compile`, as its
documentation shows it, and one `typst.Compiler` that is kept open and has its cache warm. Both are told to load only
the fonts of the page; `default` is `typst.compile` with nothing said about fonts, as most scripts call it.

"floor" is the cost of writing the finished bytes in Python: the operators of each page from numbers and texts that are
known, their compression, and the joining of objects that are ready.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import pymupdf_fonts
import segno
import typst

from invoicing import texts
from invoicing.domain import epc
from invoicing.pdf import cells, context
from invoicing.pdf.document import render
from invoicing.pdf.theme import load
from invoicing.resources import Resources
from tests.pdf import cases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invoicing.domain.issued import Issued
    from invoicing.pdf.theme import Theme

ROUNDS = 7
TWIN = Path(__file__).with_name("page.typ")
SHOWN = re.compile(r"1 0 0 1 (\S+) (\S+) Tm\((.*)\)Tj")
Operator = str | tuple[float, float, str]


@dataclass(frozen=True)
class Typst:
    """Typst's compiler kept open, and the folder of the fonts it is given."""

    compiler: typst.Compiler
    fonts: str

    def warm(self, data: str) -> object:
        """Compile with the compiler that is open."""
        return self.compiler.compile(format="pdf", sys_inputs={"data": data})

    def plain(self, data: str) -> object:
        """Compile as a script does that says which fonts."""
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[self.fonts])
        return typst.compile(str(TWIN), format="pdf", font_paths=fonts, sys_inputs={"data": data})

    @staticmethod
    def default(data: str) -> object:
        """Compile as the first example of its documentation does."""
        return typst.compile(str(TWIN), format="pdf", sys_inputs={"data": data})


def main() -> None:
    """Print the table."""
    other = open_typst()
    theme = load(Resources(), "classic")
    bank = replace(cases.SELLERS["en"][1], iban="")
    bare = cases.issue(replace(cases.plain(), bank=bank))
    long = cases.many_lines(200)
    heads = ("ours ms", "default", "plain", "warm", "/default", "/plain", "/warm", "floor", "x floor", "bytes", "pages")
    print(" " * 20 + "".join(f"{head:>9}" for head in heads))
    for name, issued, count in (
        ("one page", bare, 20),
        ("one page, QR code", cases.issue(cases.plain()), 20),
        ("200 lines", replace(long, document=replace(long.document, bank=bank)), 3),
    ):
        print(f"{name:20}" + row(issued, count, theme, other))


def row(issued: Issued, count: int, theme: Theme, other: Typst) -> str:
    """Measure one invoice."""
    render(issued, theme)
    other.warm(twin(issued, theme))
    rounds = [one_round(issued, count, turn, theme, other) for turn in range(ROUNDS)]
    ours, default, plain, warm, floor = (median(column) for column in zip(*rounds, strict=True))
    ratios = [median(found[0] / found[index] for found in rounds) for index in (1, 2, 3)]
    data = render(issued, theme)
    return (
        f"{ours:9.2f}{default:9.2f}{plain:9.2f}{warm:9.2f}"
        + "".join(f"{ratio:9.3f}" for ratio in ratios)
        + f"{floor:9.2f}{ours / floor:9.1f}{len(data):9}{pages(data):9}"
    )


def pages(data: bytes) -> int:
    """Count the pages of a PDF: objects whose type ends with that word."""
    return len(re.findall(rb"/Type /Page\b", data))


def one_round(issued: Issued, count: int, turn: int, theme: Theme, other: Typst) -> tuple[float, ...]:
    """Draw invoices of this round's numbers in every way; CPU milliseconds each."""
    several = [replace(issued, number=f"2026-{turn * count + index:04}") for index in range(count)]
    inputs = [twin(one, theme) for one in several]
    ours = cpu(lambda one: render(one, theme), several)
    # Another text per way, so that no way finds the answer of another in Typst's cache.
    default, plain, warm = (
        cpu(way, [f"{one}{' ' * pad}" for one in inputs])
        for pad, way in enumerate((other.default, other.plain, other.warm))
    )
    parts = [finished(render(one, theme)) for one in several]
    return ours, default, plain, warm, cpu(write, parts)


def cpu(work: Callable[[Any], object], several: Sequence[Any]) -> float:
    """Give the CPU milliseconds of a piece of work, all threads counted."""
    start = process_time()
    for one in several:
        work(one)
    return (process_time() - start) * 1000 / len(several)


def finished(data: bytes) -> list[tuple[bytes, list[Operator] | None]]:
    """Cut a PDF into its objects: bytes that are ready, and pages as operators still to be written."""
    result: list[tuple[bytes, list[Operator] | None]] = []
    for part in data.split(b"endobj\n")[:-1]:
        head, found, body = part.partition(b"stream\n")
        page = found and b"/Subtype" not in head and b"/Length1" not in head
        if not page:
            result.append((part, None))
            continue
        content = zlib.decompress(body[: body.rindex(b"endstream")]).decode()
        result.append((head, [operator(line) for line in content.split("\n")]))
    return result


def operator(line: str) -> Operator:
    """Give a line of a page stream, a shown text as its numbers and its text."""
    shown = SHOWN.fullmatch(line)
    return (float(shown[1]), float(shown[2]), shown[3]) if shown else line


def write(parts: list[tuple[bytes, list[Operator] | None]]) -> bytes:
    """Write finished objects with the table of their places."""
    chunks, offsets, at = [], [], 0
    for head, operators in parts:
        chunk = head
        if operators is not None:
            shown = [one if isinstance(one, str) else shown_text(*one) for one in operators]
            content = "\n".join(shown)
            chunk = head + b"stream\n" + zlib.compress(content.encode()) + b"\nendstream\n"
        offsets.append(at)
        chunks.append(chunk)
        at += len(chunk) + 7
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    return b"endobj\n".join(chunks) + b"endobj\nxref\n" + table + b"trailer\n%%EOF\n"


def shown_text(x: float, y: float, text: str) -> str:
    """Write the operators that show a text."""
    return f"1 0 0 1 {x:.2f} {y:.2f} Tm({text})Tj"


def open_typst() -> Typst:
    """Open Typst with the very fonts our page uses."""
    folder = Path(tempfile.mkdtemp())
    for key in ("notos", "notosbo"):
        (folder / f"{key}.ttf").write_bytes(pymupdf_fonts.myfont(key))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    return Typst(typst.Compiler(str(TWIN), font_paths=fonts, sys_inputs={"data": "{}"}), str(folder))


def twin(issued: Issued, theme: Theme) -> str:
    """Write the words of an invoice for the twin."""
    language = texts.language(issued.document.language, theme.resources)
    facts: dict[str, Any] = context.of(issued, language, asks=True)
    names = ["description", "quantity", "unit", "price", "discount", "tax", "amount"]
    written = cells.columns(issued, language, names)
    totals, label, money = issued.totals, language.label, language.money
    seller, buyer, bank = facts["seller"], facts["buyer"], facts["bank"]
    numbers = [[f"{a} {b}" for a, b in party.identifiers] for party in (seller, buyer)]
    return json.dumps(
        {
            "title": f"{facts['title']} {issued.number}",
            "number": issued.number,
            "seller": [seller.name, *seller.lines, *numbers[0], seller.email, seller.phone],
            "buyer": [buyer.name, buyer.attention, *buyer.lines, *numbers[1]],
            "reference": facts["reference"],
            "heads": [label(cells.HEADS[name]) for name in names],
            "lines": [
                [line.description, *(written[name][index] for name in names[1:])]
                for index, line in enumerate(issued.document.lines)
            ],
            "totals": [
                [label("net-total"), money(totals.net)],
                [label("tax-total"), money(totals.tax)],
                [label("amount-due"), money(totals.due)],
            ],
            "pay": facts["pay_by"],
            "bank": [(facts["due_label"], facts["due"]), *bank.rows, (label("payment-reference"), bank.reference)],
            "code": code(issued),
            "note": issued.document.notes[0],
        }
    )


def code(issued: Issued) -> str:
    """Make the QR code for the twin, which has none of its own; not part of its time."""
    bank = issued.document.bank
    payload = epc.payload(bank, issued.document.seller.name, issued.totals.due, issued.number) if bank else ""
    return segno.make(payload, error="m", mask=3, boost_error=False).svg_inline(border=2) if payload else ""


if __name__ == "__main__":
    main()
