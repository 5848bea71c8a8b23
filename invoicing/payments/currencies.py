"""Amounts on Stripe's wire: which currencies it takes, in which unit, between which limits.

Stripe counts in a minor unit of its own, which is not always that of ISO 4217. Source: docs.stripe.com/currencies
(presentment currencies, zero-decimal and three-decimal currencies, special cases, minimum and maximum charge amounts).
The limits are a check before the call; Stripe itself decides.
"""

from __future__ import annotations

from decimal import Decimal

from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.domain.money import Money, exact_money

_ZERO = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
_TWO = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS "
    "KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB "
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP TRY TTD TWD TZS UAH "
    "USD UYU UZS WST XCD XCG YER ZAR ZMW"
)
ZERO_DECIMAL = frozenset(_ZERO.split())
THREE_DECIMAL = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
# Whole since ISO changed them, still sent with two decimals that must be 00.
WHOLE_IN_TWO = frozenset({"ISK", "UGX"})
# Charged with two decimals, but paid out in whole units only.
PAID_OUT_WHOLE = frozenset({"HUF", "TWD"})
SUPPORTED = ZERO_DECIMAL | THREE_DECIMAL | WHOLE_IN_TWO | frozenset(_TWO.split())

_LEAST = (
    "USD=0.50 AED=2 AUD=0.50 BGN=1 BRL=0.50 CAD=0.50 CHF=0.50 CZK=15 DKK=2.50 EUR=0.50 GBP=0.30 HKD=4 HUF=175 "
    "INR=0.50 JPY=50 MXN=10 MYR=2 NOK=3 NZD=0.50 PLN=2 RON=2 SEK=3 SGD=0.50 THB=10"
)
MINIMUM: dict[str, Decimal] = {pair[:3]: Decimal(pair[4:]) for pair in _LEAST.split()}
_EIGHT_DIGITS = 99_999_999
# Digits on the wire beyond the usual eight. For LBP, COP, HUF and JPY the ceiling depends on the card network,
# so only the widest is checked here.
_LARGEST = {"INR": 999_999_999, **dict.fromkeys(("IDR", "LBP", "COP", "HUF", "JPY"), 999_999_999_999)}


def wire_decimals(currency: str) -> int:
    """Give the decimals Stripe counts a currency in; refused (``currency-not-at-stripe``) when it takes it not."""
    if currency not in SUPPORTED:
        close = nearest(currency.upper(), SUPPORTED) or "EUR"
        raise Refused.one(
            "currency-not-at-stripe",
            f"Stripe does not take {currency!r}",
            where="currency",
            rule="docs.stripe.com/currencies",
            remedy="take payment by bank transfer, or issue in another currency",
            example=close,
        )
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def to_stripe(amount: Money) -> int:
    """Count an amount in Stripe's minor unit: 11 480 HUF as 1148000, 500 JPY as 500, 5 ISK as 500.

    Refused with ``amount-too-fine`` when Stripe cannot express it: 5.124 KWD, half a Malagasy ariary.
    """
    decimals = wire_decimals(amount.currency)
    scaled = amount.amount.scaleb(decimals)
    wire = int(scaled)
    if wire != scaled or (amount.currency in THREE_DECIMAL and wire % 10):
        step = "0.01" if amount.currency in THREE_DECIMAL else "1"
        raise Refused.one(
            "amount-too-fine",
            f"Stripe takes {amount.currency} only in steps of {step}, not {amount}",
            where="amount",
            rule="docs.stripe.com/currencies",
            remedy="take this amount by bank transfer, or round the document",
        )
    return wire


def from_stripe(wire: int, currency: str) -> Money:
    """Read an amount as Stripe counts it (`currency` in either case); finer than ISO 4217 is refused."""
    code = currency.upper()
    return exact_money(Decimal(wire).scaleb(-wire_decimals(code)), code)


def limit_findings(amount: Money) -> tuple[Finding, ...]:
    """Check an amount against Stripe's smallest and largest charge; a currency without a known minimum passes."""
    wire = to_stripe(amount)
    least = MINIMUM.get(amount.currency)
    if amount.minor <= 0 or (least is not None and amount.amount < least):
        floor = f"at least {least} {amount.currency}" if least is not None else "more than nothing"
        return (
            Finding(
                "amount-below-minimum",
                f"Stripe takes {floor}, not {amount}",
                "amount",
                "docs.stripe.com/currencies, minimum charge amounts",
                "ask for bank transfer, or join this amount with another",
            ),
        )
    if wire > _LARGEST.get(amount.currency, _EIGHT_DIGITS):
        return (
            Finding(
                "amount-above-maximum",
                f"{amount} {amount.currency} is more than Stripe takes in one payment",
                "amount",
                "docs.stripe.com/currencies, maximum charge amounts",
                "ask for bank transfer, or split it into instalments",
            ),
        )
    return ()


def checked(amount: Money) -> int:
    """Count an amount for a charge, refused outside Stripe's limits."""
    found = limit_findings(amount)
    if found:
        raise Refused.of(found)
    return to_stripe(amount)
