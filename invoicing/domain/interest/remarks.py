"""What a reader of the result must know beside the numbers: warnings, doubts and sources, in plain English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.interest.quotes import applying_earlier
from invoicing.domain.interest.series import half_year_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invoicing.domain.interest.debt import Debt, Reckoning, Segment
    from invoicing.domain.interest.law import InterestLaw, InterestRule
    from invoicing.domain.money import Money


def sources_of(law: InterestLaw, segments: Sequence[Segment]) -> tuple[str, ...]:
    """Give the addresses of the law and of every rate used, each once, in that order."""
    found = [*law.sources, *(source for segment in segments for source in segment.sources)]
    return tuple(dict.fromkeys(found))


def notes_of(law: InterestLaw) -> tuple[str, ...]:
    """Give the rules taken on trust."""
    return law.not_verified


def warnings_of(
    law: InterestLaw,
    rule: InterestRule,
    debt: Debt,
    how: Reckoning,
    segments: Sequence[Segment],
    costs: tuple[Money, Money],
) -> tuple[str, ...]:
    """Give every warning that applies to this result."""
    return (
        *rule.warnings,
        *_about_rates(rule, debt, how, segments),
        *_about_reckoning(law, rule, debt, how, segments),
        *_about_costs(rule, debt, how, costs),
    )


def _about_rates(rule: InterestRule, debt: Debt, how: Reckoning, segments: Sequence[Segment]) -> Iterator[str]:
    # A fixed rate was looked up once, for the half-year in which interest started.
    looked_up = segments[:1] if rule.fixed else segments
    for what, halves in (
        ("provisional, not published in the table yet", _halves(row for row in looked_up if row.provisional)),
        ("derived from the ECB rate as the law says, not published", _halves(row for row in looked_up if row.derived)),
        ("read in one place only", _halves(row for row in looked_up if row.check == "one_source")),
        ("entered by the user", _halves(row for row in looked_up if row.check == "entered")),
    ):
        if halves:
            yield f"{what}: the rate of {halves}"
    earlier = rule.earlier
    if earlier is None or how.agreed:
        return
    if applying_earlier(earlier, debt.due, debt.contract_date):
        yield f"margin {earlier.margin} for a contract concluded up to {earlier.until} ({earlier.citation})"
    elif debt.contract_date is None and debt.due <= earlier.until:
        yield f"a contract up to {earlier.until} may keep the margin of {earlier.margin}: give the contract date"


def _halves(segments: Iterator[Segment]) -> str:
    return ", ".join(dict.fromkeys(half_year_name(segment.start) for segment in segments))


def _about_reckoning(
    law: InterestLaw, rule: InterestRule, debt: Debt, how: Reckoning, segments: Sequence[Segment]
) -> Iterator[str]:
    if how.agreed:
        yield "agreed rate: it replaces the statutory one; check that the contract and the law allow it"
    if how.compound == "annual" and rule.compound == "none":
        yield "interest on interest: the law gives simple interest, so the contract must allow it"
    if law.day_count_note and segments:
        yield f"day count {how.day_count or law.day_count}: {law.day_count_note}"
    parts = any(debt.due < payment.day <= how.until for payment in debt.payments)
    if parts and how.allocation is None and not law.allocation_citation:
        order = ", ".join(law.allocation)
        yield f"no rule of law on the order of a part payment was found: {order} is this tool's order"
    if any(event.day > how.until for event in debt.events):
        yield f"payments and credit notes after {how.until} are left out"


def _about_costs(rule: InterestRule, debt: Debt, how: Reckoning, costs: tuple[Money, Money]) -> Iterator[str]:
    compensation, _collection = costs
    if rule.compensation is not None and compensation:
        if compensation.currency != debt.principal.currency:
            yield (
                f"the compensation is {compensation} {compensation.currency} and is not converted;"
                f" it is not in the total in {debt.principal.currency}"
            )
        if rule.compensation.note:
            yield f"compensation: {rule.compensation.note}"
    scale = rule.collection
    if scale is None:
        return
    if scale.currency != debt.principal.currency:
        yield f"the scale of collection costs is in {scale.currency} and is not converted (at least {scale.minimum})"
    if scale.needs_letter and not how.letter_expired:
        yield f"no collection costs before the consumer has had the demand with its further term ({scale.citation})"
