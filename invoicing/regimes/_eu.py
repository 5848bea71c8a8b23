"""The European Union for the purposes of VAT: who belongs to it on a day, and how its VAT identifiers look.

A country counts from the day its accession took effect. The United Kingdom left the Union on 2020-01-31, but the VAT
Directive went on applying to it until the end of the transition period on 2020-12-31 (Withdrawal Agreement, arts 126
and 127): for VAT that last day counts, and it stands here. Goods in Northern Ireland (prefix XI) still follow the
Directive; a supply of that sort is not derived from these dates.

Sources: the accession treaties; Directive 2006/112/EC arts 214 and 215; python-stdnum for the check of each number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Membership:
    """First and last day in the VAT territory of the Union; `until` None while a member."""

    since: date
    until: date | None = None


def _joined(year: int, month: int, day: int, codes: str) -> dict[str, Membership]:
    """Give one accession's members."""
    return dict.fromkeys(codes.split(), Membership(date(year, month, day)))


MEMBERS: dict[str, Membership] = {
    **_joined(1958, 1, 1, "BE DE FR IT LU NL"),
    **_joined(1973, 1, 1, "DK IE"),
    **_joined(1981, 1, 1, "GR"),
    **_joined(1986, 1, 1, "ES PT"),
    **_joined(1995, 1, 1, "AT FI SE"),
    **_joined(2004, 5, 1, "CY CZ EE HU LT LV MT PL SI SK"),
    **_joined(2007, 1, 1, "BG RO"),
    **_joined(2013, 7, 1, "HR"),
    "GB": Membership(date(1973, 1, 1), date(2020, 12, 31)),
}

VAT_CHECKS: dict[str, str] = {
    "AT": "at.uid",
    "BE": "be.vat",
    "BG": "bg.vat",
    "CH": "ch.vat",
    "CY": "cy.vat",
    "CZ": "cz.dic",
    "DE": "de.vat",
    "DK": "dk.cvr",
    "EE": "ee.kmkr",
    "ES": "es.nif",
    "FI": "fi.alv",
    "FR": "fr.tva",
    "GB": "gb.vat",
    "GR": "gr.vat",
    "HR": "hr.oib",
    "HU": "hu.anum",
    "IE": "ie.vat",
    "IT": "it.iva",
    "LT": "lt.pvm",
    "LU": "lu.tva",
    "LV": "lv.pvn",
    "MT": "mt.vat",
    "NL": "nl.btw",
    "NO": "no.mva",
    "PL": "pl.nip",
    "PT": "pt.nif",
    "RO": "ro.cf",
    "SE": "se.vat",
    "SI": "si.ddv",
    "SK": "sk.dph",
}
"""the python-stdnum module that checks a country's VAT identifier"""

_OWN_PREFIX = {"GR": "EL", "CH": "CHE", "NO": ""}
COUNTRY_OF_PREFIX: dict[str, str] = {
    **{_OWN_PREFIX.get(code, code): code for code in VAT_CHECKS if _OWN_PREFIX.get(code, code)},
    "XI": "GB",
}
"""which country's check a prefix names; Greece writes EL, Northern Ireland XI (Directive 2006/112/EC art. 215)"""


def vat_prefix(country: str) -> str:
    """Give the prefix of a country's VAT identifiers, or an empty text when none is known."""
    return _OWN_PREFIX.get(country, country) if country in VAT_CHECKS else ""
