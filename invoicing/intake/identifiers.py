"""Numbers that registers and banks give: VAT identifiers, IBAN, BIC, and a country's own, checked by python-stdnum.

Only form and check digits are looked at; nobody is asked whether the number is in use. Where no check digit is public
(a Dutch KvK number, a British company number) only the pattern is looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, Refused
from invoicing.intake.text import shorten, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.domain.law import IdentifierRule
    from invoicing.domain.party import Party

_SEPARATORS = re.compile(r"[\s.\-/]")
_VAT = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,15}")
# VAT identifiers whose prefix is not the country's code: Greece, Northern Ireland (Directive 2006/112/EC art. 215).
_STDNUM_COUNTRY = {"EL": "gr", "XI": "gb"}


def compact(value: str) -> str:
    """Write a number without spaces, dots, hyphens and slashes, in capitals."""
    return _SEPARATORS.sub("", value).upper()


def vat_number(value: object, country: str = "") -> str:
    """Read a VAT identifier (BT-31, BT-48); one without prefix gets the country's. Refused with ``bad-vat-number``."""
    written = compact(word(value))
    if not written:
        return ""
    number = written if written[:2].isalpha() or not country else country + written
    found = vat_finding(number)
    if found is not None:
        raise Refused.of([found])
    return number


def vat_finding(number: str, where: str = "") -> Finding | None:
    """Say what is wrong with a VAT identifier, or None: it must have its country prefix and right check digits.

    A country for which python-stdnum has no check is only looked at for its form.
    """
    if not _VAT.fullmatch(number) or not any(one.isdigit() for one in number):
        return _bad_vat(number, "it needs the two letters of the country and the number", where)
    prefix = number[:2]
    module = _stdnum(f"{_STDNUM_COUNTRY.get(prefix, prefix.lower())}.vat")
    if module is None or module.is_valid(number) or module.is_valid(number[2:]):
        return None
    return _bad_vat(number, "its digits do not check", where)


def iban(value: object) -> str:
    """Read an IBAN (BT-84) without its spaces; refused with ``bad-iban`` when its digits do not check (ISO 13616)."""
    number = compact(word(value))
    if number and not _stdnum_valid("iban", number):
        raise Refused.one(
            "bad-iban",
            f"{shorten(number)} is no IBAN: its length or its check digits are wrong",
            rule="BT-84, ISO 13616",
            remedy="copy it from a bank statement",
            example='iban = "IT60X0542811101000000123456"',
        )
    return number


def bic(value: object) -> str:
    """Read a BIC (BT-86) of 8 or 11 characters; refused with ``bad-bic``."""
    code = compact(word(value))
    if code and not _stdnum_valid("bic", code):
        raise Refused.one(
            "bad-bic",
            f"{shorten(code)} is no BIC",
            rule="BT-86, ISO 9362",
            remedy="write its 8 or 11 characters, or leave it out: within SEPA the IBAN is enough",
            example='bic = "UNCRITMM"',
        )
    return code


def identifier_findings(party: Party, rules: Iterable[IdentifierRule], where: str) -> tuple[Finding, ...]:
    """Check a party's numbers by the rules of its country's regime; a scheme it does not list is taken as it is."""
    by_scheme = {one.scheme: one for one in rules}
    found = []
    for one in party.identifiers:
        rule = by_scheme.get(one.scheme)
        if rule is not None and not _keeps(one.value, rule):
            found.append(_bad_identifier(one.value, rule, f"{where}.identifiers.{one.scheme}"))
    return tuple(found)


def _keeps(value: str, rule: IdentifierRule) -> bool:
    if rule.stdnum:
        return _stdnum_valid(rule.stdnum, value)
    return not rule.pattern or re.fullmatch(rule.pattern, compact(value)) is not None


def _stdnum_valid(module: str, number: str) -> bool:
    found = _stdnum(module)
    return found is None or bool(found.is_valid(number))


def _stdnum(name: str) -> Any:  # noqa: ANN401  a module of python-stdnum, which has no common type
    """Give a module of python-stdnum by its dotted name (``it.iva``, ``iban``), or None where there is none."""
    from importlib import import_module

    country, dot, kind = name.partition(".")
    if not dot:
        return import_module(f"stdnum.{name}")
    from stdnum.util import get_cc_module

    return get_cc_module(country, kind)


def _bad_vat(number: str, reason: str, where: str) -> Finding:
    return Finding(
        "bad-vat-number",
        f"{shorten(number)} is no VAT identifier: {reason}",
        where,
        "BR-CO-09 (BT-31, BT-48)",
        "copy it from the party's own papers, with its country prefix",
        'vat = "IT00743110157"',
    )


def _bad_identifier(value: str, rule: IdentifierRule, where: str) -> Finding:
    return Finding(
        "bad-identifier",
        f"{shorten(value)} is no {rule.label}",
        where,
        rule.source or f"format of {rule.scheme}",
        "copy it from the party's own papers",
        f'{rule.scheme} = "{rule.example}"' if rule.example else "",
    )
