"""Romania: TVA 19, 9 and 5 % to 2025-07-31, 21 and 11 % from 2025-08-01, taxare inversă, CUI, trade register."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source
from invoicing.domain.tax import DatedRate

_CODE = "Legea 227/2015 (Codul fiscal), art. 291; https://legislatie.just.ro/Public/DetaliiDocument/171282"
_LEGEA_141 = "Legea 141/2025 (M.Of. 699 of 2025-07-25); " + _CODE
_ART_319 = "Legea 227/2015, art. 319 (20); Directive 2006/112/EC, art. 226 (11, 11a)"

REGIME = Regime(
    code="RO",
    name="Romania",
    languages=("ro",),
    currency="RON",
    tax_label="TVA",
    rates=(
        DatedRate("standard", Decimal(21), date(2025, 8, 1), source=_LEGEA_141),
        DatedRate("standard", Decimal(19), date(2017, 1, 1), date(2025, 7, 31), _CODE),
        DatedRate("reduced", Decimal(11), date(2025, 8, 1), source=_LEGEA_141),
        DatedRate("reduced", Decimal(9), date(2020, 1, 1), date(2025, 7, 31), _CODE),
        DatedRate("super-reduced", Decimal(5), date(2020, 1, 1), date(2025, 7, 31), _CODE),
    ),
    vat_stdnum="ro.cf",
    vat_prefix="RO",
    vat_example="RO18547290",
    eu_since=date(2007, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="Legea 72/2013, arts 3 and 5: 30 days; 60 unless agreed and not abusive",
    identifiers=(
        IdentifierRule(
            "cui",
            "CUI",
            stdnum="ro.cui",
            example="18547290",
            source="Legea 359/2004; the prefix RO is written only when registered for VAT (Codul fiscal, art. 316)",
        ),
        IdentifierRule(
            "reg-com",
            "Nr. Reg. Com.",
            pattern=r"[JFC](\d{1,2}/\d{1,5}/\d{4}|\d{13})",
            example="J40/1234/2015",
            source="Legea 265/2022; the form of 13 digits is given since 2024-07-26",
        ),
    ),
    texts=(
        LegalText("reverse-charge", "AE", (("ro", "Taxare inversă"),), "art. 319 alin. (20) Codul fiscal", _ART_319),
        LegalText(
            "intra-community-supply",
            "K",
            (("ro", "Scutit cu drept de deducere: livrare intracomunitară"),),
            "art. 294 alin. (2) lit. a) Codul fiscal",
            _ART_319,
        ),
        LegalText(
            "export",
            "G",
            (("ro", "Scutit cu drept de deducere: export"),),
            "art. 294 alin. (1) Codul fiscal",
            _ART_319,
        ),
        LegalText(
            "outside-scope",
            "O",
            (("ro", "Operațiune neimpozabilă în România"),),
            "art. 275 și 278 Codul fiscal",
            "Legea 227/2015, arts 275 and 278: place of supply",
        ),
        LegalText("exempt", "E:exempt", (("ro", "Scutit fără drept de deducere"),), "art. 292 Codul fiscal", _ART_319),
        LegalText(
            "small-business",
            "E:small-business",
            (("ro", "Scutit de TVA: regim special de scutire pentru întreprinderile mici"),),
            "art. 310 Codul fiscal",
            "Legea 227/2015, art. 310",
        ),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("ro", "Factură de corecție a facturii indicate"),),
            "art. 330 Codul fiscal",
            "Legea 227/2015, art. 330",
        ),
    ),
    sources=(
        Source("Codul fiscal (Legea 227/2015)", "https://legislatie.just.ro/Public/DetaliiDocument/171282"),
        Source(
            "Law 141 of 2025: 21 and 11 % from 2025-08-01",
            "https://regfollower.com/romania-increases-standard-and-reduced-vat-rates-effective-starting-tomorrow",
        ),
    ),
    unverified=(
        "the 9 % that some homes kept after 2025-08-01: its last day is told as 2026-07-31 and as 2026-08-01",
        "the letters of art. 319 (20), read only in the code it replaced",
        "the first days of 9 and 5 % before 2020-01-01",
        "which side the window of the usual envelope is on",
    ),
)
