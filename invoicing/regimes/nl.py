"""The Netherlands: btw 21, 9 and 0 %, btw verlegd, kleineondernemersregeling, KvK number (format only)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source
from invoicing.domain.tax import DatedRate

_WET = "Wet op de omzetbelasting 1968, art. 9; https://wetten.overheid.nl/BWBR0002629"
_TABLE_I = "Wet op de omzetbelasting 1968, art. 9, lid 2, a, and table I (9 % from 2019-01-01)"
_TABLE_II = "Wet op de omzetbelasting 1968, art. 9, lid 2, b, and table II"
_ART_35A = "Wet op de omzetbelasting 1968, art. 35a, lid 1; Directive 2006/112/EC, art. 226 (11, 11a)"

REGIME = Regime(
    code="NL",
    name="Netherlands",
    languages=("nl",),
    currency="EUR",
    tax_label="BTW",
    rates=(
        DatedRate("standard", Decimal(21), date(2012, 10, 1), source=_WET),
        DatedRate("reduced", Decimal(9), date(2019, 1, 1), source=_TABLE_I),
        DatedRate("zero", Decimal(0), date(2020, 1, 1), source=_TABLE_II),
    ),
    vat_stdnum="nl.btw",
    vat_prefix="NL",
    vat_example="NL004495445B01",
    eu_since=date(1958, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="BW 6:119a: 30 days; at most 60 unless expressly agreed and not grossly unfair; "
    "a large buyer at most 30 towards an SME since 2022-07-01",
    identifiers=(
        IdentifierRule(
            "kvk",
            "KvK-nummer",
            pattern=r"\d{8}",
            example="12345678",
            source="Handelsregisterwet 2007, art. 9; NLCIUS, scheme 0106: 8 digits",
        ),
        IdentifierRule(
            "oin", "OIN", pattern=r"\d{20}", example="00000001123456789000", source="NLCIUS, scheme 0190: 20 digits"
        ),
    ),
    texts=(
        LegalText("reverse-charge", "AE", (("nl", "Btw verlegd"),), "art. 35a Wet OB 1968", _ART_35A),
        LegalText(
            "intra-community-supply",
            "K",
            (("nl", "Intracommunautaire levering, 0% btw"),),
            "tabel II, post a.6, Wet OB 1968",
            _TABLE_II + "; Directive 2006/112/EC, art. 138",
        ),
        LegalText(
            "export",
            "G",
            (("nl", "Uitvoer, 0% btw"),),
            "tabel II, post a.2, Wet OB 1968",
            _TABLE_II + "; Directive 2006/112/EC, art. 146",
        ),
        LegalText(
            "outside-scope",
            "O",
            (("nl", "Niet belast met Nederlandse btw"),),
            "art. 6 Wet OB 1968",
            "Wet op de omzetbelasting 1968, arts 5-6: place of supply",
        ),
        LegalText("exempt", "E:exempt", (("nl", "Vrijgesteld van btw"),), "art. 11 Wet OB 1968", _ART_35A),
        LegalText(
            "small-business",
            "E:small-business",
            (("nl", "Vrijgesteld van btw: kleineondernemersregeling"),),
            "art. 25 Wet OB 1968",
            "Wet op de omzetbelasting 1968, art. 25 (KOR)",
        ),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("nl", "Creditnota op de genoemde factuur"),),
            "art. 219 Richtlijn 2006/112/EG",
            "Directive 2006/112/EC, art. 219: an amending document refers unambiguously to the first invoice",
        ),
    ),
    window="left",
    sources=(
        Source("Wet op de omzetbelasting 1968", "https://wetten.overheid.nl/BWBR0002629"),
        Source(
            "Memorie van toelichting Belastingplan 2025: lodging to the general rate from 2026-01-01",
            "https://rijksfinancien.nl/belastingplan-memorie-van-toelichting/2025/d17e3459",
        ),
    ),
    unverified=(
        "art. 35a and the items of table II: read in an older consolidation, not in today's",
        "which supplies stand in table I on a given day (lodging: 9 % to 2025-12-31, 21 % from 2026-01-01)",
        "which side the window of the usual envelope is on",
    ),
)
