"""France: TVA 20, 10, 5.5 and 2.1 %, autoliquidation, franchise en base, SIREN and SIRET, the words on late payment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.law import IdentifierRule, LegalText, Regime, Source
from invoicing.domain.tax import DatedRate

_CGI = "CGI, arts 278 to 281 nonies; https://www.economie.gouv.fr/cedef/taux-tva-france-et-union-europeenne"
_LFR_2012 = "Loi 2012-1510 of 2012-12-29, art. 68 (20 and 10 % from 2014-01-01); " + _CGI
_INVOICE = "CGI, annexe II, art. 242 nonies A, I; https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006069569"
_LATE = (
    "En cas de retard de paiement, sont exigibles des pénalités de retard au taux de refinancement de la BCE majoré de "
    "10 points et une indemnité forfaitaire pour frais de recouvrement de 40 €"
)

REGIME = Regime(
    code="FR",
    name="France",
    languages=("fr",),
    currency="EUR",
    tax_label="TVA",
    rates=(
        DatedRate("standard", Decimal(20), date(2014, 1, 1), source=_LFR_2012),
        DatedRate("intermediate", Decimal(10), date(2014, 1, 1), source=_LFR_2012),
        DatedRate("reduced", Decimal("5.5"), date(2014, 1, 1), source=_CGI),
        DatedRate("super-reduced", Decimal("2.1"), date(2014, 1, 1), source=_CGI),
    ),
    vat_stdnum="fr.tva",
    vat_prefix="FR",
    vat_example="FR40303265045",
    eu_since=date(1958, 1, 1),
    default_term_days=30,
    max_term_days=60,
    term_source="Code de commerce, art. L441-10, I: 30 days from receipt; 60 from the invoice, or 45 end of month",
    identifiers=(
        IdentifierRule(
            "siren",
            "SIREN",
            stdnum="fr.siren",
            example="732829320",
            source="Code de commerce, art. R123-221; " + _INVOICE,
        ),
        IdentifierRule(
            "siret",
            "SIRET",
            stdnum="fr.siret",
            example="73282932000074",
            source="Code de commerce, art. R123-221",
        ),
        IdentifierRule(
            "rcs",
            "RCS",
            pattern=r"[A-Za-zÀ-ÿ' -]+ [AB] ?\d{3} ?\d{3} ?\d{3}|[A-Za-zÀ-ÿ' -]+ \d{3} ?\d{3} ?\d{3}",
            example="Paris B 732 829 320",
            source="Code de commerce, art. R123-237",
        ),
    ),
    texts=(
        LegalText("reverse-charge", "AE", (("fr", "Autoliquidation"),), "art. 283 du CGI", _INVOICE + ", 13°"),
        LegalText(
            "intra-community-supply",
            "K",
            (("fr", "Exonération de TVA, livraison intracommunautaire"),),
            "art. 262 ter, I du CGI",
            _INVOICE + ", 12°",
        ),
        LegalText(
            "export",
            "G",
            (("fr", "Exonération de TVA, exportation"),),
            "art. 262, I du CGI",
            _INVOICE + ", 12°",
        ),
        LegalText(
            "outside-scope",
            "O",
            (("fr", "TVA française non applicable"),),
            "art. 259 du CGI",
            "CGI, arts 258 to 259 D: place of supply",
        ),
        LegalText("exempt", "E:exempt", (("fr", "Exonération de TVA"),), "art. 261 du CGI", _INVOICE + ", 12°"),
        LegalText(
            "small-business",
            "E:small-business",
            (("fr", "TVA non applicable, art. 293 B du CGI"),),
            "art. 293 B du CGI",
            "CGI, art. 293 E: this mention stands on the invoice",
        ),
        LegalText(
            "late-payment-costs",
            "debtor:business",
            (("fr", _LATE),),
            "art. L441-9 et L441-10 du code de commerce",
            "Code de commerce, arts L441-9 (I), L441-10 (II) and D441-5",
        ),
        LegalText(
            "credit-note",
            "kind:credit-note",
            (("fr", "Avoir sur la facture indiquée"),),
            "art. 219 de la directive 2006/112/CE",
            "Directive 2006/112/EC, art. 219: an amending document refers unambiguously to the first invoice",
        ),
    ),
    sources=(
        Source("Code général des impôts", "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006069577"),
        Source("CGI, annexe II", "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006069569"),
        Source(
            "Ordonnance 2025-1247: TVA in the CIBS from 2026-09-01",
            "https://www.efl.fr/actualite/dispositions-relatives-tva-seront-transferees-cibs-1er-septembre-2026_f3738d493-ea3f-4437-9da6-821593424d0a",
        ),
    ),
    unverified=(
        "the articles of the CIBS that hold since 2026-09-01; invoices may name those of the CGI to 2027-12-31",
        "L441-9 and R123-237: cited from general knowledge and commentary, not read here",
        "the rates of Corsica and of the overseas departments",
    ),
)
