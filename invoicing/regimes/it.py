"""Italy: IVA 22, 10, 5 and 4 %, ritenuta d'acconto, rivalsa INPS and cassa, codice fiscale, regime forfettario."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import FundRule, IdentifierRule, LegalText, Regime, Source, WithholdingRule
from invoicing.domain.tax import DatedRate

_DPR_633 = "D.P.R. 633/1972, art. 16 and tables A; https://www.normattiva.it/eli/id/1972/11/11/072U0633/CONSOLIDATED"
_DL_98 = "D.L. 98/2011, art. 40, c. 1-ter (22 % from 2013-10-01); " + _DPR_633
_ART_21 = "D.P.R. 633/1972, art. 21, cc. 6 and 6-bis, as of D.L. 216/2012, art. 1, and L. 228/2012, art. 1, c. 325"
_FORFETTARIO = "L. 190/2014, art. 1, cc. 54-89"

REGIME = Regime(
    code="IT",
    name="Italy",
    languages=("it",),
    currency="EUR",
    tax_label="IVA",
    rates=(
        DatedRate("standard", Decimal(22), date(2013, 10, 1), source=_DL_98),
        DatedRate("reduced", Decimal(10), date(2020, 1, 1), source=_DPR_633),
        DatedRate("second-reduced", Decimal(5), date(2020, 1, 1), source=_DPR_633),
        DatedRate("super-reduced", Decimal(4), date(2020, 1, 1), source=_DPR_633),
    ),
    vat_stdnum="it.iva",
    vat_prefix="IT",
    vat_example="IT00743110157",
    eu_since=date(1958, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="D.Lgs. 231/2002, art. 4, cc. 2 and 3: 30 days; more than 60 only in writing and not grossly unfair",
    identifiers=(
        IdentifierRule(
            "codice-fiscale",
            "Codice fiscale",
            stdnum="it.codicefiscale",
            example="RSSMRA74D22A001Q",
            source="D.P.R. 605/1973; D.M. 23 December 1976",
        ),
        IdentifierRule(
            "sdi",
            "Codice destinatario",
            pattern="[A-Z0-9]{6,7}",
            example="0000000",
            source="FatturaPA 1.2.2, field 1.1.4: 7 characters, 6 for a public body",
        ),
        IdentifierRule(
            "pec",
            "PEC",
            pattern=r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}",
            example="studio@pec.it",
            source="FatturaPA 1.2.2, field 1.1.6",
        ),
        IdentifierRule(
            "rea",
            "REA",
            pattern=r"[A-Z]{2}[ -]?\d{1,20}",
            example="MI-1234567",
            source="FatturaPA 1.2.2, fields 1.2.4.1 and 1.2.4.2; Codice civile, art. 2250",
        ),
    ),
    withholding=(
        WithholdingRule(
            "ritenuta",
            Decimal(20),
            date(2020, 1, 1),
            note="on fees of professionals; the buyer withholds it when it is a business or a public body",
            source="D.P.R. 600/1973, art. 25, c. 1; https://www.normattiva.it/eli/id/1973/10/16/073U0600/CONSOLIDATED",
        ),
    ),
    funds=(
        FundRule(
            "inps-rivalsa",
            Decimal(4),
            in_withholding_base=True,
            note="gestione separata INPS: part of the fee, so VAT and ritenuta stand on it; a right, not a duty",
            source="L. 662/1996, art. 1, c. 212; INPS, messaggio 7751/2012",
        ),
        FundRule(
            "fund",
            Decimal(4),
            in_withholding_base=False,
            note="cassa professionale (cassa forense, CNPADC, Inarcassa): taxed with VAT; other casse set other rates",
            source="FatturaPA 1.2.2, field 2.1.1.7, types TC01-TC21; L. 576/1980, art. 11",
        ),
    ),
    texts=(
        LegalText("reverse-charge", "AE", (("it", "Inversione contabile"),), "artt. 17 e 21 D.P.R. 633/1972", _ART_21),
        LegalText(
            "intra-community-supply",
            "K",
            (("it", "Operazione non imponibile: cessione intracomunitaria"),),
            "art. 41 D.L. 331/1993",
            "D.L. 331/1993, artt. 41 and 46, c. 2",
        ),
        LegalText(
            "export",
            "G",
            (("it", "Operazione non imponibile: cessione all'esportazione"),),
            "art. 8 D.P.R. 633/1972",
            _ART_21,
        ),
        LegalText("outside-scope", "O", (("it", "Operazione non soggetta"),), "art. 21 D.P.R. 633/1972", _ART_21),
        LegalText("exempt", "E:exempt", (("it", "Operazione esente"),), "art. 10 D.P.R. 633/1972", _ART_21),
        LegalText(
            "small-business",
            "E:small-business",
            (("it", "Operazione effettuata in regime forfettario, senza applicazione dell'IVA"),),
            "art. 1, commi da 54 a 89, L. 190/2014",
            _FORFETTARIO,
        ),
        LegalText(
            "no-withholding",
            "E:small-business",
            (("it", "Operazione non soggetta a ritenuta alla fonte a titolo di acconto"),),
            "art. 1, comma 67, L. 190/2014",
            _FORFETTARIO,
        ),
        LegalText(
            "stamp-duty",
            "note:stamp-duty",
            (("it", "Imposta di bollo assolta in modo virtuale"),),
            "art. 6, comma 2, D.M. 17 giugno 2014",
            "D.P.R. 642/1972, tariff, art. 13; D.M. 17 June 2014, art. 6: 2.00 EUR above 77.47 EUR outside VAT",
        ),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("it", "Nota di variazione in diminuzione della fattura indicata"),),
            "art. 26 D.P.R. 633/1972",
            "D.P.R. 633/1972, art. 26",
        ),
    ),
    sources=(
        Source("D.P.R. 26 ottobre 1972, n. 633", "https://www.normattiva.it/eli/id/1972/11/11/072U0633/CONSOLIDATED"),
        Source(
            "Agenzia delle Entrate: Fatturazione elettronica",
            "https://www.agenziaentrate.gov.it/portale/web/guest/fatturazione-elettronica-e-dati-fatture-transfrontaliere-new",
        ),
        Source(
            "FatturaPA: formato",
            "https://www.fatturapa.gov.it/it/norme-e-regole/documentazione-fattura-elettronica/formato-fatturapa/",
        ),
    ),
    unverified=(
        "the first days of 10, 5, 4 and of the 20 % ritenuta: the table starts at 2020-01-01",
        "the article numbers of the Testo unico IVA (D.Lgs. 10/2026), which replaces D.P.R. 633/1972 on 2027-01-01",
        "the rates of casse other than 4 %, the ritenuta of agents and of non-residents",
        "that the seller meets the conditions of the regime forfettario",
    ),
)
