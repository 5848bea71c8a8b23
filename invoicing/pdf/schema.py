"""The keys of theme.toml, and what each may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCKS = (
    "logo seller buyer title reference facts greeting taxes totals schedule payment notes legal receipt empty".split()
)
BOXES = ("none", "tint", "line", "rule", "bar", "dark")
COLUMNS = ("position", "description", "quantity", "unit", "price", "discount", "tax", "amount")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_NUMBERS = "number"
# A tuple lists the allowed words; "number", "text", "colour", "list" say the type.
KEYS: dict[str, Any] = {
    "extends": "text",
    "paper": ("auto", "A4", "letter"),
    "margins": dict.fromkeys(("top", "right", "bottom", "left"), _NUMBERS),
    "fonts": dict.fromkeys(("regular", "bold", "italic"), "text"),
    "sizes": dict.fromkeys(("body", "small", "label", "letter", "big", "due", "leading", "big_leading"), _NUMBERS),
    "colours": dict.fromkeys(("ink", "mute", "accent", "line", "tint", "paper", "mark"), "colour"),
    "logo": {"width": _NUMBERS, "height": _NUMBERS},
    "head": [
        {
            "columns": [{"block": tuple(BLOCKS), "width": _NUMBERS, "align": ("left", "right"), "box": BOXES}],
            "gap": _NUMBERS,
            "height": _NUMBERS,
        }
    ],
    "tail": [
        {
            "columns": [{"block": tuple(BLOCKS), "width": _NUMBERS, "align": ("left", "right"), "box": BOXES}],
            "gap": _NUMBERS,
            "height": _NUMBERS,
        }
    ],
    "table": {
        "columns": [COLUMNS],
        "head": ("rule", "fill", "plain"),
        "rows": ("hair", "none", "zebra"),
        "padding": _NUMBERS,
        "upper": "flag",
        "bold": "flag",
    },
    "totals": {"due": ("rule", "fill", "plain")},
    "payment": {"code": _NUMBERS, "side": ("left", "right")},
    "footer": {"rule": "flag"},
}
_NAMES = {"number": "a number", "text": "a text", "flag": "true or false", "colour": "a colour such as #1F3D5C"}
_TYPES: dict[str, tuple[type, ...]] = {"number": (int, float), "text": (str,), "flag": (bool,)}


def check(settings: Mapping[str, Any], where: str) -> list[Finding]:
    """Name every key that is unknown and every value that cannot be used, each with its path."""
    findings: list[Finding] = []
    _table(settings, KEYS, "", where, findings)
    return findings


def _table(data: Mapping[str, Any], known: Mapping[str, Any], path: str, where: str, findings: list[Finding]) -> None:
    for key, value in data.items():
        place = f"{path}.{key}" if path else key
        if key not in known:
            findings.append(_unknown(key, known, f"{where}: {place}"))
        else:
            _value(value, known[key], place, where, findings)


def _value(value: Any, wanted: Any, place: str, where: str, findings: list[Finding]) -> None:  # noqa: ANN401
    spot = f"{where}: {place}"
    if isinstance(wanted, dict) and isinstance(value, dict):
        _table(value, wanted, place, where, findings)
    elif isinstance(wanted, list) and isinstance(value, list):
        for index, item in enumerate(value):
            _value(item, wanted[0], f"{place}[{index}]", where, findings)
    elif isinstance(wanted, tuple):
        if value not in wanted:
            findings.append(_bad(value, "one of " + ", ".join(wanted), spot, nearest(str(value), wanted)))
    elif not _is_a(value, wanted):
        findings.append(_bad(value, _NAMES.get(str(wanted), "a list" if isinstance(wanted, list) else "a table"), spot))


def _is_a(value: Any, wanted: Any) -> bool:  # noqa: ANN401
    """Say whether a plain value is of the wanted type; a flag is no number."""
    if wanted == "colour":
        return isinstance(value, str) and _COLOUR.fullmatch(value) is not None
    if not isinstance(wanted, str):
        return False
    return isinstance(value, _TYPES[wanted]) and (wanted == "flag" or not isinstance(value, bool))


def _unknown(key: str, known: Mapping[str, Any], where: str) -> Finding:
    close = nearest(key, known)
    remedy = f"did you mean {close}?" if close else "take one of: " + ", ".join(known)
    return Finding("unknown-theme-key", f"a theme has no key {key!r}", where, "keys of theme.toml", remedy, close)


def _bad(value: Any, wanted: str, where: str, close: str = "") -> Finding:  # noqa: ANN401
    remedy = f"did you mean {close}?" if close else f"write {wanted}"
    return Finding("bad-theme-value", f"{value!r} is not {wanted}", where, "keys of theme.toml", remedy, close)
