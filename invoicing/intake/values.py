"""Single values of a document file that have a grammar of their own: kinds, terms, discounts, further fields."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from invoicing.domain.dates import Period
from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.domain.money import plain
from invoicing.domain.party import CONTACT_ROLES, DEBTOR_KINDS
from invoicing.domain.terms import parse_terms
from invoicing.intake.numbers import number
from invoicing.intake.text import line_of_text, needed, shorten, word, wrong_type

MOST_FIELDS = 50
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def kind_key(value: object) -> str:
    """Read the key of a document kind, with ``-`` or ``_``; refused with ``unknown-kind``."""
    from invoicing import discovery

    text = word(value).casefold().replace("_", "-").replace(" ", "-")
    known = discovery.find("invoicing.kinds")
    if text not in known:
        close = nearest(text, known) or "invoice"
        raise Refused.one(
            "unknown-kind",
            f"{shorten(text)} is no kind of document",
            rule="BT-3 (UNTDID 1001)",
            remedy=f"did you mean {close}? There are: {', '.join(known)}",
            example=f'kind = "{close}"',
        )
    return text


def client_key(value: object) -> str:
    """Read the key of a client or item: letters, digits and ``. _ -``; refused with ``bad-key``."""
    text = word(value)
    if not _KEY.fullmatch(text):
        raise Refused.one(
            "bad-key",
            f"{shorten(text)} is no key",
            rule="letters, digits and . _ -, starting with a letter or digit",
            remedy="write the key that `invoicing client list` or `invoicing item list` shows",
            example='client = "acme"',
        )
    return text


def debtor(value: object) -> str:
    """Read the kind of a debtor; refused with ``unknown-word``."""
    return _one_of(value, DEBTOR_KINDS, "kind of debtor", "debtor")


def role(value: object) -> str:
    """Read the role of a contact; refused with ``unknown-word``."""
    return _one_of(value, CONTACT_ROLES, "role of a contact", "role")


def fields(value: object) -> tuple[tuple[str, str], ...]:
    """Read a table of labels and values, both text, or numbers; a finding is placed at ``.label``."""
    if not isinstance(value, dict):
        raise wrong_type(value, "a table of labels and values", 'extra = { CIG = "Z4F1234567" }')
    if len(value) > MOST_FIELDS:
        raise Refused.one(
            "too-many", f"{len(value)} fields stand here", rule=f"at most {MOST_FIELDS}", remedy="attach a file instead"
        )
    found: list[Finding] = []
    result = []
    for key, one in value.items():
        try:
            result.append((needed(word(key)), line_of_text(_text_of(one))))
        except Refused as refused:
            found.extend(replace(finding, where=f".{key}" if key else "") for finding in refused.findings)
    if found:
        raise Refused.of(found)
    return tuple(result)


def period(start: date, end: date) -> Period:
    """Make a period of two days; refused when it runs backwards (``period-backwards``)."""
    return Period(start, end)


def parts_of_discount(value: object) -> Any:  # noqa: ANN401  a table of the file is checked by the form
    """Turn ``"10%"`` or an amount into the keys of a discount's table; refused with ``bad-discount``."""
    if isinstance(value, dict):
        return value
    key = "amount"
    if isinstance(value, str) and value.strip().endswith("%"):
        key, value = "percent", value.strip().removesuffix("%")
    share = number(value)
    if share < 0 or (key == "percent" and share > 100):
        raise Refused.one(
            "bad-discount",
            f"a discount of {plain(share)}{' %' if key == 'percent' else ''} is none",
            rule="BG-27: an amount, or 0 to 100 %",
            remedy="write what is taken off, without a minus",
            example=f'discount = "{plain(min(abs(share), Decimal(100)))}{"%" if key == "percent" else ""}"',
        )
    return {key: share}


def parts_of_terms(value: object) -> Any:  # noqa: ANN401  a table of the file is checked by the form
    """Turn days, ``"30 eom"``, a day or a list of parts into the keys of terms; refused with ``bad-terms``."""
    if isinstance(value, list) and value:
        return {"parts": value}
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = plain(number(value))
    if not isinstance(value, str):
        raise Refused.of([_bad_terms(f"{shorten(repr(value))} says no payment terms")])
    terms = parse_terms(line_of_text(value), "")
    return {"days": terms.days, "end_of_month": terms.end_of_month, "due": terms.due}


def shares_add_up(shares: Any) -> None:  # noqa: ANN401  the parts' percentages, None where a part is an amount
    """Refuse parts in percent alone that do not make 100 (``bad-terms``)."""
    if shares and None not in shares and sum(shares) != 100:
        raise Refused.of([_bad_terms(f"the parts make {plain(sum(shares))} %, not 100 %")])


def _bad_terms(message: str) -> Finding:
    return Finding(
        "bad-terms",
        message,
        rule="BT-9, BT-20",
        remedy="write days, days to the end of the month, the day itself, or parts that make the whole",
        example="terms = [{ due = 2026-12-01, percent = 50 }, { due = 2027-01-01, percent = 50 }]",
    )


def _one_of(value: object, known: tuple[str, ...], what: str, key: str) -> str:
    text = word(value).casefold()
    if text not in known:
        close = nearest(text, known) or known[0]
        raise Refused.one(
            "unknown-word",
            f"{shorten(text)} is no {what}",
            rule=f"one of {', '.join(known)}",
            remedy=f"did you mean {close}?",
            example=f'{key} = "{close}"',
        )
    return text


def _text_of(value: object) -> object:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return plain(number(value))
    return value.isoformat() if isinstance(value, date) else value


def standing_terms(days: object) -> None:
    """Refuse terms that are a day or parts where terms for every document are wanted (``bad-terms``)."""
    if days is None:
        raise Refused.of([replace(_bad_terms("a day or parts hold for one document only"), example='terms = "30 eom"')])


def mail_security(value: object) -> str:
    """Read how the mail server is spoken to; refused with ``unknown-word``."""
    return _one_of(value, ("starttls", "tls", "none"), "way to secure mail", "security")


def link_mode(value: object) -> str:
    """Read who asks for payment links, `issue` or the user; refused with ``unknown-word``."""
    return _one_of(value, ("auto", "manual"), "way to make payment links", "links")


def inside_book(value: object) -> str:
    """Read the path of a file inside the book's folder; refused with ``bad-path`` when it leads out of it."""
    text = line_of_text(value)
    steps = text.replace("\\", "/").split("/")
    if text and (not steps[0] or ".." in steps or ":" in steps[0] or "~" in steps[0]):
        raise Refused.one(
            "bad-path",
            f"{shorten(text)} leads out of the book",
            rule="a path inside the book's folder",
            remedy="copy the file into the book and write its name",
            example='logo = "logo.png"',
        )
    return text
