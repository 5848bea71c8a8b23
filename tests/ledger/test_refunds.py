"""What a refund, its return, a late fee and a provider's fact change, seen through the queries, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.domain.errors import Conflict, InvoicingError
from invoicing.domain.money import Money
from invoicing.ledger import queries, reports
from invoicing.ledger.verify import verify
from tests.ledger.books import TODAY, allocation, client, invoice, payment

if TYPE_CHECKING:
    from invoicing.ledger import Ledger

Body = dict[str, Any]


@pytest.fixture
def book(ledger: Ledger) -> Ledger:
    """Invoice B of 40.00 in two parts (30.00 and 10.00), paid by P: 45.00, of which 5.00 are credit."""
    parts = [
        {"part": 1, "due_date": "2026-03-31", "amount": "30.00"},
        {"part": 2, "due_date": "2026-04-30", "amount": "10.00"},
    ]
    with ledger.writing(TODAY) as work:
        work.append("client-added", "acme", client())
        work.append("document-issued", "B", invoice("B", "40.00", claims=parts))
        paid = payment("P", "45.00", allocation("B", "30.00"), allocation("B", "10.00", 2), unallocated="5.00")
        work.append("payment-received", "P", paid)
    return ledger


def write(ledger: Ledger, type_: str, body: Body) -> None:
    """Write one event about the payment."""
    with ledger.writing(TODAY, "anna") as work:
        work.append(type_, "P", body)


def refund(amount: str, *reopened: Body, unallocated: str = "0", **more: object) -> Body:
    """A refund R of the payment."""
    body = {"refund": "R", "payment": "P", "client": "acme", "amount": amount, "currency": "EUR", "date": "2026-04-10"}
    return {**body, "reopened": list(reopened), "unallocated": unallocated, **more}


def returned(amount: str, *allocations: Body, unallocated: str = "0", **more: object) -> Body:
    """The refund R comes back."""
    body = {"refund": "R", "payment": "P", "amount": amount, "currency": "EUR", "date": "2026-04-12"}
    return {**body, "allocations": list(allocations), "unallocated": unallocated, **more}


def state(ledger: Ledger) -> tuple[list[str], str]:
    """Give what is open of each part of B, and the credit of P."""
    return [str(one.outstanding) for one in queries.claims_of(ledger, "B")], str(
        queries.payment(ledger, "P").unallocated
    )


def test_a_refund_uses_up_credit_and_opens_claims_again(book: Ledger) -> None:
    """45.00 came, 12.00 go back: 5.00 of credit and 7.00 of the second part; the payment itself stands."""
    write(book, "payment-refunded", refund("12.00", allocation("B", "7.00", 2), unallocated="5.00"))
    assert state(book) == (["0.00", "7.00"], "0.00")
    row = queries.payment(book, "R")
    assert (row.kind, row.reference, row.amount, row.date) == ("refund", "P", Money(1200, "EUR"), date(2026, 4, 10))
    assert queries.payment(book, "P").reversed_on is None
    assert [(one.source, str(one.amount)) for one in queries.allocations_of(book, "B")][-1] == ("P", "-7.00")
    assert queries.claims_of(book, "B")[1].settled_on is None
    assert [one.id for one in queries.payments(book)] == ["P"], "money that went back is no money that arrived"
    assert [one.id for one in queries.refunds(book, "P")] == ["R"]
    moves = [(one.kind, one.number, str(one.amount)) for one in reports.moves(book, "acme")]
    assert moves == [("invoice", "B", "40.00"), ("payment", "P", "-45.00"), ("refund", "R", "12.00")]
    assert verify(book).ok


def test_a_refund_that_comes_back_settles_again(book: Ledger) -> None:
    """All is as before, and the account shows both movements."""
    write(book, "payment-refunded", refund("12.00", allocation("B", "7.00", 2), unallocated="5.00"))
    write(book, "refund-returned", returned("12.00", allocation("B", "7.00", 2), unallocated="5.00"))
    assert state(book) == (["0.00", "0.00"], "5.00")
    assert queries.payment(book, "R").reversed_on == date(2026, 4, 12)
    assert queries.refunds(book, "P") == ()
    assert [str(one.amount) for one in reports.moves(book, "acme")] == ["40.00", "-45.00", "12.00", "-12.00"]
    assert [one.payment for one in reports.returned_refunds(book)] == ["P"]
    assert verify(book).ok


def test_what_was_refunded_is_not_opened_twice_when_the_rest_is_taken_back(book: Ledger) -> None:
    """7.00 were refunded, then the payment is reversed: 40.00 are owed, and the balance says so too."""
    write(book, "payment-refunded", refund("12.00", allocation("B", "7.00", 2), unallocated="5.00"))
    write(book, "payment-reversed", {"payment": "P", "date": "2026-04-15"})
    assert state(book)[0] == ["30.00", "10.00"]
    assert sum(one.amount.minor for one in reports.moves(book, "acme")) == 4000
    assert verify(book).ok


def test_a_claim_paid_by_another_after_a_refund_stays_settled_when_the_first_payment_falls(book: Ledger) -> None:
    """The second part was refunded in full and paid again by Q; the reversal of P does not touch its day."""
    write(book, "payment-refunded", refund("10.00", allocation("B", "10.00", 2)))
    with book.writing(TODAY) as work:
        work.append("payment-received", "Q", payment("Q", "10.00", allocation("B", "10.00", 2), date="2026-04-11"))
    write(book, "payment-reversed", {"payment": "P", "date": "2026-04-15"})
    assert state(book)[0] == ["30.00", "0.00"]
    assert queries.claims_of(book, "B")[1].settled_on == date(2026, 4, 11)


def test_a_fee_that_becomes_known_later_lowers_nothing(book: Ledger) -> None:
    """What the provider kept: 0.93 of 45.00."""
    write(book, "payment-fee", {"payment": "P", "fee": "0.93", "currency": "EUR"})
    assert (queries.payment(book, "P").fee, state(book)) == (Money(93, "EUR"), (["0.00", "0.00"], "5.00"))
    assert verify(book).ok


@pytest.mark.parametrize(
    ("type_", "body", "code"),
    [
        ("payment-refunded", refund("12.00", allocation("B", "7.00", 2)), "allocation-differs"),
        ("payment-refunded", refund("0.00"), "allocation-differs"),
        ("payment-refunded", refund("5.00", allocation("B", "10.00", 2), unallocated="-5.00"), "allocation-differs"),
        ("payment-refunded", refund("10.01", allocation("B", "10.01", 2)), "refund-exceeds"),
        ("payment-refunded", refund("1.00", allocation("Z", "1.00")), "refund-exceeds"),
        ("payment-refunded", refund("5.01", unallocated="5.01"), "payment-not-open"),
        ("payment-refunded", refund("5.00", unallocated="5.00", payment="Z"), "payment-not-open"),
        ("payment-refunded", refund("5.00", unallocated="5.00", currency="GBP"), "payment-not-open"),
        ("payment-refunded", refund("5.00", unallocated="5.00", refund="P"), "refund-exists"),
        ("refund-returned", returned("5.00", unallocated="5.00"), "refund-not-open"),
        ("payment-fee", {"payment": "Z", "fee": "1.00", "currency": "EUR"}, "payment-not-open"),
        ("payment-fee", {"payment": "P", "fee": "1.00", "currency": "GBP"}, "payment-not-open"),
    ],
)
def test_what_cannot_have_happened_is_refused_and_changes_nothing(
    book: Ledger, type_: str, body: Body, code: str
) -> None:
    """Each rule by its code."""
    before = (book.head(), state(book))
    with pytest.raises(InvoicingError) as refused:
        write(book, type_, body)
    assert refused.value.code == code
    assert (book.head(), state(book)) == before


@pytest.mark.parametrize(
    ("back", "code"),
    [
        (returned("12.00", allocation("B", "7.00", 2), unallocated="5.00", payment="Z"), "refund-not-open"),
        (returned("11.00", allocation("B", "7.00", 2), unallocated="4.00"), "refund-not-open"),
        (returned("12.00", allocation("B", "12.00", 2)), "claim-not-open"),
    ],
)
def test_a_return_is_of_the_refund_that_was_made(book: Ledger, back: Body, code: str) -> None:
    """Another payment, another amount, more than is open."""
    write(book, "payment-refunded", refund("12.00", allocation("B", "7.00", 2), unallocated="5.00"))
    with pytest.raises(Conflict) as refused:
        write(book, "refund-returned", back)
    assert refused.value.code == code


def test_a_return_to_a_payment_that_was_taken_back_is_refused(book: Ledger) -> None:
    """Nothing can stand on it any more."""
    write(book, "payment-refunded", refund("5.00", unallocated="5.00"))
    write(book, "payment-reversed", {"payment": "P", "date": "2026-04-15"})
    with pytest.raises(Conflict, match="there is no payment P of which this could be said"):
        write(book, "refund-returned", returned("5.00", unallocated="5.00"))


def test_a_fact_of_a_provider_is_taken_once(book: Ledger) -> None:
    """Two processes that heard the same news cannot both book it."""
    write(book, "provider-said", {"fact": "payment:pi_1", "number": "B"})
    assert queries.fact(book, "payment:pi_1") == {"fact": "payment:pi_1", "number": "B"}
    assert queries.fact(book, "payment:pi_2") is None
    with pytest.raises(Conflict, match="payment:pi_1 is in the book already"):
        write(book, "provider-said", {"fact": "payment:pi_1", "number": "B"})
    assert verify(book).ok
