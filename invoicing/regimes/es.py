"""Spain: IVA 21, 10 and 4 %, the food rates of 2023-2024, IRPF, inversión del sujeto pasivo, rectificativas."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source, WithholdingRule
from invoicing.domain.tax import DatedRate

_LIVA = "Ley 37/1992, arts 90 and 91; https://www.boe.es/buscar/act.php?id=BOE-A-1992-28740"
_RDL_20_2012 = "Real Decreto-ley 20/2012, art. 23 (21 and 10 % from 2012-09-01); " + _LIVA
_FOOD = "Real Decreto-ley 20/2022, art. 72, prolonged by RDL 8/2023 and RDL 4/2024, art. 1; https://www.boe.es/buscar/doc.php?id=BOE-A-2024-12944"
_INVOICE = "Real Decreto 1619/2012, art. 6.1; https://www.boe.es/buscar/act.php?id=BOE-A-2012-14696"
_IRPF = "Real Decreto 439/2007, art. 95.1, as of Real Decreto-ley 9/2015; https://www.boe.es/buscar/act.php?id=BOE-A-2007-6820"

REGIME = Regime(
    code="ES",
    name="Spain",
    languages=("es",),
    currency="EUR",
    tax_label="IVA",
    rates=(
        DatedRate("standard", Decimal(21), date(2012, 9, 1), source=_RDL_20_2012),
        DatedRate("reduced", Decimal(10), date(2012, 9, 1), source=_RDL_20_2012),
        DatedRate("super-reduced", Decimal(4), date(1995, 1, 1), source=_LIVA),
        DatedRate("food-basic", Decimal(2), date(2024, 10, 1), date(2024, 12, 31), _FOOD),
        DatedRate("food-basic", Decimal(0), date(2023, 1, 1), date(2024, 9, 30), _FOOD),
        DatedRate("food-oil-pasta", Decimal("7.5"), date(2024, 10, 1), date(2024, 12, 31), _FOOD),
        DatedRate("food-oil-pasta", Decimal(5), date(2023, 1, 1), date(2024, 9, 30), _FOOD),
    ),
    vat_stdnum="es.nif",
    vat_prefix="ES",
    vat_example="ESB58378431",
    eu_since=date(1986, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="Ley 3/2004, art. 4: 30 days; never more than 60 calendar days; https://www.boe.es/buscar/act.php?id=BOE-A-2004-21830",
    identifiers=(
        IdentifierRule(
            "nif",
            "NIF",
            stdnum="es.nif",
            example="B58378431",
            source="Real Decreto 1065/2007, arts 18-28 (the CIF of a company is its NIF)",
        ),
    ),
    withholding=(
        WithholdingRule(
            "irpf",
            Decimal(15),
            date(2015, 7, 12),
            note="on fees of professionals",
            source=_IRPF,
        ),
        WithholdingRule(
            "irpf-new",
            Decimal(7),
            date(2015, 7, 12),
            note="in the year of starting and the two after, when the professional has told the payer",
            source=_IRPF,
        ),
        WithholdingRule(
            "irpf-rent",
            Decimal(19),
            date(2016, 1, 1),
            note="on rent of urban property",
            source="Real Decreto 439/2007, art. 100; Ley 35/2006, art. 101",
        ),
    ),
    texts=(
        LegalText(
            "reverse-charge",
            "AE",
            (("es", "Inversión del sujeto pasivo"),),
            "art. 6.1.m) RD 1619/2012",
            _INVOICE + " (m); Ley 37/1992, art. 84",
        ),
        LegalText(
            "intra-community-supply",
            "K",
            (("es", "Operación exenta: entrega intracomunitaria"),),
            "art. 25 Ley 37/1992",
            _INVOICE + " (j)",
        ),
        LegalText("export", "G", (("es", "Operación exenta: exportación"),), "art. 21 Ley 37/1992", _INVOICE + " (j)"),
        LegalText(
            "outside-scope",
            "O",
            (("es", "Operación no sujeta al IVA español"),),
            "arts. 68 a 70 Ley 37/1992",
            "Ley 37/1992, arts 7 and 68-70: place of supply",
        ),
        LegalText("exempt", "E:exempt", (("es", "Operación exenta"),), "art. 20 Ley 37/1992", _INVOICE + " (j)"),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("es", "Factura rectificativa de la factura indicada"),),
            "art. 15 RD 1619/2012",
            "Real Decreto 1619/2012, arts 6.1 (a) 2.º and 15",
        ),
        LegalText(
            "simplified-invoice",
            "kind:simplified-invoice",
            (("es", "Factura simplificada"),),
            "art. 4 RD 1619/2012",
            "Real Decreto 1619/2012, arts 4 and 7: up to 400 EUR, 3 000 EUR in the listed trades, VAT included",
        ),
    ),
    sources=(
        Source("Ley 37/1992 del IVA", "https://www.boe.es/buscar/act.php?id=BOE-A-1992-28740"),
        Source("Real Decreto 1619/2012, facturación", "https://www.boe.es/buscar/act.php?id=BOE-A-2012-14696"),
        Source("Real Decreto 439/2007, IRPF", "https://www.boe.es/buscar/act.php?id=BOE-A-2007-6820"),
    ),
    unverified=(
        "a small-business exemption (Directive (EU) 2020/285): none was found in force, so no sentence is given",
        "recargo de equivalencia, IGIC and IPSI: written by hand with their rate",
        "the temporary energy rates of 2021-2024 and of 2026",
        "the 19 % on rent: the rate is printed, its first day 2016-01-01 is from one collection",
        "the reduced withholding of artists and of other activities",
    ),
)
