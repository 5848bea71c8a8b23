"""What a country's file holds: its taxes, withholding, terms, identifiers, and the sentences its law has printed.

A regime is facts with sources, never prose of ours: wording fixed by law stands here in the country's own language;
the same sentence in the client's language stands in ``letters/<lang>/legal.toml`` under the same key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.domain.document import map_taxes, taxes_of
from invoicing.domain.errors import Finding, Refused
from invoicing.domain.money import plain
from invoicing.domain.tax import RATED, DatedRate, rate_on, rates_on

if TYPE_CHECKING:
    from datetime import date

    from invoicing.domain.document import Document
    from invoicing.domain.tax import Tax


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is printed: a title a reader recognises and an address."""

    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class LegalText:
    """A sentence a document must carry.

    `when` says for what: a tax category (``AE``), ``category:kind`` of exemption (``E:small-business``), a document
    kind (``kind:credit-note``), a kind of withholding or of debtor (``debtor:business``). `texts` holds (language,
    wording) in the country's own language(s).
    """

    key: str
    when: str
    texts: tuple[tuple[str, str], ...] = ()
    citation: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class WithholdingRule:
    """A withholding tax the buyer keeps back: kind key, rate in percent, from when, on what, and who says so."""

    kind: str
    rate: Decimal
    since: date
    until: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FundRule:
    """A contribution to a fund that the buyer pays (cassa, rivalsa): its code, rate, and what it enters."""

    kind: str
    rate: Decimal
    in_withholding_base: bool
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class IdentifierRule:
    """A number of a register: scheme key, printed label, and the module of python-stdnum that checks it.

    Without a module only `pattern` (a regular expression) is checked, and the tool says "format only".
    """

    scheme: str
    label: str
    stdnum: str = ""
    pattern: str = ""
    example: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """One country's law on invoices. Rates newest first; every row with the day from which it holds and its source."""

    code: str
    """ISO 3166-1 alpha-2"""
    name: str
    languages: tuple[str, ...]
    currency: str
    tax_label: str
    """what the country calls its VAT in print: IVA, BTW, TVA, VAT"""
    rates: tuple[DatedRate, ...] = ()
    vat_stdnum: str = ""
    """python-stdnum module that checks the VAT identifier (``it.iva``); empty: none exists"""
    vat_prefix: str = ""
    """prefix of the VAT identifier; differs from the code for Greece (EL)"""
    vat_example: str = ""
    eu_since: date | None = None
    eu_until: date | None = None
    default_term_days: int | None = None
    max_term_days: int | None = None
    term_source: str = ""
    identifiers: tuple[IdentifierRule, ...] = ()
    withholding: tuple[WithholdingRule, ...] = ()
    funds: tuple[FundRule, ...] = ()
    texts: tuple[LegalText, ...] = ()
    settles_first: str = "oldest"
    """which claims an unnamed payment settles first: ``oldest`` or ``newest`` due"""
    paper: str = "A4"
    window: str = "right"
    """which side the address window of the country's usual envelope is on: ``left`` or ``right``"""
    sources: tuple[Source, ...] = ()
    unverified: tuple[str, ...] = ()
    """facts left out because no source could be read, by name"""
    generic: bool = False
    """True for a country without a file: no legal claim is made"""

    def in_eu(self, day: date) -> bool:
        """Say whether the country was a member of the EU on `day`."""
        return self.eu_since is not None and self.eu_since <= day and (self.eu_until is None or day <= self.eu_until)


def settle_rates(document: Document, regime: Regime) -> Document:
    """Give the document with every tax rated: the regime's rate on the day of supply where none is written.

    Categories without tax get rate 0. Refused (``no-rate``) when the regime has no such rate on that day, and
    (``rate-not-in-force``) never: a written rate that the table does not know is a warning, see `unusual_rates`.
    """
    findings: list[Finding] = []
    change: dict[Tax, Tax] = {}
    for tax in taxes_of(document):
        if tax.category not in RATED:
            change[tax] = replace(tax, rate=Decimal(0))
        elif tax.rate is None:
            dated = rate_on(regime.rates, tax.key, document.supplied)
            if dated is None:
                findings.append(_no_rate(tax, regime, document.supplied))
            else:
                change[tax] = replace(tax, rate=dated.rate)
    if findings:
        raise Refused.of(findings)
    return map_taxes(document, change) if change else document


def _no_rate(tax: Tax, regime: Regime, day: date) -> Finding:
    known = ", ".join(f"{one.key} {plain(one.rate)} %" for one in rates_on(regime.rates, day))
    return Finding(
        "no-rate",
        f"{regime.name or 'no country'} has no {tax.key} rate on {day}" + (f"; known: {known}" if known else ""),
        "lines.tax",
        "BT-152",
        "write the rate after the category, or name the country whose rate is meant",
        'tax = "S 22"',
    )


def unusual_rates(document: Document, regime: Regime) -> tuple[Finding, ...]:
    """Say which written rates the regime did not have on the day of supply: worth a look, never a refusal."""
    known = {one.rate for one in rates_on(regime.rates, document.supplied)}
    if not known:
        return ()
    return tuple(
        Finding(
            "unusual-rate",
            f"{plain(tax.rate)} % was no rate of {regime.name} on {document.supplied}",
            "lines.tax",
            "BT-152",
            "check the rate and the day of supply",
        )
        for tax in taxes_of(document)
        if tax.category in RATED and tax.rate is not None and tax.name == "VAT" and tax.rate not in known
    )


def texts_for(regime: Regime, document: Document) -> tuple[LegalText, ...]:
    """Give the sentences the document must carry: by its tax categories, exemption reasons and kind."""
    wanted = {f"kind:{document.kind}"}
    for tax in taxes_of(document):
        wanted.add(tax.category)
        if tax.reason:
            wanted.add(f"{tax.category}:{tax.reason}")
    wanted |= {f"withholding:{one.kind}" for one in document.withholding}
    wanted.add(f"debtor:{document.buyer.debtor}")
    return tuple(one for one in regime.texts if one.when in wanted)
