"""Ireland: VAT 23, 13.5, 9, 4.8 and 0 %, 21 % from 2020-09-01 to 2021-02-28, company number (format only)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source
from invoicing.domain.tax import DatedRate

_S46 = "Value-Added Tax Consolidation Act 2010, s 46(1); https://revisedacts.lawreform.ie/eli/2010/act/31/section/46"
_CUT = "Value-Added Tax Consolidation Act 2010, s 46(1A) (2020-09-01 to 2021-02-28)"
_INVOICE = "Value-Added Tax Consolidation Act 2010, s 66; VAT Regulations 2010 (S.I. 639/2010), reg 20"

REGIME = Regime(
    code="IE",
    name="Ireland",
    languages=("en",),
    currency="EUR",
    tax_label="VAT",
    rates=(
        DatedRate("standard", Decimal(23), date(2021, 3, 1), source=_S46),
        DatedRate("standard", Decimal(21), date(2020, 9, 1), date(2021, 2, 28), _CUT),
        DatedRate("standard", Decimal(23), date(2012, 1, 1), date(2020, 8, 31), _S46),
        DatedRate("reduced", Decimal("13.5"), date(2003, 1, 1), source=_S46),
        DatedRate("second-reduced", Decimal(9), date(2011, 7, 1), source=_S46 + " (ca) to (cb)"),
        DatedRate("livestock", Decimal("4.8"), date(2020, 1, 1), source=_S46 + " (d)"),
        DatedRate("zero", Decimal(0), date(2020, 1, 1), source=_S46 + " (b)"),
    ),
    vat_stdnum="ie.vat",
    vat_prefix="IE",
    vat_example="IE6433435OA",
    eu_since=date(1973, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="S.I. 580/2012, regs 3 and 4: 30 days; 60 unless expressly agreed and not grossly unfair "
    "(Directive 2011/7/EU, art. 3)",
    identifiers=(
        IdentifierRule(
            "cro",
            "Company number",
            pattern=r"\d{1,6}",
            example="123456",
            source="Companies Act 2014; Companies Registration Office",
        ),
    ),
    texts=(
        LegalText(
            "reverse-charge", "AE", (("en", "Reverse charge"),), "Directive 2006/112/EC, art. 226(11a)", _INVOICE
        ),
        LegalText(
            "intra-community-supply",
            "K",
            (("en", "Zero-rated intra-Community supply"),),
            "VATCA 2010, Sch 2",
            _INVOICE + "; Directive 2006/112/EC, art. 138",
        ),
        LegalText(
            "export",
            "G",
            (("en", "Zero-rated export"),),
            "VATCA 2010, Sch 2",
            _INVOICE + "; Directive 2006/112/EC, art. 146",
        ),
        LegalText(
            "outside-scope",
            "O",
            (("en", "Outside the scope of Irish VAT"),),
            "VATCA 2010, Part 4",
            "Value-Added Tax Consolidation Act 2010, ss 29-35: place of supply",
        ),
        LegalText("exempt", "E:exempt", (("en", "Exempt from VAT"),), "VATCA 2010, Sch 1", _INVOICE),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("en", "Credit note to the invoice named above"),),
            "VATCA 2010, s 67",
            "Value-Added Tax Consolidation Act 2010, s 67(1)(b)",
        ),
    ),
    window="left",
    sources=(
        Source("Value-Added Tax Consolidation Act 2010", "https://revisedacts.lawreform.ie/eli/2010/act/31"),
        Source(
            "Revenue: Current VAT rates",
            "https://www.revenue.ie/en/vat/vat-rates/search-vat-rates/current-vat-rates.aspx",
        ),
    ),
    unverified=(
        "which supplies bear 9 % on a given day: tourism 2020-11-01 to 2023-08-31, energy since 2022-05-01",
        "9 % on apartments since 2025-10-08, on catering and hairdressing since 2026-07-01: read in commentary",
        "the words of reg 20 of S.I. 639/2010",
        "relevant contracts tax and professional services withholding tax",
        "the first days of 4.8 and 0 %: the table starts at 2020-01-01",
    ),
)
