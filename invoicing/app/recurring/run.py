"""Make what is due of all recurring documents: every missed day once, each in a transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.book import acting
from invoicing.app.issue import issue_in, load_theme
from invoicing.app.recurring.make import draft_run
from invoicing.app.recurring.record import made_by, record_of, records_of, run_key
from invoicing.domain.errors import InvoicingError
from invoicing.domain.numbering import period_of
from invoicing.domain.recurrence import issue_day, rule_on

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.recurring.record import Recurring
    from invoicing.ledger.store import Work
    from invoicing.pdf.theme import Theme

_INPUTS = "run"
"""what is kept beside a run's key: its name says all"""


def run(book: Book, act: Act, id_: str = "") -> Result:
    """Make the missing documents of one recurring document or of all.

    Gives ``{"made": [...], "failed": [...]}``: for each run its recurrence and day with the shape of `issue --json`,
    or the error that kept it from being made; one that fails stops no other. A second run makes nothing twice.
    """
    with book.ledger() as ledger:
        records = (record_of(ledger, id_),) if id_ else records_of(ledger)
        wanted = [(one, day) for one in records for day in one.due(made_by(ledger, one.id), act.today)]
    theme = load_theme(book, book.settings.theme)
    made, failed = [], []
    for record, day in sorted(wanted, key=lambda one: (one[1], one[0].id)):
        name = {"recurring": record.id, "run": day.isoformat()}
        try:
            done = _make(book, record, day, act, theme)
        except InvoicingError as error:
            failed.append(name | {"code": error.code, "message": error.message})
            continue
        if done is not None:
            made.append(name | done)
    return {"made": made, "failed": failed, "dry_run": act.dry_run}


def _make(book: Book, record: Recurring, day: date, act: Act, theme: Theme) -> Result | None:
    """Make one; None when another process has made it meanwhile."""
    with acting(book, act) as work:
        key = run_key(record.id, day)
        if work.use_key(key, _INPUTS) is not None:
            return None
        issued = _issue_day(book, work, record, day, act.today)
        done = issue_in(work, book, draft_run(book, work, record, day, issued), act, theme)
        work.store_result(key, _INPUTS, done)
        return done


def _issue_day(book: Book, work: Work, record: Recurring, day: date, today: date) -> date:
    """Give the day of issue: that of the run, or, where later numbers were given since, the day of the last one."""
    from invoicing import kinds

    wanted = issue_day(rule_on(record.versions, day), day)
    kind = kinds.kind(str(record.template.get("kind", "invoice")))
    series = book.settings.series(kind.key, kind.pattern)
    _, last = work.last_number(series.key, period_of(series, wanted))
    return min(max(wanted, last or wanted), today)
