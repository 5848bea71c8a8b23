"""The [policy] table of the settings: the ladder of reminders, read into the domain's `Policy`.

A client and a document may have such a table of their own, laid over the book's. Written are only the differences from
the usual ladder: ``[policy.grades.2]`` with ``wait = 21`` changes one number of one grade. Read without pydantic,
because `late` needs it and starts in a tenth of the time that pydantic takes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.domain.dunning.policy import HAND_OVER_TO, LAST_GRADE, GradeRule, Policy, usual
from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.domain.money import exact_money
from invoicing.domain.party import CONTACT_ROLES
from invoicing.intake.numbers import amount, whole
from invoicing.intake.text import line_of_text, shorten, word, wrong_type
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
        "letter": {"type": "string", "description": "stem of the letter to write instead of the usual one"},
        "skip": {"type": "array", "items": {"type": "string"}, "description": "who may leave this grade out"},
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
        "notice": {"type": "integer", "minimum": 0, "description": "days of notice before an agreement ends"},
        "hand_over": {"enum": list(HAND_OVER_TO), "description": "where the last grade hands the claim over to"},
        "agreement": {"type": "string", "description": "the written basis, as letters cite it"},
        "offers": {"type": "array", "items": {"type": "string"}, "description": "other ways a final notice offers"},
        "work": {"type": "string", "description": "what the work is called in letters"},
        "grades": {
            "type": "object",
            "propertyNames": {"pattern": f"^[0-{LAST_GRADE}]$"},
            "additionalProperties": _RULE_SCHEMA,
        },
    },
}


def policy(value: object, currency: str = "", base: Policy | None = None) -> Policy:
    """Read the table and lay it over `base` (the usual ladder); `currency` is the book's, for minimum amounts.

    Refused with all findings of the table at once.
    """
    if not isinstance(value, dict):
        raise wrong_type(value, "a table", "[policy]")
    found: list[Finding] = list(_unknown(value, SCHEMA["properties"], ""))
    under = base or usual()
    numbers = {
        name: _read(value, name, getattr(under, name), _days, found) for name in ("pay_within", "bank_age", "notice")
    }
    texts = {name: _read(value, name, getattr(under, name), line_of_text, found) for name in ("agreement", "work")}
    offers = _read(value, "offers", under.offers, _lines, found)
    hand_over = _read(value, "hand_over", under.hand_over, lambda one: _one_of(one, HAND_OVER_TO), found)
    grades = _grades(value.get("grades", {}), under, currency, found)
    if found:
        raise Refused.of(found)
    return replace(under, grades=grades, hand_over=hand_over, offers=offers, **numbers, **texts)


def _grades(value: object, under: Policy, currency: str, found: list[Finding]) -> tuple[GradeRule, ...]:
    if not isinstance(value, dict):
        found.extend(_at(".grades", wrong_type(value, "a table by grade", "[policy.grades.2]").findings))
        return ()
    known = {str(one.grade): one for one in under.grades}
    found.extend(_unknown(value, known, ".grades"))
    return tuple(_rule(value[key], rule, currency, found) if key in value else rule for key, rule in known.items())


def _rule(value: object, under: GradeRule, currency: str, found: list[Finding]) -> GradeRule:
    where = f".grades.{under.grade}"
    if not isinstance(value, dict):
        found.extend(_at(where, wrong_type(value, "a table", f"[policy.grades.{under.grade}]").findings))
        return under
    found.extend(_unknown(value, _RULE_SCHEMA["properties"], where))
    mine: list[Finding] = []
    rule = GradeRule(
        under.grade,
        wait=_read(value, "wait", under.wait, _signed_days, mine),
        gap=_read(value, "gap", under.gap, _days, mine),
        minimum=_read(value, "minimum", under.minimum, lambda one: _minor(one, currency), mine),
        role=_read(value, "role", under.role, lambda one: _one_of(one, CONTACT_ROLES), mine),
        channel=_read(value, "channel", under.channel, lambda one: _one_of(one, _CHANNELS), mine),
        enabled=_read(value, "enabled", under.enabled, yes_or_no, mine),
        letter=_read(value, "letter", under.letter, word, mine),
        skip=_read(value, "skip", under.skip, _names, mine),
    )
    found.extend(_at(where, mine))
    return rule


def _read(table: dict[str, Any], key: str, under: Any, read: Callable[[object], Any], found: list[Finding]) -> Any:  # noqa: ANN401  the reader decides the type
    if key not in table:
        return under
    try:
        return read(table[key])
    except Refused as refused:
        found.extend(replace(one, where=f".{key}") for one in refused.findings)
        return under


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


def _names(value: object) -> tuple[str, ...]:
    return tuple(word(one) for one in (value if isinstance(value, list | tuple) else [value]))


def _lines(value: object) -> tuple[str, ...]:
    return tuple(line_of_text(one) for one in (value if isinstance(value, list | tuple) else [value]))


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
