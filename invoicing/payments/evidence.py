"""What to send to the bank in a dispute, by the reason it gives, and within Stripe's limits.

Source: docs.stripe.com/disputes/categories and /disputes/best-practices (evidence by reason, for services), the
parameter definitions of the SDK (text limits), docs.stripe.com/file-upload (file limits). The combined PDF is drawn
elsewhere; here it is bytes and a number of pages. Nothing is invented: what the book does not hold is named as missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from invoicing.domain.errors import Finding, Refused, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from invoicing.payments.provider import Dispute

_LONG = (
    "access_activity_log cancellation_policy_disclosure cancellation_rebuttal duplicate_charge_explanation "
    "product_description refund_policy_disclosure refund_refusal_explanation uncategorized_text"
)
_SHORT = (
    "billing_address customer_email_address customer_name customer_purchase_ip duplicate_charge_id service_date "
    "shipping_address shipping_carrier shipping_date shipping_tracking_number"
)
_FILES = (
    "cancellation_policy customer_communication customer_signature duplicate_charge_documentation receipt "
    "refund_policy service_documentation shipping_documentation uncategorized_file"
)
LONG_TEXTS, SHORT_TEXTS, FILE_FIELDS = (frozenset(words.split()) for words in (_LONG, _SHORT, _FILES))
NESTED = frozenset({"enhanced_evidence", "appeal"})
LONGEST, LONGEST_SHORT, LONGEST_TOGETHER = 20_000, 5_000, 150_000
# The published ceiling; others measured about 4.8 MB. Mastercard takes 19 pages, others 49: the least of both holds.
LARGEST_FILES, MOST_PAGES, MANY_PAGES = 4_500_000, 19, 15
_MAGIC = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
# Reasons given by the payer's bank about the account, not about the service: there is nobody to persuade.
BANK_REASONS = frozenset(
    {
        "bank_cannot_process",
        "check_returned",
        "debit_not_authorized",
        "incorrect_account_details",
        "insufficient_funds",
    }
)
Course = Literal["answer", "ask-anew", "cannot-contest", "costs-a-fee", "refund-or-answer", "closed", "too-late"]


@dataclass(frozen=True, slots=True)
class Record:
    """One dated thing the book holds: a document, a log entry, an access, a receipt, a refund."""

    day: date
    what: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What the book holds about a disputed payment, in plain values; empty fields are simply not held."""

    description: str = ""
    service_start: date | None = None
    service_end: date | None = None
    customer_name: str = ""
    customer_email: str = ""
    billing_address: str = ""
    purchase_ip: str = ""
    agreed: tuple[Record, ...] = ()
    delivered: tuple[Record, ...] = ()
    talk: tuple[Record, ...] = ()
    access: tuple[Record, ...] = ()
    payments: tuple[Record, ...] = ()
    refunds: tuple[Record, ...] = ()
    refund_policy_shown: str = ""
    refund_refusal: str = ""
    cancellation_policy_shown: str = ""
    cancellation_rebuttal: str = ""
    other_charge: str = ""
    other_charge_differs: str = ""
    instalments: bool = False
    tried_to_resolve: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file for one field: PDF, PNG or JPEG. `id` is what the provider gave for it, once uploaded."""

    field: str
    name: str
    content: bytes
    pages: int = 1
    id: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of an answer, the field the combined PDF goes into, and what the book lacks for this reason."""

    texts: Mapping[str, str]
    file_field: str
    missing: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What can be done about a dispute, and why."""

    course: Course
    why: str


# Reason -> the field of the combined PDF, and the text fields that win, the strongest first.
_BY_REASON: dict[str, tuple[str, tuple[str, ...]]] = {
    "product_not_received": ("service_documentation", ("service_date", "access_activity_log")),
    "product_unacceptable": ("service_documentation", ("service_date", "refund_policy_disclosure")),
    "credit_not_processed": (
        "uncategorized_file",
        (
            "refund_refusal_explanation",
            "refund_policy_disclosure",
            "cancellation_policy_disclosure",
            "cancellation_rebuttal",
        ),
    ),
    "subscription_canceled": (
        "service_documentation",
        ("cancellation_rebuttal", "cancellation_policy_disclosure", "service_date", "access_activity_log"),
    ),
    "duplicate": ("duplicate_charge_documentation", ("duplicate_charge_id", "duplicate_charge_explanation")),
    "fraudulent": (
        "service_documentation",
        ("customer_name", "customer_email_address", "billing_address", "customer_purchase_ip", "access_activity_log"),
    ),
    "general": ("uncategorized_file", ()),
}
_BY_REASON["unrecognized"] = _BY_REASON["fraudulent"]
# Sent for every reason when held: what was sold, who bought it, when it was done.
_ALWAYS = ("product_description", "customer_name", "customer_email_address", "service_date")


def advise(dispute: Dispute) -> Advice:
    """Say what can be done: not every dispute can be answered, and not every one should be."""
    courses: tuple[tuple[bool, Course, str], ...] = (
        (not dispute.open, "closed", f"it has ended as {dispute.raw}"),
        (dispute.network == "cartes_bancaires", "cannot-contest", "disputes on Cartes Bancaires cannot be contested"),
        (
            dispute.reason in BANK_REASONS,
            "ask-anew",
            "the payer's bank could not or may not pay: send the invoice again, no evidence helps",
        ),
        (dispute.submissions > 0, "too-late", "evidence was handed in already, and there is one answer only"),
        (dispute.due_by is None, "too-late", "the bank takes no answer to this dispute"),
        (
            dispute.reason == "noncompliant",
            "costs-a-fee",
            "contesting costs 500 USD or its equivalent, given back on a win; the fee must be acknowledged",
        ),
        (
            dispute.kind == "inquiry",
            "refund-or-answer",
            "nothing was taken yet: a full refund ends it without a fee, an answer may too",
        ),
    )
    for holds, course, why in courses:
        if holds:
            return Advice(course, why)
    return Advice("answer", f"evidence is taken until {dispute.due_by}")


def draft(reason: str, case: Case) -> Draft:
    """Choose and write the texts for a reason from what the book holds. An unknown reason is answered as general."""
    file_field, winning = _BY_REASON.get(reason, _BY_REASON["general"])
    texts: dict[str, str] = {}
    for name in dict.fromkeys((*_ALWAYS, *winning)):
        value = _WRITERS[name](case).strip()
        if value:
            texts[name] = value
    narrative = story(case)
    if narrative:
        texts["uncategorized_text"] = narrative
    missing = tuple(_missing(name, reason) for name in winning if name not in texts)
    if not case.delivered and reason not in {"duplicate", "credit_not_processed"}:
        missing += (_missing("service_documentation", reason),)
    return Draft(texts, file_field, missing)


def story(case: Case) -> str:
    """Tell the whole course in one chronological text: agreement, work, talk, payments, refunds."""
    rows = (*case.agreed, *case.delivered, *case.talk, *case.access, *case.payments, *case.refunds)
    lines = [": ".join(filter(None, (str(row.day), row.what, row.text))) for row in sorted(rows, key=_day)]
    if case.instalments:
        lines.append("The payments are instalments of one purchase, not a subscription.")
    if case.talk or case.tried_to_resolve:
        known = "The customer contacted us before the dispute; see the entries above."
        lines.append(known if case.tried_to_resolve else "The customer did not try to resolve this with us first.")
    return "\n".join(lines)


def _lines(rows: Sequence[Record]) -> str:
    return "\n".join(f"{row.day} {row.what} {row.text}".rstrip() for row in sorted(rows, key=_day))


def _day(row: Record) -> date:
    return row.day


def _service_dates(case: Case) -> str:
    days = [str(day) for day in (case.service_start, case.service_end) if day]
    return " to ".join(dict.fromkeys(days))


_WRITERS: dict[str, Callable[[Case], str]] = {
    "product_description": lambda case: case.description,
    "customer_name": lambda case: case.customer_name,
    "customer_email_address": lambda case: case.customer_email,
    "billing_address": lambda case: case.billing_address,
    "customer_purchase_ip": lambda case: case.purchase_ip,
    "service_date": _service_dates,
    "access_activity_log": lambda case: _lines(case.access),
    "refund_policy_disclosure": lambda case: case.refund_policy_shown,
    "refund_refusal_explanation": lambda case: case.refund_refusal,
    "cancellation_policy_disclosure": lambda case: case.cancellation_policy_shown,
    "cancellation_rebuttal": lambda case: case.cancellation_rebuttal,
    "duplicate_charge_id": lambda case: case.other_charge,
    "duplicate_charge_explanation": lambda case: case.other_charge_differs,
}


def _missing(name: str, reason: str) -> Finding:
    what = name.replace("_", " ")
    return Finding(
        "evidence-missing",
        f"the book holds no {what}, which counts for {reason.replace('_', ' ')}",
        name,
        "docs.stripe.com/disputes/categories",
        "add it to the log or the document if it exists; do not invent it",
    )


def staged_params(answer: Draft, files: Sequence[EvidenceFile] = ()) -> dict[str, object]:
    """Write the parameters of `disputes.update`: all texts and file ids, always with ``submit`` false.

    Refused with every text and file that breaks a limit. Each file must have been uploaded (`id`).
    """
    evidence: dict[str, object] = {**answer.texts, **{one.field: one.id for one in files if one.id}}
    found = [*text_findings(evidence), *(one for one in file_findings(files) if one.code != "evidence-many-pages")]
    if found:
        raise Refused.of(found)
    return {"evidence": evidence, "submit": False}


def check_texts(evidence: Mapping[str, object]) -> None:
    """Refuse evidence that breaks a text limit or names an unknown field: one bad field would lose them all."""
    found = text_findings(evidence)
    if found:
        raise Refused.of(found)


def text_findings(evidence: Mapping[str, object]) -> tuple[Finding, ...]:
    """Find unknown fields and texts that are too long, alone or together."""
    found, together = [], 0
    for name, value in evidence.items():
        if name in NESTED:
            continue
        if name not in LONG_TEXTS | SHORT_TEXTS | FILE_FIELDS:
            remedy = f"did you mean {nearest(name, LONG_TEXTS | SHORT_TEXTS | FILE_FIELDS)}?"
            found.append(Finding("evidence-unknown-field", f"{name!r} is no evidence field", name, remedy=remedy))
            continue
        length = len(str(value))
        together += length
        most = LONGEST if name in LONG_TEXTS else LONGEST_SHORT
        if length > most:
            found.append(_too_long(name, length, most))
    if together > LONGEST_TOGETHER:
        found.append(_too_long("evidence", together, LONGEST_TOGETHER))
    return tuple(found)


def _too_long(where: str, length: int, most: int) -> Finding:
    text = f"{where} has {length} characters, at most {most} are taken"
    return Finding("evidence-too-long", text, where, "docs.stripe.com/disputes/api", "shorten it")


def file_findings(files: Sequence[EvidenceFile]) -> tuple[Finding, ...]:
    """Find what the bank would not take: another format, two files in one field, too many bytes or pages.

    All files count together, and a file in two fields counts twice. ``evidence-many-pages`` is a warning only.
    """
    found = []
    for number, one in enumerate(files):
        where = f"files[{number}]"
        if one.field not in FILE_FIELDS:
            found.append(Finding("evidence-unknown-field", f"{one.field!r} takes no file", where))
        if not one.content.startswith(_MAGIC):
            rule = "docs.stripe.com/file-upload"
            found.append(Finding("evidence-format", f"{one.name} is not PDF, PNG or JPEG", where, rule))
        if one.field in {other.field for other in files[:number]}:
            found.append(Finding("evidence-field-twice", f"{one.field} takes one file: join them", where))
    return (*found, *_size_findings(sum(len(one.content) for one in files), sum(one.pages for one in files)))


def _size_findings(size: int, pages: int) -> tuple[Finding, ...]:
    rule = "docs.stripe.com/disputes/best-practices: 4.5 MB, Mastercard 19 pages"
    found = []
    if size > LARGEST_FILES:
        text = f"the files have {size} bytes, at most {LARGEST_FILES} are taken"
        found.append(Finding("evidence-too-large", text, "files", rule, "leave out the weakest"))
    if pages > MOST_PAGES:
        text = f"the files have {pages} pages, at most {MOST_PAGES} are read"
        found.append(Finding("evidence-too-many-pages", text, "files", rule, "leave out the weakest"))
    elif pages >= MANY_PAGES:
        text = f"the files have {pages} of {MOST_PAGES} pages"
        found.append(Finding("evidence-many-pages", text, "files", rule, "leave out the weakest"))
    return tuple(found)
