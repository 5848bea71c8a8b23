"""Events: what happened, in order, each sealed to the one before.

An event is an envelope and a body. The body is the canonical JSON of what happened, kept as the very text that was
hashed; the envelope carries only its digest, SHA-256(salt + body). The hash of an event is SHA-256 of the canonical
JSON of its envelope, which names the hash before it. So a body and its salt can later be taken away (a person's right
to be forgotten) while the chain still verifies, and without the salt the digest tells nothing about a guessed body.

Canonical JSON: keys sorted, no blanks, letters as they are (UTF-8), no float. Amounts in a body are decimal texts in
the currency of the body (``"1234.50"``), days are ISO texts.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Conflict, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

Body = dict[str, Any]
# What stands before the first event.
GENESIS = "0" * 64
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the chain hashes. `date` is the day the event was recorded (ISO), `subject` what it is about."""

    seq: int
    type: str
    date: str
    subject: str
    who: str
    digest: str
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 of the envelope's canonical JSON, in hexadecimal."""
        return _sha256(canonical({name: getattr(self, name) for name in Envelope.__slots__}))


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the ledger: the envelope, its hash as stored, and the body unless it was redacted."""

    envelope: Envelope
    hash: str
    salt: str | None
    text: str | None

    @property
    def seq(self) -> int:
        """The event's number; the first is 1."""
        return self.envelope.seq

    @property
    def type(self) -> str:
        """One of `EVENT_TYPES`."""
        return self.envelope.type

    @property
    def date(self) -> str:
        """The day it was recorded, ISO 8601."""
        return self.envelope.date

    @property
    def subject(self) -> str:
        """What it is about: a document number, a client's id, a payment's id."""
        return self.envelope.subject

    @property
    def who(self) -> str:
        """Who did it, as the caller said."""
        return self.envelope.who

    @property
    def redacted(self) -> bool:
        """Whether the body was taken away."""
        return self.text is None

    @property
    def body(self) -> Body:
        """What happened; empty when it was redacted."""
        return {} if self.text is None else read_body(self.text)


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as the query tables take it: a redacted body has been replaced by what was kept of it."""

    seq: int
    type: str
    date: str
    subject: str
    who: str
    body: Body


@dataclass(frozen=True, slots=True)
class Shape:
    """What an event type says, the body keys it must have, and those it may have. Further keys are allowed and kept."""

    says: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()


def _shape(says: str, needs: str = "", may: str = "") -> Shape:
    return Shape(says, tuple(needs.split()), tuple(may.split()))


# Any body may also carry `numbers`: [{series, period, first, last, date}], put there by the store itself when numbers
# were taken for the event. An allocation is {document, part, amount}; a claim {part, due_date, amount}.
EVENT_TYPES: Mapping[str, Shape] = {
    "client-added": _shape(
        "a client was entered; profile = {name, country, language, debtor, archived, bookmarked, …} whole", "id profile"
    ),
    "client-changed": _shape("a client's profile was replaced by this one", "id profile"),
    "item-added": _shape("something sold again and again was saved; item is the whole of it", "id item"),
    "item-changed": _shape("a saved item was replaced by this one", "id item"),
    "rate-added": _shape("a row of a rate series was entered; rate = {series, from, to, rate, source}", "id rate"),
    "recurring-added": _shape("a recurring document was set up; recurring is the whole of it", "id recurring"),
    "recurring-changed": _shape("a recurring document was replaced by this one, from the next run on", "id recurring"),
    "document-issued": _shape(
        "a document was issued and is locked. sign: 1 claims money, -1 credits it, 0 neither; claims - credits"
        " - unallocated = sign x due. credits settle claims of the documents credited, unallocated stays as the"
        " client's credit. document is the whole snapshot; preceding is one number or several",
        "number kind client currency issue_date sign net tax total payable due",
        "series period ordinal country due_date supply_date preceding language pdf_path pdf_sha256 claims credits"
        " unallocated document reason",
    ),
    "payment-received": _shape(
        "money arrived; amount = allocations + unallocated; fee is what the bank kept of it and lowers nothing",
        "payment client amount currency date",
        "method reference fee allocations unallocated",
    ),
    "credit-applied": _shape(
        "unallocated credit of a payment or credit note (source) was used; currency is filled in",
        "source allocations date",
        "currency",
    ),
    "payment-reversed": _shape("a payment was undone: every claim it settled is open again", "payment date", "why"),
    "payment-fee": _shape("what the bank or provider kept of a payment became known later", "payment fee currency"),
    "payment-refunded": _shape(
        "a part of a payment, or all of it, went back to the payer. refund is the movement's own id; amount = reopened"
        " + unallocated: what is owed again of the claims it settled, and what its credit pays",
        "refund payment client amount currency date",
        "reopened unallocated why",
    ),
    "refund-returned": _shape(
        "a refund came back to us: the payment stands again; amount = allocations + unallocated",
        "refund payment amount currency date",
        "allocations unallocated why",
    ),
    "written-off": _shape(
        "a claim, or a part of it, will not be pursued; currency is filled in",
        "document part amount",
        "why date currency",
    ),
    "letter-written": _shape(
        "a letter was written. letter: file stem; grade: 0 to 7 or null; documents: [{number, part, grade, …}], where"
        " an own grade wins over the letter's",
        "letter client",
        "kind grade documents date language path sha256 plan subject text interest compensation outcome",
    ),
    "letter-outcome": _shape("what became of a letter; seq is that of its letter-written", "seq outcome", "detail"),
    "key-used": _shape("a command was given a key: its inputs' hash and its result", "key inputs result"),
    "hold-placed": _shape("chasing of the subject stopped; kind says what for", "", "until why kind"),
    "hold-released": _shape(
        "chasing of the subject goes on; act is the seq of the hold, without it all are meant", "", "act outcome why"
    ),
    "promise-made": _shape("the client promised to pay by `until`", "", "until amount currency words why"),
    "promise-closed": _shape("a promise was kept, broken or withdrawn (outcome)", "", "act outcome why"),
    "plan-agreed": _shape("instalments were agreed: [{due, amount}]", "", "until instalments currency why"),
    "plan-closed": _shape("an instalment plan was kept, broken or withdrawn (outcome)", "", "act outcome why"),
    "dispute-opened": _shape(
        "the client disputes a document, a line or an amount",
        "",
        "until why reason words line amount currency attachments",
    ),
    "dispute-closed": _shape("a dispute ended: accepted, partly, rejected, withdrawn (outcome)", "", "act outcome why"),
    "log-added": _shape(
        "a contact or an incident was noted", "", "until why words channel direction kind document attachments"
    ),
    "client-assessed": _shape(
        "a client was looked at before an order: what was answered, the figures of that day, and the advice",
        "answers advice",
        "label figures reasons why",
    ),
    "link-made": _shape("a payment link was made", "", "until why"),
    "link-closed": _shape("a payment link was closed", "", "act outcome why"),
    "nothing-done": _shape("it was decided to do nothing, and why", "", "until why"),
    "dispute-noted": _shape(
        "what was said or agreed while a dispute is open; stage names the step", "stage", "words until why"
    ),
    "policy-set": _shape(
        "the ladder of the subject, a client or a document, differs so from the book's", "policy", "why"
    ),
    "policy-dropped": _shape("the subject goes by the book's ladder again", "", "act outcome why"),
    "grade-skipped": _shape("a grade of the ladder is left out for a document, and why", "grade why"),
    "skip-withdrawn": _shape("a grade that was left out is written after all", "", "act outcome why"),
    "claim-waived": _shape("interest, compensation or costs of a document are not claimed (parts)", "parts why"),
    "waiver-withdrawn": _shape("what was waived is claimed after all", "", "act outcome why"),
    "termination-declared": _shape(
        "the end of the agreement with a client was declared; until is its last day", "until why", "form letter"
    ),
    "termination-withdrawn": _shape("the agreement with a client goes on", "", "act outcome why"),
    "bank-read": _shape("payments are known up to a day", "until", "why"),
    "document-accepted": _shape("a quote or order was accepted; sha256 of what was", "", "why words sha256"),
    "document-declined": _shape("a quote or order was declined", "", "why words"),
    "call-wanted": _shape("a service beyond this machine is to be called: the intent, before the call", "what", "why"),
    "call-ended": _shape("how a call ended: done, refused, failed, unanswered, unneeded", "", "act outcome why result"),
    "provider-said": _shape("a payment provider reported a fact; of one name only once", "fact", "cursor"),
    "body-redacted": _shape(
        "the body of event `event` was taken away; kept is what the tables go on with", "event why kept"
    ),
}


def canonical(value: object) -> str:
    """Write a value as canonical JSON. `TypeError` or `ValueError` for what JSON has no word for."""
    return _encode(value)


def body_text(type_: str, body: Mapping[str, Any]) -> str:
    """Check a body's keys and write the text that is hashed and stored.

    `ValueError` when a key of its type is missing, `TypeError` for a float; ``text-unstorable`` is refused for a
    character no database keeps (NUL, half a surrogate pair).
    """
    missing = [key for key in known(type_).needs if key not in body]
    if missing:
        message = f"{type_} lacks {', '.join(missing)}"
        raise ValueError(message)
    text = canonical(dict(body))
    if not _is_storable(text):
        raise Refused.one(
            "text-unstorable",
            "a text holds a NUL or half a character",
            where=type_,
            rule="UTF-8 without U+0000",
            remedy="remove the invisible character and type the text again",
        )
    return text


def read_body(text: str) -> Body:
    """Read a stored body. `TypeError` for a float, `ValueError` for what is not JSON or no object."""
    body = json.loads(text, parse_float=_no_float)
    if not isinstance(body, dict):
        message = "an event body is a JSON object"
        raise ValueError(message)  # noqa: TRY004 - the text is wrong, not the caller's type
    return body


def known(type_: str) -> Shape:
    """Give the shape of an event type; ``event-unknown`` (conflict) when this version does not know it."""
    shape = EVENT_TYPES.get(type_)
    if shape is None:
        raise Conflict(
            "event-unknown",
            f"the book holds an event of type {type_!r}, which this version does not know",
            where=type_,
            remedy="update: pipx upgrade invoicing",
        )
    return shape


def digest(salt: str, text: str) -> str:
    """SHA-256 of salt and body, in hexadecimal."""
    return _sha256(salt + text)


def _sha256(text: str) -> str:
    # `surrogatepass`: a text spoiled from outside still gets a hash, and so a finding instead of a crash.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _is_storable(text: str) -> bool:
    # The plain search first: the pattern costs more than all the rest of an event.
    if "\\u0000" in text and _NUL.search(text):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_float(text: str) -> float:
    message = f"{text}: an event body holds no float; write amounts as text"
    raise TypeError(message)
