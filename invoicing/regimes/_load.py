"""Find a country's law by its code; a country without a file gets a regime that claims nothing."""

from __future__ import annotations

from functools import cache

from invoicing import discovery
from invoicing.domain.errors import Refused, nearest
from invoicing.domain.law import Regime
from invoicing.regimes._countries import COUNTRIES
from invoicing.regimes._eu import MEMBERS, VAT_CHECKS, vat_prefix

_PACKAGE = "invoicing.regimes"


@cache
def regime(code: str) -> Regime:
    """Give the law of a country by its ISO 3166-1 alpha-2 code, in any case.

    A country without a file gets a generic regime: its name, its days in the EU and its VAT identifier, no rates and
    no sentences. Refused (``unknown-country``) when the code is not in ISO 3166-1.
    """
    country = code.strip().upper()
    if country not in COUNTRIES:
        raise _unknown(code)
    if country.lower() not in discovery.find(_PACKAGE):
        return _generic(country)
    found = discovery.load(_PACKAGE, country.lower(), "REGIME")
    if not isinstance(found, Regime):
        message = f"{_PACKAGE}.{country.lower()} has no Regime in REGIME"
        raise TypeError(message)
    return found


@cache
def regimes() -> tuple[Regime, ...]:
    """Give the law of every country that has a file, ordered by code."""
    return tuple(regime(name) for name in sorted(discovery.find(_PACKAGE)) if name.upper() in COUNTRIES)


@cache
def nowhere() -> Regime:
    """Give the regime of a document that names no country: no rate is known and nothing is claimed."""
    return Regime(code="", name="", languages=(), currency="", tax_label="", generic=True)


def _generic(country: str) -> Regime:
    """Write the regime of a country without a file: facts that hold without reading its law."""
    member = MEMBERS.get(country)
    return Regime(
        code=country,
        name=COUNTRIES[country],
        languages=(),
        currency="",
        tax_label="VAT",
        vat_stdnum=VAT_CHECKS.get(country, ""),
        vat_prefix=vat_prefix(country),
        eu_since=member.since if member else None,
        eu_until=member.until if member else None,
        unverified=(f"the tax law of {COUNTRIES[country]}: no rate, term or sentence is claimed",),
        generic=True,
    )


def _unknown(code: str) -> Refused:
    """Refuse a code that no country has; a name is answered with its code."""
    close = nearest(code.strip().title(), COUNTRIES.values()) if len(code.strip()) > 2 else ""
    named = next((key for key, name in COUNTRIES.items() if name == close), "")
    return Refused.one(
        "unknown-country",
        f"{code!r} is no country code",
        where="country",
        rule="ISO 3166-1 alpha-2",
        remedy=f"write {named} for {close}" if named else "write the two-letter code, such as IT or NL",
        example=f'country = "{named or "IT"}"',
    )
