"""What a user gives of a letter by hand: the facts the book cannot know, laid over what it does.

A fact is written as a text, as flags and files hold it (`given_forms`): days ISO 8601, amounts in the letter's
currency, shares in per cent. Everything else (documents, sums, promises, interest) comes from the book. A text is taken
as it stands, in the letter's language; where the letter's sentence goes on after it, its last full stop is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from invoicing.correspondence.facts import Concern, Incident, Instalment, Item, LetterFacts
from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Finding, InvoicingError, Refused
from invoicing.domain.money import exact_money, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

TEXT, WORDS, DAY, AMOUNT, SHARE = "text", "words", "day", "amount", "share"
"""kinds of slots that are set: a part of a sentence, a text kept as it is, a day, a sum, a percentage"""
TALKS = ("phone", "meeting", "video", "email")
"""kinds of talk that ``phrases.toml`` has a word for"""

SETTABLE: dict[str, str] = {
    **dict.fromkeys(("agreement", "spoken_agreement", "work", "concern", "request", "reason", "fixed"), TEXT),
    **dict.fromkeys(("concern_words", "sender", "sender_role", "payment_reference", "next_contact_time"), WORDS),
    **dict.fromkeys(("concern_day", "talk_day", "answer_day", "follow_up", "next_contact", "deadline"), DAY),
    **dict.fromkeys(("pause_day", "resume_day", "end_day", "files_day", "last_invoice_day", "next_step_day"), DAY),
    "talk": "talk",
    "deposit": AMOUNT,
    "deposit_share": SHARE,
}
"""what ``--set slot=value`` takes"""
_CONCERN = {"concern": "summary", "concern_words": "words", "concern_day": "received"}
_FIELDS = {"talk": "talk_channel"}


@dataclass(frozen=True, slots=True)
class Given:
    """What was given, as text: `values` by slot, points as (issue, action, day), instalments as (day, amount)."""

    values: Mapping[str, str] = field(default_factory=dict)
    items: tuple[tuple[str, str, str], ...] = ()
    handover: tuple[tuple[str, str, str], ...] = ()
    instalments: tuple[tuple[str, str], ...] = ()
    incidents: tuple[tuple[str, str, str], ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def over(self, other: Given) -> Given:
        """Lay this over what another source gave: a list given here takes the place of the other's."""
        return Given(
            {**other.values, **self.values},
            self.items or other.items,
            self.handover or other.handover,
            self.instalments or other.instalments,
            self.incidents or other.incidents,
            {**other.lists, **{name: texts for name, texts in self.lists.items() if texts}},
        )


def apply(facts: LetterFacts, given: Given) -> LetterFacts:
    """Lay what was given over the facts of the book.

    Refused with a finding for each value that cannot be read: ``bad-date``, ``bad-number``, ``amount-too-fine``,
    ``unknown-word`` for a kind of talk.
    """
    reading = _Reading(facts.currency)
    values = {slot: reading.value(slot, text) for slot, text in given.values.items()}
    told = {_CONCERN[slot]: values.pop(slot) for slot in _CONCERN if slot in values}
    changes: dict[str, Any] = {_FIELDS.get(slot, slot): value for slot, value in values.items()}
    changes |= {
        **({"concern": replace(facts.concern or Concern(), **told)} if told else {}),
        **{name: texts for name, texts in given.lists.items() if texts},
        **{name: rows for name, rows in _rows(given, reading) if rows},
    }
    if reading.found:
        raise Refused.of(reading.found)
    return replace(facts, **changes)


def _rows(given: Given, reading: _Reading) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield "items", tuple(reading.item(row, "items") for row in given.items)
    yield "handover", tuple(reading.item(row, "handover") for row in given.handover)
    parts = [reading.instalment(day, amount) for day, amount in given.instalments]
    yield "plan", () if reading.found else tuple(sorted(parts, key=lambda one: one.due))
    yield (
        "incidents",
        tuple(Incident(reading.day(day, "incidents"), text, words) for day, text, words in given.incidents),
    )


class _Reading:
    """Reads texts in the currency of a letter, and keeps what is wrong with them."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.found: list[Finding] = []

    def value(self, slot: str, text: str) -> Any:  # noqa: ANN401 - the slot's kind decides
        kind = SETTABLE[slot]
        if kind == DAY:
            return self.day(text, slot)
        if kind == AMOUNT:
            return self._amount(text, slot)
        if kind == SHARE:
            return self._read(lambda: parse_decimal(text.removesuffix("%").strip(), slot))
        if kind == "talk" and text not in TALKS:
            message = f"{text!r} is not one of {', '.join(TALKS)}"
            self.found.append(Finding("unknown-word", message, slot, "", "take one of them", "--set talk=phone"))
        return text.removesuffix(".") if kind == TEXT else text

    def day(self, text: str, where: str) -> Any:  # noqa: ANN401 - a day, or None when it is none
        return self._read(lambda: parse_date(text, where))

    def item(self, row: tuple[str, str, str], where: str) -> Item:
        issue, action, day = row
        return Item(issue, action, self.day(day, where) if day else None)

    def instalment(self, day: str, amount: str) -> Instalment:
        where = "instalments"
        return Instalment(self.day(day, where), self._amount(amount, where))

    def _amount(self, text: str, where: str) -> Any:  # noqa: ANN401 - an amount, or None when it is none
        return self._read(lambda: exact_money(parse_decimal(text, where), self.currency, where))

    def _read(self, read: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the reader gives
        try:
            return read()
        except InvoicingError as fault:
            self.found.extend(fault.findings)
            return None
