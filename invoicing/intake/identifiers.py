"""Numbers that registers and banks give, read from a file: VAT identifiers, IBAN, BIC and a country's own.

Form and check digits are looked at (`invoicing.regimes` knows how for each country), never whether a number is in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing import regimes
from invoicing.domain.errors import Refused
from invoicing.intake.text import shorten, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.domain.errors import Finding


def vat_number(value: object, country: str = "") -> str:
    """Read a VAT identifier (BT-31, BT-48) as it is sent, with its prefix; one without gets that of `country`.

    Refused with ``bad-vat-number``, or ``no-vat-number`` for a country that has none.
    """
    written = word(value)
    if not written:
        return ""
    if not country and not written[:2].isalpha():
        raise Refused.one(
            "bad-vat-number",
            f"{shorten(written)} does not say of which country it is",
            rule="BR-CO-09 (BT-31, BT-48)",
            remedy="write it with its country prefix, or write the country of the address",
            example='vat = "IT00743110157"',
        )
    if found := regimes.check_vat(country, written):
        raise Refused.of([found])
    return regimes.normalise_vat(country, written)


def iban(value: object) -> str:
    """Read an IBAN (BT-84) without its spaces; refused with ``bad-iban`` when its digits do not check (ISO 13616)."""
    written = word(value)
    if written and (found := regimes.check_iban(written)):
        raise Refused.of([found])
    return regimes.normalise_iban(written)


def bic(value: object) -> str:
    """Read a BIC (BT-86) of 8 or 11 characters; refused with ``bad-bic``."""
    written = regimes.normalise_iban(word(value))
    if written and (found := regimes.check_bic(written)):
        raise Refused.of([found])
    return written


def register_findings(country: str, numbers: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """Check numbers of registers by the country that keeps them; each finding is placed at its ``.scheme``."""
    found = (regimes.check_identifier(country, scheme, value, f".{scheme}") for scheme, value in numbers)
    return tuple(one for one in found if one is not None)
