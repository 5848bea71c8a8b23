"""Make the document of one run: its template with the period of the run put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.preview import in_book, judge
from invoicing.domain.recurrence import period_of
from invoicing.texts import language

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.drafting import Drafted
    from invoicing.app.recurring.record import Recurring
    from invoicing.ledger.queries import Source

PERIOD = "{period}"


def draft_run(book: Book, source: Source, record: Recurring, day: date, issued: date) -> Drafted:
    """Judge the document of the run named `day`, issued on `issued`.

    ``{period}`` in any text becomes the period it bills, in the document's language. The period stands on the document
    (BG-14) where the template says none.
    """
    from invoicing.intake.document import parse_document

    period = period_of(record.versions, day)
    data = {"period": f"{period.start}/{period.end}", **record.template, "issue_date": issued.isoformat()}
    tag = in_book(book, source, parse_document(data, record.id), issued).language
    words = language(tag, book.resources).period(period.start, period.end)
    given = parse_document(_filled(data, words), record.id)
    return judge(given, in_book(book, source, given, issued), book.resources, final=True)


def _filled(value: Any, period: str) -> Any:  # noqa: ANN401 - JSON
    """Write the period where a text asks for it."""
    if isinstance(value, str):
        return value.replace(PERIOD, period)
    if isinstance(value, dict):
        return {name: _filled(one, period) for name, one in value.items()}
    return [_filled(one, period) for one in value] if isinstance(value, list) else value
