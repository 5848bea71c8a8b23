"""What is known when a letter is written, as domain values; `context` makes printable slots of them.

Everything optional is empty unless it is known. A letter that prints a slot whose fact is missing is refused, so a
letter never goes out with a gap. Texts of the user (a reason, an alternative, the client's words) are taken as they
are, in the client's language; they are data and never read as a template.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from invoicing.domain.money import Money
    from invoicing.domain.party import BankAccount, Contact, Party


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document on which something is open. `kind` is a document kind (``invoice``), `subject` what it was for."""

    number: str
    kind: str
    issue_date: date
    due_date: date
    total: Money
    outstanding: Money
    days_late: int = 0
    interest: Money | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class InterestRow:
    """One stretch of interest at one rate on one principal; both days count. `rate` in percent a year."""

    document: str
    start: date
    end: date
    days: int
    rate: Decimal
    principal: Money
    interest: Money


@dataclass(frozen=True, slots=True)
class Charges:
    """What is claimed beside the principal, each only where law or agreement gives it.

    `jurisdiction` is the code of the law that gives it (``IT``, ``EU``): the letter cites it in its own language, for
    its own kind of debtor. `law` and `law_of_costs` say it instead where something else does, such as a contract.
    """

    interest: Money | None = None
    compensation: Money | None = None
    costs: Money | None = None
    """collection costs that are due already"""
    costs_if_late: Money | None = None
    """costs that fall due only when the term of this letter passes (NL and BE, consumers); not in the sum asked"""
    costs_tax: Money | None = None
    """VAT on these, only when the creditor cannot deduct it (NL: art. 6:96 BW)"""
    rows: tuple[InterestRow, ...] = ()
    rate: Decimal | None = None
    """the yearly rate in force today, in percent"""
    daily: Money | None = None
    """interest for one further day at that rate"""
    provisional: bool = False
    """a rate of these days is not published yet"""
    jurisdiction: str = ""
    law: str = ""
    law_of_costs: str = ""


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """A letter already sent: its stem (``reminder1``) and its day."""

    letter: str
    day: date


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came in and is taken into account."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Promise:
    """The client's word: `amount` by `day`, given on `given`."""

    given: date
    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a plan."""

    due: date
    amount: Money
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """A complaint: when it came (None: not known), the client's own words, and how we understand it."""

    received: date | None = None
    words: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One point and what happens with it: the issue, what we do, and by which day (None: it is done)."""

    issue: str
    action: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened on a day, in neutral words; `words` may quote the client."""

    day: date
    text: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter may speak of. Money is of one currency; days are days of the calendar."""

    seller: Party
    client: Party
    today: date
    currency: str
    contact: Contact | None = None
    sender: str = ""
    """who signs; empty: the seller's name"""
    sender_role: str = ""
    # what is open
    documents: tuple[OpenDocument, ...] = ()
    also_open: tuple[OpenDocument, ...] = ()
    payments: tuple[Received, ...] = ()
    credit: Money | None = None
    earlier: tuple[EarlierLetter, ...] = ()
    charges: Charges = Charges()
    legal: tuple[str, ...] = ()
    """keys of paragraphs in ``legal.toml``"""
    # what is asked
    deadline: date | None = None
    deadline_days: int | None = None
    """the same term as a number of days, where law counts from receipt"""
    bank: BankAccount | None = None
    payment_reference: str = ""
    pay_link: str = ""
    next_step: str = ""
    """key of the table steps in ``phrases.toml``: ``final``, ``court``, ``suspension`` …"""
    next_step_day: date | None = None
    proof: str = ""
    """how the sending of a final notice is proved: key of the table delivery in ``phrases.toml``, ``registered`` …"""
    # what was agreed
    agreement: str = ""
    """the written basis as it is cited: ``our agreement of 3 March 2026, section 4``"""
    spoken_agreement: str = ""
    """for an agreement by word of mouth: who made it, what was agreed, when and where"""
    work: str = ""
    """the project or service the letter is about"""
    promise: Promise | None = None
    plan: tuple[Instalment, ...] = ()
    missed: Instalment | None = None
    deposit: Money | None = None
    deposit_share: Decimal | None = None
    """in percent of the price"""
    # talk
    concern: Concern | None = None
    items: tuple[Item, ...] = ()
    reason: str = ""
    fixed: str = ""
    """what is not open to negotiation"""
    request: str = ""
    """what the client asked for and cannot have"""
    alternatives: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    talk_day: date | None = None
    talk_channel: str = ""
    """key of the table channels in ``phrases.toml``: ``phone``, ``meeting``, ``video``, ``email``"""
    answer_day: date | None = None
    follow_up: date | None = None
    incidents: tuple[Incident, ...] = ()
    next_contact: date | None = None
    next_contact_time: str = ""
    # an end, or a pause
    pause_day: date | None = None
    resume_day: date | None = None
    end_day: date | None = None
    handover: tuple[Item, ...] = ()
    files_day: date | None = None
    last_invoice_day: date | None = None
    enclosures: tuple[str, ...] = ()
