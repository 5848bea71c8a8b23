"""Say up to which day payments are known, so that nobody is reminded of what has arrived unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result

SUBJECT = "bank"


def bank_read(book: Book, day: str, act: Act) -> Result:
    """Record the last day whose payments are booked (empty: today); refused for a day after today."""
    until = parse_date(day, "DATE") if day else act.today
    if until > act.today:
        raise Refused.one(
            "day-in-future", f"{until} lies after today, {act.today}", where="DATE", remedy="name a day that is over"
        )
    body = {"until": until.isoformat(), "why": act.reason}
    with acting(book, act) as work:
        inputs = {"act": "bank-read", **body}
        return once(work, act, inputs, lambda: {"bank_read": work.append("bank-read", SUBJECT, body), **body})
