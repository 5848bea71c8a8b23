"""What still stands of a bill after credit notes, corrections and final invoices, tax by tax.

A bill is taken apart into parts: one amount for each combination of taxes, the Italian professional fund apart, because
withholding does not touch it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.snapshot import snapshot
from invoicing.domain.document import taxes_of
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, plain, to_money, zero
from invoicing.domain.tax import key_of
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from invoicing.domain.issued import Issued
    from invoicing.domain.tax import Tax, TaxKey
    from invoicing.ledger.queries import Source

_Group = tuple[tuple["TaxKey", ...], bool]
_Row = tuple[str, str, str]
FUNDS = frozenset({"fund", "deducted-fund"})


@dataclass(frozen=True, slots=True)
class Part:
    """What a bill holds, or still holds, under one combination of taxes; `fund` is the part that is a fund."""

    taxes: tuple[Tax, ...]
    fund: bool
    amount: Money


def parts(issued: Issued, *, gross: bool) -> tuple[Part, ...]:
    """Take a document apart; `gross` gives the amounts with tax, else without. Deductions count as less."""
    by_key = {key_of(one): one for one in taxes_of(issued.document)}
    sums: dict[_Group, Money] = {}
    for keys, fund, net, priced in _amounts(issued):
        amount = _in_basis(issued, keys, net, priced, gross=gross)
        group = (keys, fund)
        sums[group] = sums[group] + amount if group in sums else amount
    return tuple(
        Part(tuple(by_key[key] for key in keys), fund, amount) for (keys, fund), amount in sums.items() if amount
    )


def _amounts(issued: Issued) -> Iterator[tuple[tuple[TaxKey, ...], bool, Money, Money]]:
    """Give taxes, whether it is a fund, net and amount as priced, of every line, allowance and charge."""
    for line, sums in zip(issued.document.lines, issued.totals.line_sums, strict=True):
        yield tuple(key_of(one) for one in line.taxes), False, sums.net, sums.gross - sums.discount
    for one in issued.totals.adjustments:
        net, priced = (one.net, one.amount) if one.charge else (-one.net, -one.amount)
        yield one.taxes, one.kind in FUNDS, net, priced


def _in_basis(issued: Issued, keys: tuple[TaxKey, ...], net: Money, priced: Money, *, gross: bool) -> Money:
    if not gross:
        return net
    if issued.document.prices_include_tax:
        return priced
    return with_tax(net, keys)


def with_tax(net: Money, keys: Sequence[TaxKey]) -> Money:
    """Add the taxes of a combination to a net amount, each rounded; a compound one stands on those before it."""
    total = net
    for key in keys:
        base = total if key.compound else net
        total += to_money(base.amount * key.rate / 100, net.currency)
    return total


def factor(keys: Sequence[TaxKey]) -> Fraction:
    """Give gross / net of a combination of taxes, exactly."""
    total = Fraction(1)
    for key in keys:
        total += (total if key.compound else 1) * Fraction(key.rate) / 100
    return total


def remaining(source: Source, number: str, *, gross: bool | None = None) -> tuple[Part, ...]:
    """Give what is left of a bill when credits and downward corrections are taken off.

    `gross` asks for amounts with or without tax; None is as the bill is priced.
    """
    issued = snapshot(source, number)
    gross = issued.document.prices_include_tax if gross is None else gross
    left: dict[_Group, tuple[Part, Money]] = {}
    for one in parts(issued, gross=gross):
        left[_group(one)] = (one, one.amount)
    for taken in _taken_off(source, number, gross=gross):
        group = _group(taken)
        if group in left:
            part, amount = left[group]
            left[group] = (part, amount - taken.amount)
    return tuple(Part(part.taxes, part.fund, amount) for part, amount in left.values() if amount.minor > 0)


def _taken_off(source: Source, number: str, *, gross: bool) -> Iterator[Part]:
    """Give what later documents took off this one, as positive parts."""
    for follower in queries.following(source, number):
        row = queries.document(source, follower)
        if row.sign < 0:
            yield from parts(snapshot(source, follower), gross=gross)
        elif corrects(row.kind) and row.preceding == number:
            found = parts(snapshot(source, follower), gross=gross)
            yield from (Part(one.taxes, one.fund, -one.amount) for one in found if one.amount.minor < 0)


def _group(part: Part) -> _Group:
    return tuple(key_of(one) for one in part.taxes), part.fund


def corrects(kind: str) -> bool:
    """Say whether a kind corrects bills: it takes them off, and may follow any of them."""
    one = kinds.kind(kind)
    return one.deducts and one.follows_claims


def stands(source: Source, number: str) -> bool:
    """Say whether a bill was not taken back whole."""
    credited = any(queries.document(source, one).sign < 0 for one in queries.following(source, number))
    return not credited or bool(remaining(source, number))


def deducted_by(source: Source, number: str) -> str:
    """Name the standing document that takes this bill off, other than a correction, or nothing."""
    for follower in queries.following(source, number):
        kind = kinds.kind(queries.document(source, follower).kind)
        if kind.deducts and not kind.follows_claims and stands(source, follower):
            return follower
    return ""


# --------------------------------------------------------------------------------------------------- what is refused


def check_credit(source: Source, issued: Issued, reason: str = "") -> None:
    """Refuse a credit note for another client's bill, for one a final invoice has taken off, or for too much.

    Codes: ``credit-of-other-invoice``, ``deposit-deducted`` (unless there is a reason), ``credit-exceeds-invoice``
    (per tax row), and for a cancellation ``cancels-in-part``.
    """
    document = issued.document
    numbers = [one.number for one in document.preceding]
    left: dict[_Row, Money] = {}
    for number in numbers:
        row = queries.document(source, number)
        if row.client != document.client or row.currency != document.currency:
            raise _wrong_invoice(issued, number, row.client, row.currency)
        final = deducted_by(source, number)
        if final and not reason:
            raise _is_deducted(number, final)
        _add_left(source, number, left)
    used = dict(_rows(issued))
    for key, base in used.items():
        rest = left.get(key, zero(document.currency))
        if base > rest:
            raise _exceeds(key, base, rest, numbers)
    if kinds.kind(document.kind).whole and used != {key: rest for key, rest in left.items() if rest}:
        raise _in_part(numbers)


def _add_left(source: Source, number: str, left: dict[_Row, Money]) -> None:
    """Add the bases that are left of one bill, by tax row."""
    _add_rows(left, _rows(snapshot(source, number)))
    for follower in queries.following(source, number):
        row = queries.document(source, follower)
        rows = _rows(snapshot(source, follower))
        if row.sign < 0:
            _add_rows(left, ((key, -base) for key, base in rows))
        elif corrects(row.kind) and row.preceding == number:
            _add_rows(left, ((key, base) for key, base in rows if base.minor < 0))


def _rows(issued: Issued) -> Iterator[tuple[_Row, Money]]:
    """Give the base of each tax row, and what no tax stands on under an empty row."""
    for row in issued.totals.taxes:
        yield (row.name, row.category, plain(row.rate)), row.base
    for part in parts(issued, gross=False):
        if not part.taxes:
            yield ("", "", ""), part.amount


def _add_rows(left: dict[_Row, Money], rows: Iterable[tuple[_Row, Money]]) -> None:
    for key, base in rows:
        left[key] = left[key] + base if key in left else base


def _exceeds(row: _Row, base: Money, rest: Money, numbers: Sequence[str]) -> Refused:
    _, category, rate = row
    at = f"at {category} {rate} %" if category else "without tax"
    return Refused.one(
        "credit-exceeds-invoice",
        f"{base} {at} is more than the {rest} left of {', '.join(numbers)}",
        where="lines",
        rule="a credit note takes back at most what was invoiced, per tax row",
        remedy="credit what is left, or name the invoice that is meant",
        example='preceding = "2026-0001"',
    )


def _wrong_invoice(issued: Issued, number: str, client: str, currency: str) -> Refused:
    document = issued.document
    return Refused.one(
        "credit-of-other-invoice",
        f"{number} is to {client} in {currency}, this credit note to {document.client} in {document.currency}",
        where="preceding",
        rule="BG-3",
        remedy="name an invoice of the same client and currency",
    )


def _is_deducted(number: str, final: str) -> Refused:
    return Refused.one(
        "deposit-deducted",
        f"{number} was taken off by {final}",
        where="preceding",
        rule="a deposit that a final invoice has taken off cannot be taken back beside it",
        remedy=f"credit {final} first, or say why with --reason",
        example=f"invoicing credit {final}",
    )


def _in_part(numbers: Sequence[str]) -> Refused:
    return Refused.one(
        "cancels-in-part",
        f"the cancellation leaves something of {', '.join(numbers)}",
        where="lines",
        rule="a cancellation takes back all that is left",
        remedy="write a credit note for a part",
        example=f"invoicing credit {numbers[0]} --line 1",
    )
