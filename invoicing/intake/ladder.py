"""The [policy] table of the settings: the ladder of reminders, read into the domain's `Policy`.

Written are only the differences from the usual ladder: ``[policy.grades.2]`` with ``wait = 21`` changes one number of
one grade. Read without pydantic, because `late` needs it and starts in a tenth of the time that pydantic takes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.domain.dunning import LAST_GRADE, GradeRule, Policy
from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.domain.money import exact_money
from invoicing.domain.party import CONTACT_ROLES
from invoicing.intake.numbers import amount, whole
from invoicing.intake.text import shorten, word, wrong_type
from invoicing.intake.words import yes_or_no

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CHANNELS = ("pdf", "email")
_LONGEST = 3650
_RULE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "wait": {"type": "integer", "description": "days after the due date; below zero: before it"},
        "gap": {"type": "integer", "minimum": 0, "description": "days after the previous letter"},
        "minimum": {
            "type": ["number", "string"],
            "description": "less than this, in the book's currency, is not worth it",
        },
        "role": {"enum": list(CONTACT_ROLES), "description": "which contact gets the letter"},
        "channel": {"enum": list(_CHANNELS)},
        "enabled": {"type": "boolean"},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "pay_within": {"type": "integer", "minimum": 1, "description": "days a letter gives for paying"},
        "bank_age": {
            "type": "integer",
            "minimum": 0,
            "description": "days after which unread statements stop the ladder",
        },
        "grades": {
            "type": "object",
            "propertyNames": {"pattern": f"^[0-{LAST_GRADE}]$"},
            "additionalProperties": _RULE_SCHEMA,
        },
    },
}


def policy(value: object, currency: str = "") -> Policy:
    """Read the table; `currency` is the book's, for minimum amounts. Refused with all findings of the table at once."""
    if not isinstance(value, dict):
        raise wrong_type(value, "a table", "[policy]")
    found: list[Finding] = list(_unknown(value, ("pay_within", "bank_age", "grades"), ""))
    usual = Policy()
    pay_within = _read(value, "pay_within", usual.pay_within, _days, found)
    bank_age = _read(value, "bank_age", usual.bank_age, _days, found)
    grades = _grades(value.get("grades", {}), usual, currency, found)
    if found:
        raise Refused.of(found)
    return replace(usual, grades=grades, pay_within=pay_within, bank_age=bank_age)


def _grades(value: object, usual: Policy, currency: str, found: list[Finding]) -> tuple[GradeRule, ...]:
    if not isinstance(value, dict):
        found.extend(_at(".grades", wrong_type(value, "a table by grade", "[policy.grades.2]").findings))
        return ()
    known = {str(one.grade): one for one in usual.grades}
    found.extend(_unknown(value, known, ".grades"))
    return tuple(_rule(value[key], rule, currency, found) if key in value else rule for key, rule in known.items())


def _rule(value: object, usual: GradeRule, currency: str, found: list[Finding]) -> GradeRule:
    where = f".grades.{usual.grade}"
    if not isinstance(value, dict):
        found.extend(_at(where, wrong_type(value, "a table", f"[policy.grades.{usual.grade}]").findings))
        return usual
    found.extend(_unknown(value, _RULE_SCHEMA["properties"], where))
    mine: list[Finding] = []
    rule = GradeRule(
        usual.grade,
        wait=_read(value, "wait", usual.wait, _signed_days, mine),
        gap=_read(value, "gap", usual.gap, _days, mine),
        minimum=_read(value, "minimum", usual.minimum, lambda one: _minor(one, currency), mine),
        role=_read(value, "role", usual.role, lambda one: _one_of(one, CONTACT_ROLES), mine),
        channel=_read(value, "channel", usual.channel, lambda one: _one_of(one, _CHANNELS), mine),
        enabled=_read(value, "enabled", usual.enabled, yes_or_no, mine),
    )
    found.extend(_at(where, mine))
    return rule


def _read(table: dict[str, Any], key: str, usual: Any, read: Callable[[object], Any], found: list[Finding]) -> Any:  # noqa: ANN401  the reader decides the type
    if key not in table:
        return usual
    try:
        return read(table[key])
    except Refused as refused:
        found.extend(replace(one, where=f".{key}") for one in refused.findings)
        return usual


def _at(where: str, findings: Iterable[Finding]) -> list[Finding]:
    return [replace(one, where=where + one.where) for one in findings]


def _unknown(table: dict[str, Any], known: Iterable[str], where: str) -> Iterable[Finding]:
    names = tuple(known)
    for key in table:
        if key not in names:
            close = nearest(str(key), names)
            remedy = f"did you mean {close}?" if close else f"take one of: {', '.join(names)}"
            yield Finding(
                "unknown-key",
                f"{shorten(str(key))} is no key that is known here",
                f"{where}.{key}",
                "known keys only",
                remedy,
            )


def _signed_days(value: object) -> int:
    return whole(value, -_LONGEST, _LONGEST)


def _days(value: object) -> int:
    return whole(value, 0, _LONGEST)


def _minor(value: object, currency: str) -> int:
    return exact_money(amount(value), currency or "EUR", "").minor


def _one_of(value: object, known: tuple[str, ...]) -> str:
    text = word(value)
    if text not in known:
        raise Refused.one(
            "unknown-word",
            f"{shorten(text)} is not known here",
            rule=f"one of {', '.join(known)}",
            remedy=f"did you mean {nearest(text, known) or known[0]}?",
        )
    return text
