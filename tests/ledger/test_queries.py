"""What the book answers, alike on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import Money
from invoicing.ledger import queries
from tests.ledger.books import TODAY, allocation, client, fill, invoice, payment, reminder

if TYPE_CHECKING:
    from invoicing.ledger import Ledger


def add_clients(ledger: Ledger, *names: str) -> None:
    """Enter clients whose ids are c1, c2 and so on."""
    with ledger.writing(TODAY) as work:
        for index, name in enumerate(names, 1):
            work.append("client-added", f"c{index}", client(f"c{index}", name=name))


@pytest.mark.parametrize(
    ("text", "found"),
    [("c2", "c2"), ("C2", "c2"), ("Bianchi S.r.l.", "c2"), ("bianchi s.r.l.", "c2"), (" bian ", "c2"), ("École", "c3")],
)
def test_a_client_is_found_by_id_name_or_start_of_name(ledger: Ledger, text: str, found: str) -> None:
    """Case does not matter; an accent does, as it does to the client."""
    add_clients(ledger, "Rossi", "Bianchi S.r.l.", "école de danse")
    assert queries.find_client(ledger, text).id == found


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("Ro", Refused, "'Ro' may be c1, c2"),
        ("c33", NotFound, "there is no client 'c33'; did you mean c3"),
        ("nobody at all", NotFound, "there is no client 'nobody at all'$"),
        ("  ", NotFound, "there is no client '  '$"),
    ],
)
def test_a_client_that_is_not_meant_clearly_is_refused(
    ledger: Ledger, text: str, error: type[Exception], words: str
) -> None:
    """Two names that start alike are listed; a misspelt id gets the nearest one."""
    add_clients(ledger, "Rossi", "Romano", "Verdi")
    with pytest.raises(error, match=words):
        queries.find_client(ledger, text)


def test_an_id_wins_over_a_name(ledger: Ledger) -> None:
    """A client called like another one's id does not hide it."""
    add_clients(ledger, "c2", "Verdi")
    assert queries.find_client(ledger, "c2").name == "Verdi"


def test_archived_clients_are_listed_only_when_asked_for(ledger: Ledger) -> None:
    """`fill` archives beta."""
    fill(ledger)
    assert [row.id for row in queries.clients(ledger)] == ["acme"]
    assert [row.id for row in queries.clients(ledger, archived=True)] == ["acme", "beta"]


def test_an_unknown_client_document_or_payment_is_not_found(ledger: Ledger) -> None:
    """With the nearest number there is, where one is near."""
    fill(ledger)
    with pytest.raises(NotFound, match="there is no client 'acne'; did you mean acme"):
        queries.client(ledger, "acne")
    with pytest.raises(NotFound, match="there is no document '2026-001'; did you mean 2026-0001"):
        queries.document(ledger, "2026-001")
    with pytest.raises(NotFound, match=r"there is no document 'zzz'$"):
        queries.document(ledger, "zzz")
    with pytest.raises(NotFound, match="there is no payment 'P-9'"):
        queries.payment(ledger, "P-9")


@pytest.fixture
def shelf(ledger: Ledger) -> Ledger:
    """Four documents of two clients over three months; the second is paid."""
    with ledger.writing(TODAY) as work:
        for id_ in ("acme", "beta"):
            work.append("client-added", id_, client(id_, language="nl"))
        for number, month, who in (("A", 1, "acme"), ("B", 2, "acme"), ("C", 2, "beta"), ("D", 3, "acme")):
            days = {"issue_date": f"2026-0{month}-10", "due_date": f"2026-0{month + 1}-10"}
            part = {"part": 1, "due_date": days["due_date"], "amount": "100.00"}
            body = invoice(number, client=who, **days, claims=[part], kind="receipt" if number == "C" else "invoice")
            work.append("document-issued", number, body)
        work.append("payment-received", "P", payment("P", "100.00", allocation("B", "100.00")))
    return ledger


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (queries.DocumentFilter(), "ABCD"),
        (queries.DocumentFilter(client="acme"), "ABD"),
        (queries.DocumentFilter(kind="receipt"), "C"),
        (queries.DocumentFilter(since=date(2026, 2, 10)), "BCD"),
        (queries.DocumentFilter(until=date(2026, 2, 10)), "ABC"),
        (queries.DocumentFilter(open_only=True), "ACD"),
        (queries.DocumentFilter(limit=2), "CD"),
        (queries.DocumentFilter(limit=0), ""),
        (queries.DocumentFilter(client="acme", open_only=True, limit=1), "D"),
    ],
)
def test_documents_are_narrowed_by_any_filters(shelf: Ledger, wanted: queries.DocumentFilter, found: str) -> None:
    """In the order of issue; a limit takes the newest; both ends of a period belong to it."""
    assert "".join(row.number for row in queries.documents(shelf, wanted)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "ADC"),
        ({"client": "acme"}, "AD"),
        ({"currency": "EUR"}, "ADC"),
        ({"currency": "GBP"}, ""),
        ({"due_before": date(2026, 3, 10)}, "A"),
        ({"due_before": date(2026, 3, 11)}, "AC"),
    ],
)
def test_open_claims_are_narrowed_by_any_filters(shelf: Ledger, filters: dict[str, object], found: str) -> None:
    """By client, then due date; `due_before` is not included."""
    assert "".join(row.document for row in queries.open_claims(shelf, **filters)) == found  # type: ignore[arg-type]


def test_an_open_claim_knows_its_letters_and_its_client(shelf: Ledger) -> None:
    """The highest grade and the latest day, also when a letter of lower grade came later."""
    with shelf.writing(TODAY) as work:
        work.append("letter-written", "acme", reminder("A", grade=2, date="2026-03-20"))
        work.append("letter-written", "acme", reminder("A", grade=1, date="2026-03-25"))
    first, second = queries.open_claims(shelf, client="acme")
    assert (first.grade, first.last_letter) == (2, date(2026, 3, 25))
    assert (second.grade, second.last_letter) == (None, None)
    assert (first.client_name, first.debtor, first.kind, first.language) == ("Acme", "business", "invoice", "it")
    assert (first.outstanding, first.issue_date) == (Money(10000, "EUR"), date(2026, 1, 10))


def test_payments_are_narrowed_by_client_and_period(shelf: Ledger) -> None:
    """Both ends belong to the period."""
    assert [row.id for row in queries.payments(shelf, "acme", date(2026, 4, 2), date(2026, 4, 2))] == ["P"]
    assert queries.payments(shelf, "beta") == ()
    assert queries.payments(shelf, since=date(2026, 4, 3)) == ()
    assert [row.id for row in queries.payments_of(shelf, "B")] == ["P"]
    assert queries.payments_of(shelf, "A") == ()


def test_all_open_credit_is_listed_by_client(ledger: Ledger) -> None:
    """`fill` leaves 6 of a payment and 20 of a credit note."""
    fill(ledger)
    left = [(row.id, str(row.unallocated)) for row in queries.open_credits(ledger)]
    assert left == [("CN-1", "20.00"), ("P-1", "6.00")]


def test_aging_puts_each_open_claim_into_its_bucket(ledger: Ledger) -> None:
    """Days late 0, 1, 30, 31, 60, 61, 90, 91: the edges of the buckets; two currencies are never added."""
    today = date(2026, 6, 30)
    late = {"2026-06-30": "not-due", "2026-06-29": "1-30", "2026-05-31": "1-30", "2026-05-30": "31-60"}
    late |= {"2026-05-01": "31-60", "2026-04-30": "61-90", "2026-04-01": "61-90", "2026-03-31": "over-90"}
    with ledger.writing(TODAY) as work:
        for index, due in enumerate(late):
            part = {"part": 1, "due_date": due, "amount": f"{2**index}.00"}
            work.append("document-issued", due, invoice(due, f"{2**index}.00", claims=[part]))
        part = {"part": 1, "due_date": "2026-06-29", "amount": "7"}
        work.append("document-issued", "JPY", invoice("JPY", "7", currency="JPY", claims=[part]))
    rows = [(row.currency, row.bucket, str(row.outstanding), row.claims) for row in queries.aging(ledger, today)]
    assert rows == [
        ("EUR", "not-due", "1.00", 1),
        ("EUR", "1-30", "6.00", 2),
        ("EUR", "31-60", "24.00", 2),
        ("EUR", "61-90", "96.00", 2),
        ("EUR", "over-90", "128.00", 1),
        ("JPY", "1-30", "7", 1),
    ]


def test_order_is_by_code_point_on_both_databases(ledger: Ledger) -> None:
    """A server's language must not change an answer: Z sorts before a, and é after z."""
    with ledger.writing(TODAY) as work:
        for id_ in ("é", "a", "Z", "z"):
            work.append("client-added", id_, client(id_))
    assert [row.id for row in queries.clients(ledger)] == ["Z", "a", "z", "é"]


def test_who_is_late_reads_only_what_is_open(ledger: Ledger) -> None:
    """Design, 6a: the partial covering index answers; SQLite's plan names it and never scans the claims."""
    if ledger.driver.dialect != "sqlite":
        return
    plan = " ".join(
        row[3]
        for query in (queries._OPEN, queries._AGING)
        for row in ledger.driver.execute(
            f"EXPLAIN QUERY PLAN {query}", dict.fromkeys(("today", "d30", "d60", "d90"), "2026-01-01")
        )
    )
    assert plan.count("claims_open") == 2
    assert "SCAN c USING COVERING INDEX claims_open" in plan
    assert "SCAN claims USING COVERING INDEX claims_open" in plan
