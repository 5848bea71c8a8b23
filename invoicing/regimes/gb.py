"""United Kingdom: VAT 20, 5 and 0 %, hospitality rates of 2020-2022, reverse charge, company number (format only)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source
from invoicing.domain.tax import DatedRate

_VATA = "Value Added Tax Act 1994, s 2(1); https://www.legislation.gov.uk/ukpga/1994/23/section/2"
_S29A = "Value Added Tax Act 1994, s 29A and Sch 7A; https://www.legislation.gov.uk/ukpga/1994/23/schedule/7A"
_S30 = "Value Added Tax Act 1994, s 30 and Sch 8; https://www.legislation.gov.uk/ukpga/1994/23/schedule/8"
_HOSPITALITY = "S.I. 2020/728 and Finance Act 2021, ss 92-93: hospitality, holiday accommodation, attractions"

REGIME = Regime(
    code="GB",
    name="United Kingdom",
    languages=("en",),
    currency="GBP",
    tax_label="VAT",
    rates=(
        DatedRate("standard", Decimal(20), date(2011, 1, 4), source=_VATA),
        DatedRate("reduced", Decimal(5), date(2020, 1, 1), source=_S29A),
        DatedRate("zero", Decimal(0), date(2020, 1, 1), source=_S30),
        DatedRate("hospitality", Decimal("12.5"), date(2021, 10, 1), date(2022, 3, 31), _HOSPITALITY),
        DatedRate("hospitality", Decimal(5), date(2020, 7, 15), date(2021, 9, 30), _HOSPITALITY),
    ),
    vat_stdnum="gb.vat",
    vat_prefix="GB",
    vat_example="GB980780684",
    eu_since=date(1973, 1, 1),
    eu_until=date(2020, 12, 31),
    default_term_days=30,
    max_term_days=60,
    term_source="Late Payment of Commercial Debts (Interest) Act 1998, s 4: 30 days; 60 unless not grossly unfair; "
    "https://www.legislation.gov.uk/ukpga/1998/20/section/4",
    identifiers=(
        IdentifierRule(
            "company-number",
            "Company number",
            pattern=r"\d{8}|[A-Z]{2}\d{6}",
            example="01234567",
            source="Companies Act 2006, s 1066; Companies House: 8 characters",
        ),
    ),
    texts=(
        LegalText(
            "reverse-charge",
            "AE",
            (("en", "Reverse charge: the customer accounts for the VAT"),),
            "VAT Regulations 1995, reg 14",
            "VAT Regulations 1995, reg 14; https://www.gov.uk/hmrc-internal-manuals/"
            "vat-reverse-charge-for-building-and-construction-services-manual/vatrevcon37100: the words are free",
        ),
        LegalText("export", "G", (("en", "Zero-rated export"),), "VAT Act 1994, s 30(6)", _S30),
        LegalText(
            "outside-scope",
            "O",
            (("en", "Outside the scope of UK VAT"),),
            "VAT Act 1994, s 7A",
            "Value Added Tax Act 1994, ss 7-7A: place of supply",
        ),
        LegalText(
            "exempt",
            "E:exempt",
            (("en", "Exempt from VAT"),),
            "VAT Act 1994, Sch 9",
            "Value Added Tax Act 1994, s 31 and Sch 9",
        ),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("en", "Credit note to the invoice named above"),),
            "VAT Regulations 1995, reg 15C",
            "Value Added Tax Regulations 1995 (S.I. 1995/2518), reg 15C",
        ),
    ),
    window="left",
    sources=(
        Source("Value Added Tax Act 1994", "https://www.legislation.gov.uk/ukpga/1994/23"),
        Source("Value Added Tax Regulations 1995", "https://www.legislation.gov.uk/uksi/1995/2518"),
        Source("HMRC: VAT rates", "https://www.gov.uk/vat-rates"),
    ),
    unverified=(
        "the text of the 2020-2022 hospitality orders and of reg 15C: cited from general knowledge, not read here",
        "goods from Northern Ireland to the EU (category K, prefix XI): no sentence is given",
        "the Construction Industry Scheme's deductions",
        "the first days of 5 and 0 %: the table starts at 2020-01-01",
    ),
)
