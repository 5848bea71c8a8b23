"""How a tax is written: ``"S 21"``, ``"VAT 21"``, ``"S"``, ``"reduced"``, ``21``, ``"AE"``, a table, a list.

A rate of zero is not enough to say: Z (zero rated), E (exempt), AE, K, G and O (outside the scope) mean different
things to a tax office, so ``"S 0"`` and ``0`` are refused with that choice (BR-S-05).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, Refused
from invoicing.domain.money import plain
from invoicing.domain.tax import CATEGORIES, DEFAULT_NAME, RATED, Tax
from invoicing.intake.numbers import number
from invoicing.intake.text import line_of_text, shorten, wrong_type
from invoicing.intake.words import RATE_WORDS, TAX_LABELS, TAX_WORDS, unknown_category

if TYPE_CHECKING:
    from collections.abc import Sequence

_RATE_STARTS = re.compile(r"[+-]?\.?[0-9]")


def parts_of_tax(value: object) -> Any:  # noqa: ANN401  a table of the file is checked by the form
    """Turn one tax as it is written into the keys of its table; a table is given back as it is."""
    if isinstance(value, dict):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise wrong_type(value, "a tax", 'tax = "S 22"')
    if not isinstance(value, str):
        return {"rate": value}
    return _parts_of_text(line_of_text(value))


def list_of_taxes(value: object) -> list[Any]:
    """Wrap a single tax into a list; ``"none"`` and ``[]`` say that there is no tax at all."""
    if isinstance(value, list):
        return value
    return [] if isinstance(value, str) and value.strip().casefold() == "none" else [value]


def make_tax(
    *,
    category: str = "S",
    rate: Decimal | None = None,
    name: str = "",
    key: str = "standard",
    on: str = "",
    reason: str = "",
) -> Tax:
    """Make a tax of its parts; refused with ``bad-tax`` when category and rate do not fit (BR-S-05, BR-AE-05 …)."""
    if category in RATED:
        if rate is not None and rate == 0:
            raise _zero_rate(category)
    elif rate:
        raise _bad(
            f"category {category} ({CATEGORIES[category]}) carries no rate, but {plain(rate)} % is written",
            "write the category alone, or S before the rate",
            f'tax = "{category}"',
        )
    return Tax(category, rate if category in RATED else None, name, on == "previous", key, reason)


def named(taxes: Sequence[Tax]) -> tuple[Tax, ...]:
    """Name the taxes of one line: the first VAT, the second ``VAT 2``, where nobody named them.

    Refused with ``bad-tax`` when two have one name, or the first is to stand on a tax before it.
    """
    result = tuple(
        one if one.name else replace(one, name=DEFAULT_NAME if index == 0 else f"{DEFAULT_NAME} {index + 1}")
        for index, one in enumerate(taxes)
    )
    names = [one.name for one in result]
    double = next((name for name in names if names.count(name) > 1), "")
    if double:
        raise _bad(
            f"two taxes of one line are called {shorten(double)}",
            "give the second a name of its own",
            'tax = ["S 5", { name = "PST", category = "S", rate = 7 }]',
        )
    if result and result[0].compound:
        raise _bad(
            "the first tax of a line cannot stand on a previous one",
            "move it behind the tax it stands on",
            'tax = ["S 10", { rate = 10, on = "previous" }]',
        )
    return result


def on_what(value: object) -> str:
    """Read ``on``: ``"previous"`` (the net and the taxes before it) or ``"net"``; refused with ``bad-tax``."""
    if isinstance(value, str) and value in {"previous", "net", ""}:
        return value
    raise _bad(
        f"{shorten(str(value))} is nothing a tax stands on", 'write on = "previous" or leave it out', 'on = "previous"'
    )


def rate_key(value: object) -> str:
    """Read the key of a regime's rate: ``standard``, ``reduced`` …; refused with ``bad-tax``."""
    text = line_of_text(value).casefold().replace(" ", "-")
    if text not in RATE_WORDS:
        listed = ", ".join(sorted(RATE_WORDS))
        raise _bad(f"{shorten(text)} is no key of a rate", f"take one of: {listed}", 'key = "reduced"')
    return text


def _parts_of_text(text: str) -> dict[str, object]:
    starts = _RATE_STARTS.search(text)
    cut = starts.start() if starts else len(text)
    name, written = text[:cut].strip(), text[cut:].strip()
    if not name and not written:
        raise _bad("the tax is empty", 'write a category and a rate, or "none"', 'tax = "S 22"')
    parts = _category_parts(name, text)
    if written:
        parts["rate"] = _rate_of(written, text)
    return parts


def _category_parts(name: str, text: str) -> dict[str, object]:
    first, _, second = name.partition(" ")
    folded = name.casefold()
    if not name or name.upper() in TAX_LABELS:
        return {"category": "S"}
    if folded in TAX_WORDS:
        return {"category": TAX_WORDS[folded]}
    if folded in RATE_WORDS:
        return {"category": "S", "key": folded}
    if second.casefold() in RATE_WORDS and (first.upper() in TAX_LABELS or first.upper() in RATED):
        return {"category": "S" if first.upper() in TAX_LABELS else first.upper(), "key": second.casefold()}
    if name.upper() not in CATEGORIES:
        raise unknown_category(text)
    return {"category": name.upper()}


def _rate_of(written: str, text: str) -> Decimal:
    try:
        return number(written.removesuffix("%"))
    except Refused as refused:
        meant = refused.findings[0].example if refused.code == "bad-number" else ""
        raise _bad(
            f"{shorten(text)} is no tax: {refused.message}",
            "write the category and the rate in percent, with a point",
            f'tax = "S {meant}"' if meant and meant != "1234.50" else 'tax = "S 22"',
        ) from None


def _zero_rate(category: str) -> Refused:
    return _bad(
        f"category {category} with a rate of 0 does not say why there is no tax",
        "write Z (zero rated), E (exempt, with a reason), AE (reverse charge), K, G (export), O or none",
        'tax = { category = "E", reason = "…" }',
    )


def _bad(message: str, remedy: str, example: str) -> Refused:
    return Refused.of([Finding("bad-tax", message, rule="BT-151, BT-152", remedy=remedy, example=example)])
