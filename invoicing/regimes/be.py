"""Belgium: btw / TVA 21, 12 and 6 %, btw verlegd / autoliquidation, small-business exemption, enterprise number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source
from invoicing.domain.tax import DatedRate

_KB_20 = "KB / AR nr. 20 of 1970-07-20; https://finance.belgium.be/en/enterprises/vat/vat-obligation/rates-and-calculation/vat-rates"
_KB_1 = "KB / AR nr. 1 of 1992-12-29, art. 5; Directive 2006/112/EC, art. 226 (11, 11a)"

REGIME = Regime(
    code="BE",
    name="Belgium",
    languages=("nl", "fr", "de"),
    currency="EUR",
    tax_label="BTW/TVA",
    rates=(
        DatedRate("standard", Decimal(21), date(2020, 1, 1), source=_KB_20),
        DatedRate("intermediate", Decimal(12), date(2020, 1, 1), source=_KB_20),
        DatedRate("reduced", Decimal(6), date(2020, 1, 1), source=_KB_20),
        DatedRate("zero", Decimal(0), date(2020, 1, 1), source=_KB_20),
    ),
    vat_stdnum="be.vat",
    vat_prefix="BE",
    vat_example="BE0403019261",
    eu_since=date(1958, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="Wet / Loi of 2002-08-02, art. 4; Directive 2011/7/EU, art. 3: 30 days, 60 unless expressly agreed",
    identifiers=(
        IdentifierRule(
            "kbo",
            "KBO/BCE",
            stdnum="be.vat",
            example="0403.019.261",
            source="Wetboek van economisch recht / Code de droit économique, arts III.17 and III.25",
        ),
    ),
    texts=(
        LegalText(
            "reverse-charge",
            "AE",
            (("nl", "Btw verlegd"), ("fr", "Autoliquidation")),
            "art. 226 (11bis) 2006/112/EG-CE",
            _KB_1,
        ),
        LegalText(
            "intra-community-supply",
            "K",
            (
                ("nl", "Vrijgestelde intracommunautaire levering"),
                ("fr", "Livraison intracommunautaire exemptée"),
            ),
            "art. 39bis WBTW/CTVA",
            _KB_1,
        ),
        LegalText(
            "export",
            "G",
            (("nl", "Vrijgestelde uitvoer"), ("fr", "Exportation exemptée")),
            "art. 39 WBTW/CTVA",
            _KB_1,
        ),
        LegalText(
            "outside-scope",
            "O",
            (("nl", "Niet onderworpen aan Belgische btw"), ("fr", "Non soumis à la TVA belge")),
            "art. 21 WBTW/CTVA",
            "WBTW / CTVA, arts 14 to 21bis: place of supply",
        ),
        LegalText(
            "exempt",
            "E:exempt",
            (("nl", "Vrijgesteld van btw"), ("fr", "Exempté de TVA")),
            "art. 44 WBTW/CTVA",
            _KB_1,
        ),
        LegalText(
            "small-business",
            "E:small-business",
            (
                ("nl", "Bijzondere vrijstellingsregeling kleine ondernemingen, btw niet toepasselijk"),
                ("fr", "Régime particulier de franchise des petites entreprises, TVA non applicable"),
            ),
            "art. 56bis WBTW/CTVA",
            "WBTW / CTVA, art. 56bis",
        ),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("nl", "Creditnota op de genoemde factuur"), ("fr", "Note de crédit sur la facture indiquée")),
            "art. 219 2006/112/EG-CE",
            "KB / AR nr. 4, art. 4; Directive 2006/112/EC, art. 219",
        ),
    ),
    sources=(
        Source(
            "FPS Finance: VAT rates",
            "https://finance.belgium.be/en/enterprises/vat/vat-obligation/rates-and-calculation/vat-rates",
        ),
        Source(
            "KPMG: royal decree of 2026-02: hotels 12 %, pesticides 21 % from 2026-03-01",
            "https://kpmg.com/be/en/home/insights/2026/02/itx-federal-government-approves-increase-in-the-vat-rate-on-hotels-campings-and-pesticides.html",
        ),
    ),
    unverified=(
        "the first days of the rates: the table starts at 2020-01-01",
        "the wording of KB / AR nr. 1 and nr. 4, not read here; the sentences are those in common use",
        "a hard cap of 60 days between businesses, reported since 2022",
        "the German wordings, and the note on the buyer's duty that a domestic reverse charge may need",
        "which supplies bear which rate on a given day (hotels and pesticides changed on 2026-03-01)",
    ),
)
