"""A journal as text: for hledger, or for beancount 3 (`bean-check` accepts it)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invoicing.domain.money import decimal_text, minor_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from invoicing.app.exports.journal import Entry

_BLANKS = re.compile(r"\s+")


def beancount(entries: Sequence[Entry], title: str) -> str:
    """Write a beancount ledger: its accounts opened on the day they are first used, then the entries."""
    currencies = sorted({one.amount.currency for entry in entries for one in entry.postings})
    lines = [f"option {_quoted('title')} {_quoted(title)}"]
    lines += [f"option {_quoted('operating_currency')} {_quoted(currency)}" for currency in currencies]
    lines.append("")
    lines += [f"{day} open {account}" for account, day in _first_days(entries)]
    for entry in entries:
        lines += ["", f"{entry.day} * {_quoted(entry.payee)} {_quoted(entry.text)}"]
        if entry.code:
            lines.append(f"  number: {_quoted(entry.code)}")
        lines += _postings(entry, "  ")
    return "\n".join(lines) + "\n"


def hledger(entries: Sequence[Entry], title: str) -> str:
    """Write an hledger journal: the decimal mark, currencies and accounts declared, then the entries."""
    currencies = sorted({one.amount.currency for entry in entries for one in entry.postings})
    lines = [f"; {_line(title)}", "decimal-mark .", ""]
    lines += [f"commodity {decimal_text(10 ** (minor_units(one) + 3), one)}{_dot(one)} {one}" for one in currencies]
    lines += [f"account {account}" for account, _ in _first_days(entries)]
    for entry in entries:
        code = f"({_line(entry.code).replace(')', ' ')}) " if entry.code else ""
        payee = f"{_line(entry.payee)} | " if entry.payee else ""
        lines += ["", f"{entry.day} * {code}{payee}{_line(entry.text)}", *_postings(entry, "    ")]
    return "\n".join(lines) + "\n"


def _postings(entry: Entry, indent: str) -> list[str]:
    width = max((len(one.account) for one in entry.postings), default=0)
    return [f"{indent}{one.account:<{width}}  {one.amount!s:>14} {one.amount.currency}" for one in entry.postings]


def _first_days(entries: Iterable[Entry]) -> list[tuple[str, date]]:
    days: dict[str, date] = {}
    for entry in entries:
        for one in entry.postings:
            days[one.account] = min(days.get(one.account, entry.day), entry.day)
    return sorted(days.items())


def _dot(currency: str) -> str:
    """End a whole amount with a point: hledger asks for one in a commodity directive."""
    return "" if minor_units(currency) else "."


def _quoted(text: str) -> str:
    """Write a text in quotes on one line."""
    escaped = _BLANKS.sub(" ", text).strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _line(text: str) -> str:
    """Write a text on one line without what starts a comment or parts payee and note."""
    return _BLANKS.sub(" ", text).strip().replace(";", ",").replace("|", "/")
