"""Check the numbers of registers: VAT identifiers, fiscal codes, company numbers, bank accounts.

The check is of form and check digit, by python-stdnum, offline: a valid number need not have been given to anybody.
Where no check digit exists (KvK, Companies House) only the form is looked at, and `format_only` says so.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.domain.law import IdentifierRule
from invoicing.regimes._eu import COUNTRY_OF_PREFIX, vat_prefix
from invoicing.regimes._load import nowhere, regime, regimes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.domain.law import Regime
    from invoicing.domain.party import Party

WORLDWIDE = (
    IdentifierRule("gln", "GLN", stdnum="ean", example="4000001000005", source="GS1; ICD 0088"),
    IdentifierRule("lei", "LEI", stdnum="lei", example="213800KUD8LAJWSQ9D15", source="ISO 17442; ICD 0199"),
    IdentifierRule("duns", "D-U-N-S", pattern=r"\d{9}", example="123456789", source="Dun & Bradstreet; ICD 0060"),
)
"""numbers that no country gives: anybody may hold one"""

_SEPARATORS = re.compile(r"[\s./\-\u2010-\u2015\u00a0]+")


def normalise_vat(country: str, value: str) -> str:
    """Write a VAT identifier as it is sent: prefix and number without separators (``IT00743110157``).

    A number without a known prefix takes that of `country`. What does not pass the check is only cleaned.
    """
    text = _SEPARATORS.sub("", value).upper()
    prefix, owner = _owner(country, text)
    module = _law(owner).vat_stdnum
    number = _problem(module, text)[1] if module else ""
    return prefix + (number or text).removeprefix(prefix)


def check_vat(country: str, value: str, where: str = "vat") -> Finding | None:
    """Say what is wrong with a VAT identifier, or None when its form and check digit are right.

    The prefix decides whose number it is, so that a foreign registration is checked by its own rules; without one it
    is `country`'s (ISO 3166-1; empty: none). A country whose numbers are not known here is not judged.
    """
    text = _SEPARATORS.sub("", value).upper()
    law = _law(_owner(country, text)[1])
    if not law.vat_stdnum:
        return None if law.generic else _no_vat(law, where)
    problem, _ = _problem(law.vat_stdnum, text)
    if not problem:
        return None
    return Finding(
        "bad-vat-number",
        f"{value!r} is no VAT identifier of {law.name}: {problem}",
        where,
        "BT-31, BT-48",
        "copy it from the party's own document or from VIES",
        f'vat = "{law.vat_example}"' if law.vat_example else "",
    )


def check_identifier(country: str, scheme: str, value: str, where: str = "identifiers") -> Finding | None:
    """Say what is wrong with a number of a register, or None when it is right.

    `scheme` is a key of `Regime.identifiers`: the country's own first, then `WORLDWIDE`, then any other country's,
    because a firm may be registered abroad. One that nobody lists is a finding (``unknown-identifier``) where the
    country lists its registers, and is taken as it is where it does not.
    """
    law = _law(country)
    rule = next((one for one in _rules(law) if one.scheme == scheme), None)
    if rule is None:
        return _unknown_scheme(law, scheme, where) if law.identifiers else None
    problem = _problem(rule.stdnum, value)[0] if rule.stdnum else _misfit(rule.pattern, value)
    if not problem:
        return None
    return Finding(
        "bad-identifier",
        f"{value!r} is no {rule.label}: {problem}",
        where,
        "BT-30, BT-47",
        "compare it with the register",
        f'{rule.scheme} = "{rule.example}"',
    )


def check_party(party: Party, where: str) -> tuple[Finding, ...]:
    """Say all that is wrong with the country and the numbers of a party; `where` is ``seller`` or ``buyer``.

    A party without a country is judged by what its numbers say themselves.
    """
    try:
        _law(party.country)
    except Refused as refused:
        return tuple(
            Finding(one.code, one.message, f"{where}.country", one.rule, one.remedy, one.example)
            for one in refused.findings
        )
    found = [check_vat(party.country, party.vat, f"{where}.vat")] if party.vat else []
    found += [
        check_identifier(party.country, one.scheme, one.value, f"{where}.identifiers.{one.scheme}")
        for one in party.identifiers
    ]
    return tuple(one for one in found if one is not None)


def format_only(rule: IdentifierRule) -> bool:
    """Say whether only the form of this number can be checked, because it has no check digit we know."""
    return not rule.stdnum


def normalise_iban(value: str) -> str:
    """Write an IBAN without spaces, in capitals (BT-84)."""
    return _SEPARATORS.sub("", value).upper()


def check_iban(value: str, where: str = "iban") -> Finding | None:
    """Say what is wrong with an IBAN, or None when country, length and check digits are right (ISO 13616)."""
    problem, _ = _problem("iban", value)
    if not problem:
        return None
    return Finding(
        "bad-iban",
        f"{value!r} is no IBAN: {problem}",
        where,
        "BT-84, ISO 13616",
        "copy it from the bank's statement",
        'iban = "NL91ABNA0417164300"',
    )


def check_bic(value: str, where: str = "bic") -> Finding | None:
    """Say what is wrong with a BIC, or None when its form is right (ISO 9362)."""
    problem, _ = _problem("bic", value)
    if not problem:
        return None
    return Finding(
        "bad-bic",
        f"{value!r} is no BIC: {problem}",
        where,
        "BT-86, ISO 9362",
        "copy it from the bank's statement, or leave it out",
        'bic = "ABNANL2A"',
    )


def _law(country: str) -> Regime:
    """Give the law of a country, or of none when it is empty."""
    return regime(country) if country.strip() else nowhere()


def _rules(law: Regime) -> Iterator[IdentifierRule]:
    """Walk the registers in the order in which a scheme is looked for; other countries' files are read last."""
    yield from law.identifiers
    yield from WORLDWIDE
    for other in regimes():
        yield from other.identifiers


def _owner(country: str, text: str) -> tuple[str, str]:
    """Give the prefix a number carries (or gets) and the country whose check it is."""
    for prefix, owner in COUNTRY_OF_PREFIX.items():
        if text.startswith(prefix) and text[len(prefix) :]:
            return prefix, owner
    owner = country.strip().upper()
    return vat_prefix(owner), owner


def _problem(module: str, value: str) -> tuple[str, str]:
    """Run a python-stdnum check; give what is wrong (empty: nothing) and the number in its shortest form."""
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    check: Any = import_module(f"stdnum.{module}")
    try:
        return "", str(check.validate(value))
    except InvalidLength:
        return "its length is wrong", ""
    except InvalidChecksum:
        return "the check digit does not fit, so a digit is wrong or two are swapped", ""
    except ValidationError:
        return "its form is wrong", ""


def _misfit(pattern: str, value: str) -> str:
    """Say that a number has not the register's form, or nothing."""
    return "" if re.fullmatch(pattern, value.strip()) else "its form is wrong (only the form is checked)"


def _no_vat(law: Regime, where: str) -> Finding:
    """Say that a country has no VAT identifier at all."""
    schemes = ", ".join(one.scheme for one in law.identifiers)
    return Finding(
        "no-vat-number",
        f"{law.name} has no VAT identifier",
        where,
        "BT-31, BT-48",
        f"leave it out; its other numbers go under identifiers: {schemes}",
    )


def _unknown_scheme(law: Regime, scheme: str, where: str) -> Finding:
    """Say that the country has no register of that name, and which it has."""
    known = [one.scheme for one in law.identifiers]
    close = nearest(scheme, known)
    return Finding(
        "unknown-identifier",
        f"{law.name} has no register {scheme!r}",
        where,
        "BT-30, BT-47",
        f"did you mean {close}?" if close else f"take one of: {', '.join(known)}",
    )
