"""Hypothesis strategies shared by the tests: money, taxes, documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from invoicing.domain.document import Adjustment, Document, Line, Reduction, Withholding
from invoicing.domain.money import Money
from invoicing.domain.party import Party
from invoicing.domain.tax import Tax

RATES = tuple(Decimal(text) for text in ("0", "4", "5.5", "9", "10", "19", "20", "21", "22"))
ANYBODY = Party("Anybody")

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
currencies = st.sampled_from(("EUR", "GBP", "RON", "JPY", "KWD"))
percents = st.integers(0, 100).map(Decimal)


def money(currency: str, low: int = 0, high: int = 10**9) -> st.SearchStrategy[Money]:
    """Amounts of one currency, in whole minor units."""
    return st.integers(low, high).map(lambda minor: Money(minor, currency))


taxes = st.one_of(
    st.sampled_from(RATES).map(lambda rate: (Tax("S", rate),)),
    st.just((Tax("Z", Decimal(0)),)),
    st.just((Tax("E", Decimal(0), reason="exempt"),)),
    st.tuples(st.sampled_from(RATES), st.sampled_from(RATES), st.booleans()).map(
        lambda pair: (Tax("S", pair[0]), Tax("S", pair[1], "VAT 2", pair[2]))
    ),
)


@st.composite
def lines(draw: st.DrawFn, currency: str) -> Line:
    """One line with a price of up to four decimals and, now and then, a discount."""
    discount = draw(
        st.one_of(
            st.none(),
            percents.map(lambda percent: Reduction(percent=percent)),
            money(currency, 0, 500).map(lambda amount: Reduction(amount=amount)),
        )
    )
    return Line(
        "work",
        quantity=Decimal(draw(st.integers(1, 10**5))).scaleb(-2),
        price=Decimal(draw(st.integers(0, 10**7))).scaleb(-4),
        discount=discount,
        taxes=draw(taxes),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document with lines, allowances, charges and withholding."""
    currency = draw(currencies)
    adjustment = st.one_of(
        percents.map(lambda percent: Adjustment("reason", percent=percent)),
        st.tuples(money(currency, 0, 10**4), taxes).map(
            lambda pair: Adjustment("reason", amount=pair[0], taxes=pair[1])
        ),
    )
    return Document(
        kind="invoice",
        currency=currency,
        issue_date=draw(days),
        seller=ANYBODY,
        buyer=ANYBODY,
        lines=tuple(draw(st.lists(lines(currency), min_size=1, max_size=6))),
        allowances=tuple(draw(st.lists(adjustment, max_size=2))),
        charges=tuple(draw(st.lists(adjustment, max_size=2))),
        withholding=tuple(draw(st.lists(percents.map(Withholding), max_size=1))),
        prices_include_tax=draw(st.booleans()),
    )
