"""VAT identifiers, fiscal codes, company numbers and bank accounts: right ones pass, wrong ones say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.party import Address, Identifier, Party
from invoicing.regimes import (
    check_bic,
    check_iban,
    check_identifier,
    check_party,
    check_vat,
    format_only,
    normalise_iban,
    normalise_vat,
    regime,
    regimes,
)
from invoicing.regimes.identifiers import WORLDWIDE

if TYPE_CHECKING:
    from invoicing.domain.law import IdentifierRule, Regime

# Printed by public companies (Eni, Fiat, Telefónica, Inditex, OMV Petrom, Banca Transilvania, Tesco, Siemens, SAP,
# La Poste, Google France and Ireland, KBC, Philips) or published as test numbers by python-stdnum and gobl.
VALID = (
    ("IT", "00743110157"),
    ("IT", "IT00905811006"),
    ("IT", "IT 079 737 80013"),
    ("NL", "NL004495445B01"),
    ("NL", "808661863B01"),
    ("NL", "NL001545668B01"),
    ("NL", "000099998B57"),
    ("ES", "ESA28015865"),
    ("ES", "A15075062"),
    ("ES", "B58378431"),
    ("ES", "X5102754C"),
    ("RO", "RO18547290"),
    ("RO", "1590082"),
    ("RO", "RO 5022670"),
    ("GB", "GB980780684"),
    ("GB", "220430231"),
    ("GB", "350 9836 37"),
    ("GB", "GD103"),
    ("GB", "XI350983637"),
    ("DE", "DE136695976"),
    ("DE", "129274202"),
    ("DE", "143454214"),
    ("FR", "FR40303265045"),
    ("FR", "39356000000"),
    ("FR", "FR 64 443 061 841"),
    ("IE", "IE6433435F"),
    ("IE", "6433435OA"),
    ("IE", "6388047V"),
    ("BE", "BE0403019261"),
    ("BE", "0897.223.571"),
    ("BE", "0403227515"),
    ("GR", "EL094259216"),
    ("GR", "GR094259216"),
    ("CH", "CHE-107.787.577 IVA"),
    ("CH", "CHE-116.281.710 MWST"),
)
INVALID = (
    ("IT", "IT00743110158"),
    ("IT", "1234567890"),
    ("NL", "NL123456789B90"),
    ("NL", "NL12345678"),
    ("ES", "B58378432"),
    ("ES", "12345"),
    ("RO", "RO18547291"),
    ("RO", "RO12A"),
    ("GB", "GB802311781"),
    ("GB", "GB12345"),
    ("DE", "DE136695978"),
    ("DE", "DE12345678"),
    ("FR", "FR84323140391"),
    ("FR", "FR1234"),
    ("IE", "IE6433435E"),
    ("IE", "IE12"),
    ("BE", "BE0431150351"),
    ("BE", "BE12"),
    ("CH", "CHE-107.787.578 IVA"),
    ("GR", "EL094259217"),
    ("IT", ""),
)


@pytest.mark.parametrize(("country", "value"), VALID)
def test_a_right_vat_number_passes_and_its_normal_form_stays_right(country: str, value: str) -> None:
    """Source: numbers printed by public companies, or test numbers of python-stdnum and gobl."""
    assert check_vat(country, value) is None
    normal = normalise_vat(country, value)
    assert check_vat(country, normal) is None
    assert normalise_vat(country, normal) == normal


@pytest.mark.parametrize(("country", "value"), INVALID)
def test_a_wrong_vat_number_is_one_finding_with_place_and_remedy(country: str, value: str) -> None:
    """Source: the check digits of each country, as python-stdnum states them."""
    finding = check_vat(country, value, "client.vat")
    assert finding is not None
    assert (finding.code, finding.where) == ("bad-vat-number", "client.vat")
    assert finding.message
    assert finding.remedy


@pytest.mark.parametrize("law", [one for one in regimes() if one.vat_stdnum], ids=lambda law: law.code)
def test_the_example_of_each_country_is_right(law: Regime) -> None:
    """Source: an example in an error can be pasted."""
    assert check_vat(law.code, law.vat_example) is None
    assert normalise_vat(law.code, law.vat_example) == law.vat_example


@pytest.mark.parametrize(
    ("country", "value", "normal"),
    [
        ("IT", "007 431 101 57", "IT00743110157"),
        ("IT", "it00743110157", "IT00743110157"),
        ("GR", "094 259 216", "EL094259216"),
        ("BE", "403.019.261", "BE0403019261"),
        ("NL", "nl 0044.95.445.b.01", "NL004495445B01"),
        ("GB", "xi 350 9836 37", "XI350983637"),
        ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
        ("IT", "DE 136 695 976", "DE136695976"),
        ("IT", "12-3", "IT123"),
        ("NO", "995 525 828 MVA", "995525828MVA"),
        ("JP", "T 123", "T123"),
    ],
)
def test_a_vat_number_is_written_with_prefix_and_without_separators(country: str, value: str, normal: str) -> None:
    """Source: Directive 2006/112/EC art. 215: prefix of the member state; BT-31."""
    assert normalise_vat(country, value) == normal


def test_a_foreign_registration_is_checked_by_its_own_rules() -> None:
    """Source: an Italian firm may hold a German VAT number; its prefix says whose it is."""
    assert check_vat("IT", "DE136695976") is None
    finding = check_vat("IT", "DE136695978")
    assert finding is not None
    assert "Germany" in finding.message


def test_the_reason_tells_length_form_and_check_digit_apart() -> None:
    """Source: python-stdnum's exceptions."""
    reasons = [check_vat("IT", value) for value in ("IT0074311015", "IT0074311015X", "IT00743110158")]
    assert ["length" in one.message for one in reasons if one] == [True, False, False]
    assert ["form" in one.message for one in reasons if one] == [False, True, False]
    assert ["digit" in one.message for one in reasons if one] == [False, False, True]


def test_a_country_whose_numbers_are_unknown_is_not_judged_and_the_united_states_have_none() -> None:
    """Source: no check exists for Japan here; the US has no VAT."""
    assert check_vat("JP", "anything") is None
    finding = check_vat("US", "91-1144442")
    assert finding is not None
    assert finding.code == "no-vat-number"
    assert "ein" in finding.remedy


ALL_RULES = [
    *((law.code, rule) for law in regimes() for rule in law.identifiers),
    *(("FR", rule) for rule in WORLDWIDE),
]


@pytest.mark.parametrize(("country", "rule"), ALL_RULES, ids=lambda part: getattr(part, "scheme", part))
def test_each_identifiers_example_passes_and_nonsense_does_not(country: str, rule: IdentifierRule) -> None:
    """Source: the examples of the registers; each rule has a check or a pattern, never neither."""
    assert bool(rule.stdnum) != bool(rule.pattern)
    assert check_identifier(country, rule.scheme, rule.example) is None
    finding = check_identifier(country, rule.scheme, "?")
    assert finding is not None
    assert (finding.code, finding.where) == ("bad-identifier", "identifiers")


@pytest.mark.parametrize(
    ("country", "scheme", "value", "right"),
    [
        ("IT", "codice-fiscale", "RSSMRA74D22A001Q", True),
        ("IT", "codice-fiscale", "RSSGNN60R30H501U", True),
        ("IT", "codice-fiscale", "10182640150", True),
        ("IT", "codice-fiscale", "RSXGNN60R30H501U", False),
        ("IT", "sdi", "0000000", True),
        ("IT", "sdi", "UFABCD", True),
        ("IT", "sdi", "ABC", False),
        ("IT", "pec", "studio@pec.it", True),
        ("IT", "pec", "studio@pec", False),
        ("NL", "kvk", "12345678", True),
        ("NL", "kvk", "1234567", False),
        ("ES", "nif", "B58378431", True),
        ("ES", "nif", "B58378432", False),
        ("RO", "cui", "18547290", True),
        ("RO", "cui", "18547291", False),
        ("RO", "reg-com", "J40/1234/2015", True),
        ("RO", "reg-com", "J2024000001001", True),
        ("RO", "reg-com", "40/1234/2015", False),
        ("GB", "company-number", "01234567", True),
        ("GB", "company-number", "SC123456", True),
        ("GB", "company-number", "1234567", False),
        ("DE", "steuernummer", "181/815/08155", True),
        ("DE", "steuernummer", "12/345/678", False),
        ("FR", "siren", "732829320", True),
        ("FR", "siren", "732829321", False),
        ("FR", "siret", "73282932000074", True),
        ("FR", "siret", "73282932000075", False),
        ("BE", "kbo", "0403.019.261", True),
        ("BE", "kbo", "0403.019.262", False),
        ("US", "ein", "91-1144442", True),
        ("US", "ein", "07-1144442", False),
    ],
)
def test_numbers_of_registers_are_checked(
    country: str,
    scheme: str,
    value: str,
    right: bool,  # noqa: FBT001  a table column
) -> None:
    """Source: test numbers of python-stdnum and gobl; the forms of KvK, Companies House, ONRC and SdI."""
    assert (check_identifier(country, scheme, value) is None) is right


def test_kvk_and_companies_house_are_format_only_and_codice_fiscale_is_not() -> None:
    """Source: no published check digit for KvK and Companies House numbers."""
    only = {(country, rule.scheme) for country, rule in ALL_RULES if format_only(rule)}
    assert {("NL", "kvk"), ("GB", "company-number"), ("RO", "reg-com"), ("IE", "cro")} <= only
    assert ("IT", "codice-fiscale") not in only
    finding = check_identifier("NL", "kvk", "123")
    assert finding is not None
    assert "only the form" in finding.message


def test_a_misspelt_register_names_the_nearest_and_a_strange_one_the_list() -> None:
    """Source: all findings say what to do."""
    close = check_identifier("IT", "codice-fiscle", "x")
    far = check_identifier("NL", "zzz", "x")
    assert close is not None
    assert far is not None
    assert (close.code, close.remedy) == ("unknown-identifier", "did you mean codice-fiscale?")
    assert far.remedy == "take one of: kvk, oin"


def test_a_register_of_a_country_without_a_file_is_taken_as_it_is() -> None:
    """Source: where no register is listed, none can be refused."""
    assert check_identifier("JP", "corporate-number", "1234567890123") is None


@pytest.mark.parametrize("value", ["NL91 ABNA 0417 1643 00", "it60x0542811101000000123456", "GB29NWBK60161331926819"])
def test_a_right_iban_passes(value: str) -> None:
    """Source: the examples of the SWIFT IBAN registry."""
    assert check_iban(value) is None
    assert normalise_iban(value) == value.replace(" ", "").upper()


@pytest.mark.parametrize("value", ["NL91ABNA0417164301", "NL91ABNA04171643", "", "XX00", "NL91 ABNA 0417 1643 0O"])
def test_a_wrong_iban_is_a_finding(value: str) -> None:
    """Source: ISO 13616 check digits and the length of each country."""
    finding = check_iban(value, "bank.iban")
    assert finding is not None
    assert (finding.code, finding.where) == ("bad-iban", "bank.iban")


@pytest.mark.parametrize(
    ("value", "right"), [("ABNANL2A", True), ("AGRIFRPP882", True), ("ABNANL2", False), ("", False)]
)
def test_a_bic_is_checked_by_its_form(value: str, right: bool) -> None:  # noqa: FBT001  a table column
    """Source: ISO 9362: eight or eleven characters."""
    finding = check_bic(value)
    assert (finding is None) is right
    assert finding is None or finding.code == "bad-bic"


@given(st.text(max_size=24))
def test_any_text_gets_an_answer_and_never_an_exception(text: str) -> None:
    """Source: what a client file says is data."""
    for country in ("IT", "GB", "CH", "GR", "US", "JP"):
        check_vat(country, text)
        assert normalise_vat(country, normalise_vat(country, text)) == normalise_vat(country, text)
    check_iban(text)
    check_bic(text)


def test_the_vat_number_of_the_country_is_its_own_prefix() -> None:
    """Source: `Regime.vat_prefix` and the examples agree."""
    assert all(law.vat_example.startswith(law.vat_prefix) for law in regimes())
    assert regime("US").vat_prefix == ""


def test_a_number_of_a_foreign_register_is_checked_by_its_own_rules() -> None:
    """Source: an Irish firm may hold an Italian codice fiscale."""
    assert check_identifier("IE", "codice-fiscale", "RSSMRA74D22A001Q") is None
    assert check_identifier("IE", "codice-fiscale", "RSXGNN60R30H501U") is not None


def party(country: str, vat: str = "", **identifiers: str) -> Party:
    """Give a party with these numbers."""
    numbers = tuple(Identifier(scheme, value) for scheme, value in identifiers.items())
    return Party("Client", Address(country=country), vat, numbers)


def test_all_that_is_wrong_with_a_party_comes_at_once_with_its_places() -> None:
    """Source: frame of the input checks: one finding each, with place."""
    found = check_party(party("NL", "NL123456789B90", kvk="123", oin="1" * 20), "buyer")
    assert [(one.code, one.where) for one in found] == [
        ("bad-vat-number", "buyer.vat"),
        ("bad-identifier", "buyer.identifiers.kvk"),
    ]


@pytest.mark.parametrize(
    "right",
    [party("IT", "IT00743110157"), party("NL"), party(""), party("", "NL004495445B01"), party("", "?", kvk="12345678")],
)
def test_a_party_with_right_numbers_or_none_has_no_findings(right: Party) -> None:
    """Source: a party without country is judged only by what its numbers say themselves."""
    assert check_party(right, "seller") == ()


def test_a_party_without_country_is_still_judged_by_the_prefix_of_its_number() -> None:
    """Source: the prefix names the country (Directive 2006/112/EC art. 215)."""
    assert [one.code for one in check_party(party("", "IT00743110158"), "seller")] == ["bad-vat-number"]


def test_a_party_of_an_unknown_country_is_one_finding_at_its_country() -> None:
    """Source: ISO 3166-1."""
    found = check_party(party("Italia", "x"), "seller")
    assert [(one.code, one.where, one.example) for one in found] == [
        ("unknown-country", "seller.country", 'country = "IT"')
    ]
