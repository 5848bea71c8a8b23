"""A country's law is found by its code; one without a file gets a regime that claims nothing."""

from __future__ import annotations

import sys
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from invoicing import discovery
from invoicing.domain.errors import Refused
from invoicing.domain.money import MINOR_UNITS
from invoicing.regimes import COUNTRIES, late_payment, nowhere, regime, regimes
from invoicing.regimes._eu import MEMBERS, VAT_CHECKS, vat_prefix

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoicing.domain.law import Regime


def test_there_are_249_countries_each_with_two_letters_and_a_name() -> None:
    """Source: ISO 3166-1, 249 officially assigned alpha-2 codes."""
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isupper() and name for code, name in COUNTRIES.items())


@pytest.mark.parametrize("code", ["it", "IT", " It "])
def test_a_code_is_read_in_any_case(code: str) -> None:
    """Source: people write codes both ways."""
    assert regime(code).name == "Italy"


def test_a_country_without_a_file_gets_a_regime_that_claims_no_law() -> None:
    """Source: design.md: no legal claim is made for it."""
    law = regime("JP")
    assert (law.code, law.name, law.generic) == ("JP", "Japan", True)
    assert (law.rates, law.texts, law.withholding, law.funds, law.identifiers, law.sources) == ((),) * 6
    assert (law.currency, law.default_term_days, law.eu_since) == ("", None, None)
    assert law.unverified


def test_a_document_without_a_country_has_a_law_that_knows_nothing() -> None:
    """Source: a minimal document file works without a book (design.md section 5)."""
    law = nowhere()
    assert (law.code, law.rates, law.texts, law.generic, law.in_eu(date(2026, 1, 1))) == ("", (), (), True, False)


def test_no_country_with_a_file_is_generic() -> None:
    """Source: `Regime.generic` marks only what has no file."""
    assert not any(one.generic for one in regimes())


# Accession treaties; for GB the end of the transition period, Withdrawal Agreement art. 126.
MEMBERSHIP = (
    ("IT", "1958-01-01", True),
    ("HR", "2013-06-30", False),
    ("HR", "2013-07-01", True),
    ("BG", "2006-12-31", False),
    ("BG", "2007-01-01", True),
    ("GR", "1981-01-01", True),
    ("GB", "2020-01-31", True),
    ("GB", "2020-12-31", True),
    ("GB", "2021-01-01", False),
    ("CH", "2026-01-01", False),
    ("US", "2026-01-01", False),
    ("PL", "2004-04-30", False),
    ("PL", "2004-05-01", True),
)


@pytest.mark.parametrize(("code", "day", "member"), MEMBERSHIP)
def test_membership_counts_by_day_for_vat(code: str, day: str, member: bool) -> None:  # noqa: FBT001  a table column
    """Source: the accession treaties; the United Kingdom to the end of the transition on 2020-12-31."""
    assert regime(code).in_eu(date.fromisoformat(day)) is member


def test_the_union_has_27_members_today() -> None:
    """Source: europa.eu, since 2020-02-01."""
    assert sum(regime(code).in_eu(date(2026, 11, 21)) for code in COUNTRIES) == 27


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.code)
def test_a_file_agrees_with_the_tables_of_the_union(law: Regime) -> None:
    """Source: one fact, two places: the country's file and the table for those without one."""
    member = MEMBERS.get(law.code)
    assert (law.eu_since, law.eu_until) == ((member.since, member.until) if member else (None, None))
    assert (law.vat_stdnum, law.vat_prefix) == (VAT_CHECKS.get(law.code, ""), vat_prefix(law.code))
    assert law.name == COUNTRIES[law.code]
    assert law.currency in MINOR_UNITS


def test_greece_writes_el() -> None:
    """Source: Directive 2006/112/EC art. 215."""
    assert regime("GR").vat_prefix == "EL"


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("XX", "write the two-letter code, such as IT or NL"),
        ("", "write the two-letter code, such as IT or NL"),
        ("Italia", "write IT for Italy"),
        ("Qwertyuiop", "write the two-letter code, such as IT or NL"),
        ("identifiers", "write the two-letter code, such as IT or NL"),
    ],
)
def test_an_unknown_code_is_refused_with_what_to_write(code: str, remedy: str) -> None:
    """Source: ISO 3166-1; the finding names the code of a country written out."""
    with pytest.raises(Refused) as refused:
        regime(code)
    assert (refused.value.code, refused.value.remedy) == ("unknown-country", remedy)


def test_late_payment_law_comes_by_country_and_is_none_without_a_file() -> None:
    """Source: files in regimes/_late_payment."""
    italy = late_payment("IT")
    assert italy is not None
    assert italy.code == "IT"
    assert late_payment("JP") is None


@pytest.mark.parametrize(("find", "constant"), [(regime, "REGIME"), (late_payment, "LATE_PAYMENT")])
def test_a_file_whose_constant_is_something_else_is_our_fault(
    find: Callable[[str], object], constant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: a plug-in with a wrong constant must fail by name, not later."""
    regime.cache_clear()
    late_payment.cache_clear()
    module = ModuleType("aq")
    setattr(module, constant, "not a law")
    monkeypatch.setitem(sys.modules, "aq", module)
    monkeypatch.setattr(discovery, "find", lambda _package: {"aq": "aq"})
    with pytest.raises(TypeError, match=constant):
        find("AQ")
