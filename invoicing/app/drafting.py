"""From a draft to a document that could be issued: rates settled, rules checked, sums made, sentences chosen.

`preview` shows the outcome and `issue` numbers it, so both judge a draft the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from invoicing import kinds, regimes
from invoicing.domain.document import taxes_of, upright
from invoicing.domain.errors import Finding, Refused
from invoicing.domain.issued import Issued, LegalPhrase
from invoicing.domain.law import settle_rates, texts_for, unusual_rates
from invoicing.domain.money import plain
from invoicing.domain.rules import check
from invoicing.domain.terms import schedule
from invoicing.domain.totals import compute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.domain.document import Document
    from invoicing.domain.kind import Kind
    from invoicing.domain.law import LegalText, Regime
    from invoicing.domain.party import Party
    from invoicing.domain.totals import Totals
    from invoicing.resources import Resources
    from invoicing.texts import Language


@dataclass(frozen=True, slots=True)
class Drafted:
    """A document that keeps every rule, ready for a number; `warnings` are worth a look and refuse nothing."""

    issued: Issued
    kind: Kind
    regime: Regime
    warnings: tuple[Finding, ...] = ()
    dated: bool = True
    """False: nobody wrote an issue date, so it is the day of the act"""

    @property
    def document(self) -> Document:
        """The document with its rates."""
        return self.issued.document

    @property
    def totals(self) -> Totals:
        """Its sums."""
        return self.issued.totals


def draft(document: Document, resources: Resources, *, final: bool = True) -> Drafted:
    """Judge a document: refused with all findings at once, else added up, with due days and legal sentences.

    `final` False leaves out what only an issued document needs (names of the parties, their numbers, reasons), so
    that a preview works without a book.
    """
    kind = kinds.kind(document.kind)
    regime = regime_of(document)
    if kind.sign < 0:
        document = upright(document)
    rated = _with_reasons(settle_rates(document, regime), regime)
    totals = compute(rated)
    findings = [
        *check(rated, kind, regime, totals=totals, vat_finding=_vat_finding, draft=not final),
        *_undrawable(rated),
    ]
    if final:
        findings += [*regimes.check_party(rated.seller, "seller"), *regimes.check_party(rated.buyer, "buyer")]
    if findings:
        raise Refused.of(findings)
    issued = Issued(
        number="",
        document=rated,
        totals=totals,
        type_code=kind.code,
        schedule=schedule(rated.terms, rated.issue_date, totals.due) if kind.claims and totals.due.minor > 0 else (),
        phrases=_phrases(rated, regime, resources),
        tax_label=regime.tax_label or "VAT",
        party_labels=_party_labels(rated.seller, rated.buyer),
    )
    return Drafted(issued, kind, regime, unusual_rates(rated, regime))


def regime_of(document: Document) -> Regime:
    """Give the law a document follows; a document without a country follows none."""
    return regimes.regime(document.country) if document.country else regimes.nowhere()


def _vat_finding(number: str, where: str) -> Finding | None:
    return regimes.check_vat(number[:2], number, where) if number[:2].isalpha() else None


def _undrawable(document: Document) -> list[Finding]:
    """Find the characters no font has, before anything is issued: a box on the page is never an answer."""
    from invoicing.domain.values import to_json
    from invoicing.pdf.fonts import missing

    found: list[Finding] = []
    for place, text in _texts(to_json(document), ""):
        lost = missing(text)
        if lost:
            names = ", ".join(f"{one} (U+{ord(one):04X})" for one in lost[:5])
            found.append(
                Finding(
                    "character-without-glyph",
                    f"no font has {names}",
                    place,
                    "every character is printed",
                    "write the text without it, or in letters",
                    'description = "Design, 10 hours"',
                )
            )
    return found


def _texts(data: Any, place: str) -> Iterable[tuple[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(data, str):
        if not data.isascii():
            yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, f"{place}.{key}" if place else key)
    elif isinstance(data, list):
        for index, value in enumerate(data, 1):
            yield from _texts(value, f"{place}[{index}]")


def _with_reasons(document: Document, regime: Regime) -> Document:
    """Give a tax without a reason the key of the sentence its law has for the category."""
    from invoicing.domain.document import map_taxes
    from invoicing.domain.tax import NEEDS_REASON

    by_category = {one.when: one.key for one in regime.texts}
    change = {
        tax: replace(tax, reason=by_category[tax.category])
        for tax in taxes_of(document)
        if tax.category in NEEDS_REASON and not tax.reason and tax.category in by_category
    }
    return map_taxes(document, change) if change else document


def _phrases(document: Document, regime: Regime, resources: Resources) -> tuple[LegalPhrase, ...]:
    """Give each sentence in the wording of the law, and in the client's language where that is another."""
    from invoicing.texts import language

    words = language(document.language, resources)
    return tuple(_phrase(one, words) for one in _chosen(regime, document))


def _chosen(regime: Regime, document: Document) -> Iterable[LegalText]:
    seen: dict[str, LegalText] = {}
    reasons = {tax.reason for tax in taxes_of(document) if tax.reason}
    for one in (*texts_for(regime, document), *(text for text in regime.texts if text.key in reasons)):
        seen.setdefault(one.key, one)
    return seen.values()


def _phrase(text: LegalText, words: Language) -> LegalPhrase:
    original = dict(text.texts)
    code = words.tag.split("-")[0]
    own = next(iter(original.values()), "")
    sentence = original.get(code) or words.law(text.key)
    if own and code not in original and sentence:
        sentence = f"{sentence} ({own})"
    return LegalPhrase(text.key, sentence or own, text.citation or text.source)


def _party_labels(*parties: Party) -> tuple[tuple[str, str], ...]:
    """Give the printed label of each register number and of the VAT identifier, by the party's country."""
    labels: dict[str, str] = {}
    for party in parties:
        if not party.country:
            continue
        regime = regimes.regime(party.country)
        labels |= {one.scheme: one.label for one in regime.identifiers}
    return tuple(sorted(labels.items()))


def summary(drafted: Drafted) -> dict[str, Any]:
    """Give the shape of `preview --json`: lines, totals and taxes as decimal texts beside the currency."""
    totals, document = drafted.totals, drafted.document
    lines = [
        {
            "description": line.description,
            "quantity": plain(line.quantity),
            "unit": line.unit,
            "price": plain(line.price),
            "discount": str(sums.discount),
            "net": str(sums.net),
            "taxes": [f"{tax.category} {plain(tax.rate)}" for tax in line.taxes if tax.rate is not None],
        }
        for line, sums in zip(document.lines, totals.line_sums, strict=True)
    ]
    return {
        "kind": document.kind,
        "currency": document.currency,
        "issue_date": document.issue_date.isoformat(),
        "lines": lines,
        "totals": totals_json(totals),
        "taxes": taxes_json(totals),
        "schedule": [{"due_date": one.day.isoformat(), "amount": str(one.amount)} for one in drafted.issued.schedule],
        "phrases": [one.text for one in drafted.issued.phrases],
        "warnings": [{"code": one.code, "where": one.where, "message": one.message} for one in drafted.warnings],
    }


def totals_json(totals: Totals) -> dict[str, str]:
    """Give the sums of design section 4 by their names."""
    names = (
        "lines",
        "allowances",
        "charges",
        "net",
        "tax",
        "total",
        "withheld",
        "payable",
        "prepaid",
        "rounding",
        "due",
    )
    return {name: str(getattr(totals, name)) for name in names}


def taxes_json(totals: Totals) -> list[dict[str, Any]]:
    """Give the rows of the tax breakdown."""
    return [
        {
            "name": row.name,
            "category": row.category,
            "rate": plain(row.rate),
            "compound": row.compound,
            "base": str(row.base),
            "tax": str(row.tax),
            "reason": row.reason,
        }
        for row in totals.taxes
    ]
