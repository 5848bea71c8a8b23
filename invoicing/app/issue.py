"""Issue a document: give it its number, lock it in the ledger, draw its PDF. All of it happens, or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, issuing, once
from invoicing.app.deduct import check_preceding
from invoicing.app.snapshot import snapshot
from invoicing.app.standing import check_credit
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.domain.numbering import check_order, number_of, period_of
from invoicing.domain.values import to_json
from invoicing.ledger import queries
from invoicing.ledger.paths import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.drafting import Drafted
    from invoicing.domain.issued import Issued
    from invoicing.domain.numbering import Series
    from invoicing.ledger.queries import ClaimRow
    from invoicing.ledger.store import Work
    from invoicing.pdf.theme import Theme

__all__ = ["document_path", "issue", "issue_in", "load_theme", "snapshot"]


def issue(book: Book, drafted: Drafted, act: Act, copy_to: str = "") -> Result:
    """Issue one document and give the shape of `issue --json`.

    `copy_to` names a file that gets the same bytes. Refused when its date is out of order, when a credit note
    exceeds what is left of its invoice, or by any rule of the draft; then no number is used.
    """
    return issuing(book, act, lambda now: _issue(book, drafted, now, copy_to))


def _issue(book: Book, drafted: Drafted, act: Act, copy_to: str) -> Result:
    theme = load_theme(book, book.settings.theme)
    asked = to_json(drafted.document)
    if not drafted.dated:
        del asked["issue_date"]
    inputs = {"act": "issue", "document": asked}
    with acting(book, act) as work:
        result = once(work, act, inputs, lambda: issue_in(work, book, drafted, act, theme))
    if copy_to and not act.dry_run:
        write_file(Path(copy_to), Path(result["pdf"]).read_bytes())
    return result


def load_theme(book: Book, name: str) -> Theme:
    """Load a theme by name, with the book's logo (refused with ``logo-missing`` when its file is not there)."""
    from invoicing.pdf.theme import load

    if not book.settings.logo:
        return load(book.resources, name)
    path = book.folder / book.settings.logo
    if not path.is_file():
        raise Refused.one(
            "logo-missing",
            f"there is no file {book.settings.logo} in the book",
            where="invoicing.toml: logo",
            remedy="put the picture there, or take the line away",
            example='logo = "logo.png"',
        )
    return load(book.resources, name, logo=path.read_bytes())


def issue_in(work: Work, book: Book, drafted: Drafted, act: Act, theme: Theme) -> Result:
    """Issue inside an open transaction."""
    from invoicing.pdf.document import render

    document = drafted.document
    if drafted.issued.receipt is None:
        _check_written(drafted)
        check_preceding(work, document)
    series = book.settings.series(document.kind, drafted.kind.pattern)
    number, ordinal, period = _take_number(work, series, drafted, act)
    attached = _attached(work, book, document.attachments)
    names = tuple(one["name"] for one in attached)
    issued = replace(drafted.issued, number=number, document=replace(document, attachments=names))
    issued = replace(issued, payment_link=act.pay_url(number, drafted.totals.due))
    body = _body(issued, drafted) | {"series": series.key, "period": period, "ordinal": ordinal}
    body |= _settling(work, issued, drafted, act.reason)
    pdf = render(issued, theme)
    path = document_path(number)
    body |= {
        "pdf_path": path,
        "pdf_sha256": work.keep_file(path, pdf),
        "theme": book.settings.theme,
        "reason": act.reason,
        "attachments": attached,
    }
    work.append("document-issued", number, body)
    return _result(issued, str(book.folder / path))


def _check_written(drafted: Drafted) -> None:
    """Refuse (``receipt-without-payment``) a receipt written by hand: it confirms money that the book has."""
    if drafted.kind.key == "receipt":
        raise Refused.one(
            "receipt-without-payment",
            "a receipt confirms a payment of the book",
            where="kind",
            remedy="book the payment, then ask for its receipt",
            example="invoicing receipt P2026-0001",
        )


def _attached(work: Work, book: Book, names: Sequence[str]) -> list[dict[str, str]]:
    """Keep the files that go with a document, by the hash of their bytes; a relative path begins in the book."""
    from invoicing.app.attachments import keep_attachments

    return keep_attachments(work, [str(book.folder / name) for name in names])


def document_path(number: str) -> str:
    """Give the place of a document's PDF inside the book; a number's ``/`` and blanks become ``-``."""
    return f"documents/{number.replace('/', '-').replace(' ', '-')}.pdf"


def _take_number(work: Work, series: Series, drafted: Drafted, act: Act) -> tuple[str, int, str]:
    day = drafted.document.issue_date
    period = period_of(series, day)
    _, last = work.last_number(series.key, period)
    check_order(series, day, last, act.today, act.reason)
    ordinal = work.take_number(series.key, period, on=day)
    return number_of(series, ordinal, day.year, day.month), ordinal, period


def _body(issued: Issued, drafted: Drafted) -> dict[str, Any]:
    """Give the event of an issued document: what the tables need beside the whole snapshot."""
    document, totals = issued.document, issued.totals
    due = max((one.day for one in issued.schedule), default=None)
    return {
        "number": issued.number,
        "kind": document.kind,
        "client": document.client,
        "currency": document.currency,
        "country": document.country,
        "issue_date": document.issue_date.isoformat(),
        "due_date": due.isoformat() if due else None,
        "supply_date": document.supplied.isoformat(),
        "sign": drafted.kind.sign,
        **{name: str(getattr(totals, name)) for name in ("net", "tax", "total", "payable", "due")},
        "preceding": [one.number for one in document.preceding],
        "language": document.language,
        "document": to_json(issued),
    }


def _settling(work: Work, issued: Issued, drafted: Drafted, reason: str) -> dict[str, Any]:
    """Give the claims a document opens, or those it settles when it gives something back, and the credit it leaves."""
    due = issued.totals.due
    if drafted.kind.claims and due.minor >= 0:
        parts = [(part, one) for part, one in enumerate(issued.schedule, 1) if one.amount]
        return {
            "claims": [
                {"part": part, "due_date": one.day.isoformat(), "amount": str(one.amount)} for part, one in parts
            ]
        }
    if drafted.kind.sign == 0:
        return {}
    if drafted.kind.sign < 0:
        check_credit(work, issued, reason)
    return _credits(work, issued, -due if due.minor < 0 else due)


def _credits(work: Work, issued: Issued, left: Money) -> dict[str, Any]:
    """Lower what is open on the documents before it; what none of them can take stays as the client's credit."""
    settled = []
    for preceding in issued.document.preceding:
        for claim in _latest_first(queries.claims_of(work, preceding.number)):
            part = min(left.minor, claim.outstanding.minor)
            if part > 0:
                amount = Money(part, left.currency)
                settled.append({"document": claim.document, "part": claim.part, "amount": str(amount)})
                left -= amount
    return {"credits": settled, "unallocated": str(left)}


def _latest_first(claims: Sequence[ClaimRow]) -> list[ClaimRow]:
    """A credit note lowers the last instalment first: what was agreed for the next days stands."""
    return sorted(claims, key=lambda one: (one.due_date, one.part), reverse=True)


def _result(issued: Issued, pdf: str) -> Result:
    """Give the shape of `issue --json`."""
    document = issued.document
    due = max((one.day for one in issued.schedule), default=None)
    return {
        "number": issued.number,
        "kind": document.kind,
        "client": document.client,
        "issue_date": document.issue_date.isoformat(),
        "due_date": due.isoformat() if due else None,
        "total": str(issued.totals.total),
        "due": str(issued.totals.due),
        "currency": document.currency,
        "pdf": pdf,
    }
