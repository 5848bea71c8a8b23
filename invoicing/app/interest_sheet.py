"""Draw the calculation sheet: every row of the interest, the law it rests on, and where the rates were read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing.domain.dates import parse_date
from invoicing.domain.money import exact_money
from invoicing.domain.party import Party
from invoicing.resources import Resources

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.texts import Language


def draw_sheet(found: dict[str, Any], folder: Path | None, lang: str, target: Path) -> None:
    """Draw what `invoicing interest` found as a PDF, under the letterhead of the book where there is one."""
    from invoicing.app.book import Book
    from invoicing.app.issue import load_theme
    from invoicing.ledger.paths import write_file
    from invoicing.pdf.report import render
    from invoicing.pdf.theme import load
    from invoicing.texts import language

    book = Book(folder) if folder else None
    resources = book.resources if book else Resources()
    words = language(lang or (book.settings.language if book else "") or "en", resources)
    theme = load_theme(book, book.settings.theme) if book else load(resources, "classic")
    write_file(target, render(sheet(found, book.settings.seller if book else Party(""), words), theme))


def sheet(found: dict[str, Any], seller: Party, words: Language) -> Any:  # noqa: ANN401 - a page, known only to pdf/
    """Give the page of a result of `invoicing interest`."""
    from invoicing.pdf.report import ReportPage, ReportTable

    def money(amount: str, currency: str = found["currency"]) -> str:
        return words.money(exact_money(Decimal(amount), currency))

    head = tuple(words.label(key) for key in ("from", "until", "days", "interest-rate", "principal", "interest"))
    rows = tuple(
        (
            words.short_date(parse_date(row["from"])),
            words.short_date(parse_date(row["to"])),
            str(row["days"]),
            words.percent(Decimal(row["rate"])),
            money(row["principal"]),
            money(row["interest"]) + (" *" if _uncertain(row) else ""),
        )
        for row in found["segments"]
    )
    sums = tuple((words.label(key), amount) for key, amount in _sums(found, money))
    mark = (f"* {words.label('provisional')}",) if any(_uncertain(row) for row in found["segments"]) else ()
    return ReportPage(
        seller=seller,
        title=words.label("calculation-sheet"),
        language=words.tag,
        facts=((words.label("legal-basis"), words.citation(found["country"], found["debtor"]) or found["law"]),),
        tables=(
            ReportTable(head, rows, right=(2, 3, 4, 5)),
            ReportTable(("", words.label("amount")), sums[:-1], right=(1,), total=sums[-1]),
        ),
        notes=(*mark, *found["sources"]),
    )


def _uncertain(row: dict[str, Any]) -> bool:
    return bool(row["provisional"] or row["derived"] or row["forecast"])


def _sums(found: dict[str, Any], money: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a function of texts
    """Give what is still open: principal, interest, compensation, costs, and their total."""
    lines = [
        ("outstanding", money(found["principal"])),
        ("interest", money(found["unpaid_interest"])),
        ("compensation", money(found["compensation"], found["compensation_currency"])),
        ("collection-costs", money(found["collection_costs"])),
    ]
    shown = [(key, text) for key, text in lines if any(char in "123456789" for char in text)]
    return [*shown, ("total", money(found["total"]))]
