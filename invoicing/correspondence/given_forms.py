"""The forms in which a user gives the facts of a letter: flags, a file; and how each slot is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from invoicing.correspondence.given import AMOUNT, DAY, SETTABLE, SHARE, Given
from invoicing.correspondence.slots import NAMES, SLOTS
from invoicing.domain.errors import Finding, Refused, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LISTS = ("alternatives", "points", "questions", "enclosures")
_KEYS = (*SETTABLE, *_LISTS, "items", "handover", "instalments", "incidents")
"""what a file of facts may say"""


class _Way(NamedTuple):
    """How the user fills a slot that is not set by ``--set``."""

    remedy: str
    example: str = ""


_ITEM = _Way("give each point with --item", '--item "what it is about; what we do; 2026-12-10"')
_DOCUMENT = _Way("name the document it is about with --document", "--document 2026-0001")
_PLAN = _Way("give each instalment with --instalment", "--instalment 2026-12-15=250.00")
_POINT = _Way("give each point with --point", '--point "what was said"')
_HANDOVER = _Way("say what is handed over with --handover", '--handover "the source files; ; 2026-12-10"')
_PROMISE = _Way("record the promise first", "invoicing promise NUMBER --by 2026-12-10")
_INCIDENT = _Way("log the incident first", 'invoicing log add CLIENT --kind incident --words "…"')
_BANK = _Way("name your account in invoicing.toml", '[bank]\niban = "…"')
_SELLER = _Way("name your e-mail address or phone number in invoicing.toml", '[seller]\nemail = "…"')
_INSTALMENTS = _Way("record the plan first", "invoicing instalments NUMBER --parts 3 --from 2026-12-15")
_WAYS = {
    **dict.fromkeys(("items", "items_list"), _ITEM),
    **dict.fromkeys(("alternatives", "alternatives_list"), _Way("give each with --alternative", '--alternative "…"')),
    "questions_list": _Way("give each with --question", '--question "Since which day?"'),
    "points_list": _POINT,
    **dict.fromkeys(("plan", "plan_table", "plan_count", "plan_total", "plan_open", "acceptance_slip"), _PLAN),
    **dict.fromkeys(("handover", "handover_list"), _HANDOVER),
    **dict.fromkeys(("document", "documents", "documents_table", "numbers", "total_open", "total_due"), _DOCUMENT),
    **dict.fromkeys(("promise_day", "promise_given", "promise_amount"), _PROMISE),
    **dict.fromkeys(("incidents", "incidents_list"), _INCIDENT),
    **dict.fromkeys(("pay_box", "iban"), _BANK),
    **dict.fromkeys(("reply_to", "email", "phone"), _SELLER),
    **dict.fromkeys(("missed_day", "missed_amount"), _INSTALMENTS),
}
_EXAMPLES = {DAY: "2026-12-10", AMOUNT: "250.00", SHARE: "20", "talk": "phone"}


def way_to_give(slot: str) -> tuple[str, str]:
    """Say how a user fills an empty slot: a remedy and an example to paste."""
    root = slot.partition(".")[0]
    kind = SETTABLE.get(root)
    if kind is not None:
        meaning = next(one.meaning for one in SLOTS if one.name == root)
        example = _EXAMPLES.get(kind) or next(one.example for one in SLOTS if one.name == root)
        value = f'"{example}"' if " " in example else example
        return f"give it with --set ({meaning})", f"--set {root}={value}"
    found = _WAYS.get(root, _Way("give that fact, or ask for it in the letter with {% if %}", f"{{% if {root} %}}"))
    return found.remedy, found.example


def from_flags(sets: Sequence[str], lists: Mapping[str, Sequence[str]]) -> Given:
    """Read the flags. Refused with a finding for each that cannot be read (``bad-argument``, ``unknown-slot``)."""
    found: list[Finding] = []
    given = Given(
        dict(_pairs(sets, found)),
        tuple(_triple(text, "--item", found) for text in lists.get("items", ())),
        tuple(_triple(text, "--handover", found) for text in lists.get("handover", ())),
        tuple(_instalment(text, found) for text in lists.get("instalments", ())),
        lists={name: tuple(lists.get(name, ())) for name in _LISTS},
    )
    if found:
        raise Refused.of(found)
    return given


def _pairs(sets: Sequence[str], found: list[Finding]) -> Iterator[tuple[str, str]]:
    for text in sets:
        slot, equals, value = text.partition("=")
        if not equals:
            found.append(_bad(text, "--set", "write the slot, an equals sign and its value", "answer_day=2026-12-10"))
        elif slot.strip() not in SETTABLE:
            found.append(_unknown(slot.strip(), "--set", SETTABLE))
        else:
            yield slot.strip(), value.strip()


def _triple(text: str, flag: str, found: list[Finding]) -> tuple[str, str, str]:
    """Read ``issue; action; day``; the last two may be left out."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) > 3 or not parts[0]:
        found.append(_bad(text, flag, "write issue; action; day, the last two as you need them", _ITEM.example))
        return ("", "", "")
    issue, action, day = (*parts, "", "")[:3]
    return (issue, action, day)


def _instalment(text: str, found: list[Finding]) -> tuple[str, str]:
    day, equals, amount = text.partition("=")
    if not equals:
        found.append(_bad(text, "--instalment", "write the day, an equals sign and the amount", "2026-12-15=250.00"))
    return day.strip(), amount.strip()


def from_file(data: Mapping[str, Any]) -> Given:
    """Read a file of facts: the slots of ``--set`` at its top, lists of texts, and tables of points.

    Refused with a finding for each key that is none (``unknown-slot``) and each value of a wrong shape
    (``wrong-type``).
    """
    found: list[Finding] = [_unknown(key, key, _KEYS) for key in data if key not in _KEYS]
    values = {key: _text(value, key, found) for key, value in data.items() if key in SETTABLE}
    rows = {
        name: _rows(data.get(name, ()), name, parts, found)
        for name, parts in (
            ("items", ("issue", "action", "day")),
            ("handover", ("issue", "action", "day")),
            ("instalments", ("due", "amount")),
            ("incidents", ("day", "text", "words")),
        )
    }
    lists = {name: _texts(data[name], name, found) for name in _LISTS if name in data}
    if found:
        raise Refused.of(found)
    return Given(values, lists=lists, **rows)


def _rows(value: object, where: str, parts: tuple[str, ...], found: list[Finding]) -> Any:  # noqa: ANN401 - rows of as many texts as parts
    if not isinstance(value, list | tuple) or any(not isinstance(one, dict) for one in value):
        found.append(_wrong(where, "tables", f'[[{where}]]\n{parts[0]} = "…"'))
        return ()
    for number, one in enumerate(value):
        found.extend(_unknown(key, f"{where}[{number}].{key}", parts) for key in one if key not in parts)
    return tuple(
        tuple(_text(one.get(part, ""), f"{where}[{number}].{part}", found) for part in parts)
        for number, one in enumerate(value)
    )


def _texts(value: object, where: str, found: list[Finding]) -> tuple[str, ...]:
    if not isinstance(value, list):
        found.append(_wrong(where, "a list of texts", f'{where} = ["…"]'))
        return ()
    return tuple(_text(one, f"{where}[{number}]", found) for number, one in enumerate(value))


def _text(value: object, where: str, found: list[Finding]) -> str:
    """Take a text, a day or a number as it is written."""
    if isinstance(value, bool | dict | list):
        found.append(_wrong(where, "a text, a day or a number", f'{where} = "…"'))
        return ""
    return str(value).strip()


def _unknown(slot: str, where: str, known: Sequence[str] | Mapping[str, str]) -> Finding:
    if slot in NAMES and slot not in known:
        remedy, example = way_to_give(slot)
        return Finding("unknown-slot", f"{slot!r} is not set by hand", where, "", remedy, example)
    close = nearest(slot, known)
    remedy = f"did you mean {close!r}?" if close else f"use one of: {', '.join(sorted(known))}"
    return Finding("unknown-slot", f"{slot!r} is nothing a letter is given", where, "", remedy, close)


def _bad(text: str, flag: str, remedy: str, example: str) -> Finding:
    shown = example if example.startswith(flag) else f"{flag} {example}"
    return Finding("bad-argument", f"{text!r} cannot be read", flag, "", remedy, shown)


def _wrong(where: str, wanted: str, example: str) -> Finding:
    return Finding("wrong-type", f"{where} is not {wanted}", where, "", f"write {wanted}", example)
