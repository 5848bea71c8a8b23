"""Late-payment interest of one debt, row by row.

Interest runs from the day after the due date. A row ends where the rate changes, at 30 June and 31 December, at each
payment and credit note, and, where the law compounds, at each anniversary of the first interest day. Between two such
days interest is base x rate / 100 x days / year, simple. Sums are whole minor units or exact fractions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.dates import add_years, next_half_year
from invoicing.domain.errors import Refused
from invoicing.domain.interest.account import Account
from invoicing.domain.interest.costs import collection_costs, compensation_for
from invoicing.domain.interest.daycount import days_between, exact_interest, round_minor, year_length
from invoicing.domain.interest.debt import InterestResult, Segment, Settled
from invoicing.domain.interest.quotes import rate_source
from invoicing.domain.interest.remarks import notes_of, sources_of, warnings_of
from invoicing.domain.interest.series import ONE_DAY, half_year_name
from invoicing.domain.money import Money, zero

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from invoicing.domain.interest.debt import Credit, Debt, Paid, Reckoning
    from invoicing.domain.interest.law import Allocation, Compounding, DayCount, InterestLaw, InterestRule, Part
    from invoicing.domain.interest.series import Quote, RateSeries


@dataclass(frozen=True, slots=True)
class _Frame:
    """One question with every choice made: by the caller, else by the law."""

    debt: Debt
    how: Reckoning
    first: date
    day_count: DayCount
    compound: Compounding
    allocation: Allocation
    quote: Callable[[date], Quote]


def reckon(law: InterestLaw, debt: Debt, how: Reckoning, rates: Mapping[str, RateSeries]) -> InterestResult:
    """Say what may be asked for a late debt on `how.until`, with the rows that explain it.

    `rates` are the series by key. Refused: ``no-statutory-rate``, ``rate-gap``, ``rate-provisional`` (strict only),
    ``contract-too-old``, ``bad-amount``, ``bad-allocation``.
    """
    _check(debt, how)
    rule = law.rule_for(debt.debtor)
    frame = _frame(law, rule, debt, how, rates)
    account = Account(debt.principal.minor)
    _before_due(account, frame)
    late = how.until >= frame.first and account.principal > 0
    compensation, collection = _costs(rule, frame, account.principal if late else 0)
    # The lump sum is damages (Directive 2011/7/EU art. 6; D.Lgs. 231/2002 art. 6), not a cost in the order of payment:
    # it stays owed beside the debt until a payment exceeds everything else.
    account.costs = collection.minor
    segments = _run(account, frame)
    if how.strict:
        _refuse_provisional(segments)
    return _result(law, rule, frame, account, segments, (compensation, collection))


def _check(debt: Debt, how: Reckoning) -> None:
    if debt.principal.minor < 0:
        raise _bad_amount(f"{debt.principal} {debt.principal.currency}", "principal", debt.principal.currency)
    currency = debt.principal.currency
    for event in debt.events:
        if event.amount.minor <= 0 or event.amount.currency != currency:
            raise _bad_amount(f"{event.amount} {event.amount.currency} on {event.day}", "payment", currency)
    if how.costs is not None and (how.costs.minor < 0 or how.costs.currency != currency):
        raise _bad_amount(f"{how.costs} {how.costs.currency}", "costs", currency)
    if how.allocation is not None and sorted(how.allocation) != ["costs", "interest", "principal"]:
        raise Refused.one(
            "bad-allocation",
            f"{', '.join(how.allocation)} is no order of costs, interest and principal",
            where="allocation",
            remedy="name each of the three once",
            example="costs,interest,principal",
        )


def _bad_amount(what: str, where: str, currency: str) -> Refused:
    return Refused.one(
        "bad-amount",
        f"{what} is no sum above zero in {currency}",
        where=where,
        remedy="write it in the currency of the debt",
        example="100.00",
    )


def _frame(law: InterestLaw, rule: InterestRule, debt: Debt, how: Reckoning, rates: Mapping[str, RateSeries]) -> _Frame:
    quote = rate_source(law, rule, rates, debt.due, debt.contract_date, how.agreed, derive=how.derive)
    return _Frame(
        debt,
        how,
        debt.due + ONE_DAY,
        how.day_count or law.day_count,
        how.compound or rule.compound,
        how.allocation or law.allocation,
        quote,
    )


def _before_due(account: Account, frame: _Frame) -> None:
    """Take what came in while nothing was late: it lessens the principal."""
    last = min(frame.debt.due, frame.how.until)
    for note in frame.debt.credits:
        if note.day <= last:
            account.credit(note.amount.minor)
    for payment in frame.debt.payments:
        if payment.day <= last:
            account.pay(payment.amount.minor, ("principal",))


def _costs(rule: InterestRule, frame: _Frame, late: int) -> tuple[Money, Money]:
    """Give the compensation and the collection costs that arise on the day after the due date."""
    currency = frame.debt.principal.currency
    open_debt = Money(late, currency)
    costs = frame.how.costs or zero(currency)
    scale = rule.collection
    if scale is not None and (frame.how.letter_expired or not scale.needs_letter):
        costs += collection_costs(scale, open_debt, frame.how.costs_vat)
    return compensation_for(rule.compensation, open_debt), costs


@dataclass(frozen=True, slots=True)
class _Day:
    """What happens at the start of a day."""

    payments: tuple[Paid, ...] = ()
    credits: tuple[Credit, ...] = ()


def _agenda(frame: _Frame) -> dict[date, _Day]:
    """Put every later event on the day from which it lessens the base."""
    wait = ONE_DAY if frame.how.payday == "old" else 0 * ONE_DAY
    payments: dict[date, list[Paid]] = defaultdict(list)
    notes: dict[date, list[Credit]] = defaultdict(list)
    for payment in frame.debt.payments:
        if frame.debt.due < payment.day <= frame.how.until:
            payments[payment.day + wait].append(payment)
    for note in frame.debt.credits:
        if frame.debt.due < note.day <= frame.how.until:
            notes[note.day].append(note)
    return {day: _Day(tuple(payments.get(day, ())), tuple(notes.get(day, ()))) for day in {*payments, *notes}}


def _anniversaries(frame: _Frame) -> tuple[date, ...]:
    if frame.compound == "none":
        return ()
    years = range(1, max(frame.how.until.year - frame.first.year, 0) + 1)
    return tuple(day for day in (add_years(frame.first, count) for count in years) if day <= frame.how.until)


def _run(account: Account, frame: _Frame) -> tuple[Segment, ...]:
    """Walk from the first interest day to the last and write a row wherever something bears interest."""
    agenda, birthdays = _agenda(frame), _anniversaries(frame)
    end = frame.how.until + ONE_DAY
    cuts = sorted({*agenda, *birthdays, end})
    segments: list[Segment] = []
    day = frame.first
    while day < end:
        _happen(account, agenda.get(day), frame.allocation)
        if day in birthdays:
            account.compound()
        stop = min(cuts[bisect_right(cuts, day)], next_half_year(day))
        if account.base > 0:
            segment = _segment(account, frame, day, stop)
            account.accrue(segment.interest.minor if frame.how.rounding == "segment" else segment.exact)
            segments.append(segment)
            stop = segment.end + ONE_DAY
        day = stop
    _happen(account, agenda.get(end), frame.allocation)
    return tuple(segments)


def _happen(account: Account, events: _Day | None, order: Sequence[Part]) -> None:
    # The sums of a day are taken together, so that the order in which they were written down does not matter.
    if events is None:
        return
    if events.credits:
        account.credit(sum(note.amount.minor for note in events.credits))
    if events.payments:
        account.pay(sum(payment.amount.minor for payment in events.payments), order)


def _segment(account: Account, frame: _Frame, start: date, stop: date) -> Segment:
    """Reckon the row from `start` to the day before `stop`, or to the last day of the rate if that is earlier."""
    quote = frame.quote(start)
    last = stop - ONE_DAY
    end = last if quote.end is None else min(last, quote.end)
    days = days_between(start, end, frame.day_count)
    exact = exact_interest(account.base, quote.rate, days, year_length(start, frame.day_count))
    currency, today = frame.debt.principal.currency, frame.how.today
    return Segment(
        start,
        end,
        days,
        quote.rate,
        Money(round_minor(account.base), currency),
        Money(round_minor(account.joined), currency),
        exact,
        Money(round_minor(exact), currency),
        quote.sources,
        quote.check,
        quote.notice,
        quote.provisional,
        quote.derived,
        forecast=today is not None and end > today,
    )


def _refuse_provisional(segments: Sequence[Segment]) -> None:
    for segment in segments:
        if segment.provisional:
            half = half_year_name(segment.start)
            raise Refused.one(
                "rate-provisional",
                f"the rate of {half} (from {segment.start}) is not published in the table yet",
                where="until",
                rule="strict: only published rates",
                remedy="enter the published rate with its source, end the claim earlier, or leave out --strict",
                example=f"invoicing rates add SERIES {half} RATE --source ADDRESS",
            )


def _result(
    law: InterestLaw,
    rule: InterestRule,
    frame: _Frame,
    account: Account,
    segments: tuple[Segment, ...],
    costs: tuple[Money, Money],
) -> InterestResult:
    currency, today = frame.debt.principal.currency, frame.how.today
    compensation, collection = costs
    lump_sum = compensation.minor if compensation.currency == currency else 0
    paid = _settled(account, currency, lump_sum)
    owed = account.principal + account.unpaid_interest + account.costs + lump_sum - paid.compensation.minor
    return InterestResult(
        interest=Money(round_minor(account.accrued), currency),
        compensation=compensation,
        collection_costs=collection,
        principal=Money(account.principal, currency),
        paid=paid,
        total=Money(owed, currency),
        segments=segments,
        provisional=any(segment.provisional for segment in segments),
        derived=any(segment.derived for segment in segments),
        forecast_from=today + ONE_DAY if today is not None and any(row.forecast for row in segments) else None,
        law=rule.law,
        citation=rule.citation,
        allocation=frame.allocation,
        day_count=frame.day_count,
        compound=frame.compound,
        rounding=frame.how.rounding,
        sources=sources_of(law, segments),
        warnings=warnings_of(law, rule, frame.debt, frame.how, segments, costs),
        not_verified=notes_of(law),
    )


def _settled(account: Account, currency: str, lump_sum: int) -> Settled:
    """Give what the payments settled; what exceeds costs, interest and principal settles the lump sum last."""
    paid, for_lump_sum = account.paid, min(account.excess, lump_sum)
    return Settled(
        Money(paid["costs"], currency),
        Money(paid["interest"], currency),
        Money(paid["principal"], currency),
        Money(account.excess - for_lump_sum, currency),
        Money(for_lump_sum, currency),
    )
