"""Germany: Umsatzsteuer 19 and 7 %, 16 and 5 % in the second half of 2020, Kleinunternehmer, Steuernummer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source
from invoicing.domain.tax import DatedRate

_USTG = "§ 12 UStG; https://www.gesetze-im-internet.de/ustg_1980/__12.html"
_CORONA = "§ 28 (1) and (2) UStG, Zweites Corona-Steuerhilfegesetz of 2020-06-29, art. 3 (2020-07-01 to 2020-12-31)"
_SOLAR = "§ 12 (3) UStG, Jahressteuergesetz 2022: photovoltaic systems"
_INVOICE = "§ 14 (4) no. 8 and § 14a UStG; https://www.gesetze-im-internet.de/ustg_1980/__14a.html"

REGIME = Regime(
    code="DE",
    name="Germany",
    languages=("de",),
    currency="EUR",
    tax_label="USt",
    rates=(
        DatedRate("standard", Decimal(19), date(2021, 1, 1), source=_USTG),
        DatedRate("standard", Decimal(16), date(2020, 7, 1), date(2020, 12, 31), _CORONA),
        DatedRate("standard", Decimal(19), date(2007, 1, 1), date(2020, 6, 30), _USTG),
        DatedRate("reduced", Decimal(7), date(2021, 1, 1), source=_USTG),
        DatedRate("reduced", Decimal(5), date(2020, 7, 1), date(2020, 12, 31), _CORONA),
        DatedRate("reduced", Decimal(7), date(1983, 7, 1), date(2020, 6, 30), _USTG),
        DatedRate("zero", Decimal(0), date(2023, 1, 1), source=_SOLAR),
    ),
    vat_stdnum="de.vat",
    vat_prefix="DE",
    vat_example="DE136695976",
    eu_since=date(1958, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="§ 286 (3) BGB: in default 30 days after bill and due date; § 271a BGB: at most 60 days unless "
    "expressly agreed and not grossly unfair; https://www.gesetze-im-internet.de/bgb/__271a.html",
    identifiers=(
        IdentifierRule(
            "steuernummer",
            "Steuernummer",
            stdnum="de.stnr",
            example="181/815/08155",
            source="§ 14 (4) no. 2 UStG; § 139 AO",
        ),
        IdentifierRule(
            "handelsregister",
            "Handelsregister",
            pattern=r"(?:.+ )?HR[AB] ?\d{1,6}(?: ?[A-Z]{1,3})?",
            example="Berlin (Charlottenburg) HRB 12345",
            source="§ 35a GmbHG, § 37a HGB",
        ),
        IdentifierRule(
            "leitweg-id",
            "Leitweg-ID",
            stdnum="de.leitweg",
            example="991-03730-19",
            source="XRechnung, BT-10",
        ),
    ),
    texts=(
        LegalText(
            "reverse-charge",
            "AE",
            (("de", "Steuerschuldnerschaft des Leistungsempfängers"),),
            "§ 14a UStG",
            _INVOICE + ", (1) and (5)",
        ),
        LegalText(
            "intra-community-supply",
            "K",
            (("de", "Steuerfreie innergemeinschaftliche Lieferung"),),
            "§ 4 Nr. 1 Buchst. b UStG",
            _INVOICE + ", (3); § 6a UStG",
        ),
        LegalText(
            "export",
            "G",
            (("de", "Steuerfreie Ausfuhrlieferung"),),
            "§ 4 Nr. 1 Buchst. a UStG",
            _INVOICE + "; § 6 UStG",
        ),
        LegalText(
            "outside-scope",
            "O",
            (("de", "Im Inland nicht steuerbar"),),
            "§ 3a UStG",
            "§§ 1, 3 and 3a UStG: place of supply",
        ),
        LegalText("exempt", "E:exempt", (("de", "Steuerfrei"),), "§ 4 UStG", _INVOICE),
        LegalText(
            "small-business",
            "E:small-business",
            (("de", "Steuerfreier Umsatz eines Kleinunternehmers"),),
            "§ 19 UStG",
            "§ 19 UStG and § 34a no. 5 UStDV (since 2025-01-01): the invoice says that the exemption holds",
        ),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("de", "Berichtigung der genannten Rechnung"),),
            "§ 31 Abs. 5 UStDV",
            "§ 31 (5) UStDV; the word Gutschrift is kept for self-billing (§ 14 (4) no. 10 UStG)",
        ),
    ),
    window="left",
    sources=(
        Source("Umsatzsteuergesetz", "https://www.gesetze-im-internet.de/ustg_1980/"),
        Source("Umsatzsteuer-Durchführungsverordnung", "https://www.gesetze-im-internet.de/ustdv_1980/"),
        Source(
            "Statistisches Bundesamt: effect of the VAT reduction of 2020",
            "https://www.destatis.de/EN/Themes/Society-Environment/Income-Consumption-Living-Conditions/"
            "Consumption-Expenditure/consumption-1-VAT.html",
        ),
    ),
    unverified=(
        "§ 12 (3) UStG (0 % on photovoltaic systems) and § 31 UStDV: not read here",
        "which supplies bear 7 % on a given day (restaurant meals changed several times)",
    ),
)
