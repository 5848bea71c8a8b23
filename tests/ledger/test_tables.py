"""What each event changes, seen through the queries, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.domain.errors import Conflict, InvoicingError, NotFound
from invoicing.domain.money import Money
from invoicing.ledger import queries
from tests.ledger.books import TODAY, allocation, client, credit_note, invoice, payment, reminder

if TYPE_CHECKING:
    from invoicing.ledger import Ledger


def eur(text: str) -> Money:
    """Euro and cents."""
    return Money(int(text.replace(".", "")), "EUR")


@pytest.fixture
def book(ledger: Ledger) -> Ledger:
    """A book with one client and two invoices, A of 100.00 and B of 40.00 in two parts."""
    parts = [
        {"part": 1, "due_date": "2026-03-31", "amount": "30.00"},
        {"part": 2, "due_date": "2026-04-30", "amount": "10.00"},
    ]
    with ledger.writing(TODAY) as work:
        work.append("client-added", "acme", client())
        work.append("document-issued", "A", invoice("A"))
        work.append("document-issued", "B", invoice("B", "40.00", claims=parts))
    return ledger


def write(ledger: Ledger, type_: str, subject: str, body: dict[str, Any]) -> int:
    """Write one event."""
    with ledger.writing(TODAY, "anna") as work:
        return work.append(type_, subject, body)


def outstanding(ledger: Ledger, number: str) -> list[str]:
    """Give what is open of each part."""
    return [str(claim.outstanding) for claim in queries.claims_of(ledger, number)]


def test_a_client_is_entered_once_and_then_changed_whole(ledger: Ledger) -> None:
    """The profile is replaced, not merged."""
    write(ledger, "client-added", "acme", client(email="a@example.org"))
    write(ledger, "client-changed", "acme", client(country="NL", bookmarked=True))
    row = queries.client(ledger, "acme")
    assert (row.name, row.country, row.bookmarked, row.archived) == ("Acme", "NL", True, False)
    assert row.profile == client(country="NL", bookmarked=True)["profile"]


def test_a_document_keeps_its_dates_sums_and_what_it_follows(book: Ledger) -> None:
    """Amounts in minor units of the document's currency; several preceding numbers are kept each."""
    body = invoice("C", "12.50", supply_date="2026-02-27", preceding=["A", "B"], currency="KWD", kind="final-invoice")
    body["claims"][0]["amount"] = "12.50"
    write(book, "document-issued", "C", body)
    row = queries.document(book, "C")
    assert (row.kind, row.issue_date, row.supply_date) == ("final-invoice", date(2026, 3, 1), date(2026, 2, 27))
    assert (row.total, row.outstanding, row.ordinal) == (Money(12500, "KWD"), Money(12500, "KWD"), None)
    assert row.preceding == "A"
    assert queries.preceding(book, "C") == ("A", "B")
    assert queries.following(book, "A") == queries.following(book, "B") == ("C",)


def test_a_payment_settles_claims_and_keeps_the_rest_as_credit(book: Ledger) -> None:
    """60 = 30 on B/1 + 20 on A + 10 left; the claim that is met carries the day of the payment."""
    parts = (allocation("B", "30.00"), allocation("A", "20.00"))
    write(book, "payment-received", "P", payment("P", "60.00", *parts, unallocated="10.00", fee="0.35"))
    assert outstanding(book, "A") == ["80.00"]
    assert outstanding(book, "B") == ["0.00", "10.00"]
    assert queries.claims_of(book, "B")[0].settled_on == date(2026, 4, 2)
    row = queries.payment(book, "P")
    assert (row.amount, row.unallocated, row.fee, row.method) == (eur("60.00"), eur("10.00"), eur("0.35"), "transfer")
    assert queries.credits_of(book, "acme") == queries.credits_of(book, "acme", "EUR") == (row,)
    assert queries.credits_of(book, "acme", "GBP") == ()


def test_credit_of_a_payment_is_used_later(book: Ledger) -> None:
    """Credit goes down by what it settles, and it cannot be used twice."""
    write(book, "payment-received", "P", payment("P", "10.00", unallocated="10.00"))
    use = {"source": "P", "date": "2026-04-05", "allocations": [allocation("A", "6.00")]}
    write(book, "credit-applied", "P", use)
    assert outstanding(book, "A") == ["94.00"]
    assert queries.payment(book, "P").unallocated == eur("4.00")
    with pytest.raises(Conflict, match=r"P has no 6.00 EUR of credit left"):
        write(book, "credit-applied", "P", use)
    assert outstanding(book, "A") == ["94.00"]


def test_a_credit_note_settles_its_invoice_and_leaves_the_rest_as_credit(book: Ledger) -> None:
    """Over 40 of B: 25 was open of part 1 after a payment, so 15 stays as the client's credit, then pays A."""
    write(book, "payment-received", "P", payment("P", "5.00", allocation("B", "5.00")))
    write(book, "document-issued", "N", credit_note("N", "B", "25.00", "15.00"))
    assert outstanding(book, "B") == ["0.00", "10.00"]
    (credit,) = queries.credits_of(book, "acme")
    assert (credit.id, credit.kind, credit.unallocated, credit.date) == ("N", "credit-note", eur("15.00"), TODAY)
    write(book, "credit-applied", "N", {"source": "N", "date": "2026-04-05", "allocations": [allocation("A", "15.00")]})
    kinds = [(row.source_kind, row.source, str(row.amount)) for row in queries.allocations_of(book, "A")]
    assert kinds == [("credit-note", "N", "15.00")]
    assert [row.id for row in queries.payments(book)] == ["P"], "what a credit note left is no money that arrived"


def test_a_reversed_payment_opens_again_all_it_settled(book: Ledger) -> None:
    """Also what its credit settled later; allocations stay and are taken back by others, so a timeline shows both."""
    write(book, "payment-received", "P", payment("P", "50.00", allocation("B", "30.00"), unallocated="20.00"))
    write(book, "credit-applied", "P", {"source": "P", "date": "2026-04-05", "allocations": [allocation("A", "5.00")]})
    write(book, "payment-reversed", "P", {"payment": "P", "date": "2026-04-09", "why": "returned"})
    assert outstanding(book, "A") == ["100.00"]
    assert outstanding(book, "B") == ["30.00", "10.00"]
    assert queries.claims_of(book, "B")[0].settled_on is None
    row = queries.payment(book, "P")
    assert (row.reversed_on, row.unallocated) == (date(2026, 4, 9), eur("0.00"))
    taken = [(one.document, str(one.amount)) for one in queries.allocations_by(book, "P")]
    assert taken == [("B", "30.00"), ("A", "5.00"), ("B", "-30.00"), ("A", "-5.00")]
    with pytest.raises(Conflict, match="there is no payment P that could be reversed"):
        write(book, "payment-reversed", "P", {"payment": "P", "date": "2026-04-10"})


def test_a_write_off_closes_what_will_not_be_paid(book: Ledger) -> None:
    """The claim is settled by a write-off named by its event."""
    seq = write(book, "written-off", "B", {**allocation("B", "10.00", 2), "why": "not worth a letter"})
    assert outstanding(book, "B") == ["30.00", "0.00"]
    assert [(row.source_kind, row.source) for row in queries.allocations_of(book, "B")] == [("write-off", str(seq))]


@pytest.mark.parametrize(
    ("type_", "body", "code"),
    [
        ("client-added", client(), "client-exists"),
        ("client-changed", client("beta"), "client-unknown"),
        ("document-issued", invoice("A"), "number-taken"),
        ("document-issued", invoice("C", claims=[]), "claims-differ"),
        ("document-issued", invoice("C", due="99.00"), "claims-differ"),
        ("document-issued", credit_note("C", "A", "100.01"), "claim-not-open"),
        ("document-issued", credit_note("C", "Z", "1.00"), "claim-not-open"),
        ("document-issued", invoice("C", total="1.001"), "amount-too-fine"),
        ("document-issued", invoice("C", currency="EURO"), "unknown-currency"),
        ("payment-received", payment("P", "1.00"), "allocation-differs"),
        ("payment-received", payment("P", "0.00"), "allocation-differs"),
        ("payment-received", payment("P", "100.01", allocation("A", "100.01")), "claim-not-open"),
        ("payment-received", payment("P", "1.00", allocation("A", "1.00", 2)), "claim-not-open"),
        ("payment-received", payment("P", "1.00", allocation("A", "1.00"), currency="GBP"), "claim-not-open"),
        (
            "payment-received",
            payment("P", "1.00", allocation("A", "2.00"), allocation("B", "-1.00")),
            "allocation-not-positive",
        ),
        ("payment-reversed", {"payment": "P", "date": "2026-04-10"}, "payment-not-open"),
        ("letter-outcome", {"seq": 1, "outcome": "sent"}, "letter-unknown"),
        ("hold-released", {}, "act-not-open"),
    ],
)
def test_what_does_not_fit_the_book_is_refused_and_changes_nothing(
    book: Ledger, type_: str, body: dict[str, Any], code: str
) -> None:
    """Each rule by its code; head and tables are as before."""
    before = (book.head(), queries.documents(book), queries.open_claims(book))
    with pytest.raises(InvoicingError) as refused:
        write(book, type_, "A", body)
    assert refused.value.code == code
    assert (book.head(), queries.documents(book), queries.open_claims(book)) == before


def test_a_payment_is_entered_once(book: Ledger) -> None:
    """The id of a payment is its own."""
    write(book, "payment-received", "P", payment("P", "1.00", unallocated="1.00"))
    with pytest.raises(Conflict, match="there is a payment P already"):
        write(book, "payment-received", "P", payment("P", "1.00", unallocated="1.00"))


def test_an_amount_that_is_no_text_is_our_own_mistake(book: Ledger) -> None:
    """Even a whole number: 100 would be 100 cents to one reader and 100 euro to the other."""
    with pytest.raises(TypeError, match="amounts in an event body are texts"):
        write(book, "document-issued", "C", invoice("C", total=100))


def test_a_letter_is_kept_for_each_document_and_its_outcome_is_added(book: Ledger) -> None:
    """A document's own grade wins over the letter's; a letter about none has a row with an empty number."""
    documents = [{"number": "A"}, {"number": "B", "part": 2, "grade": None}]
    seq = write(book, "letter-written", "acme", reminder(documents=documents))
    write(book, "letter-outcome", "acme", {"seq": seq, "outcome": "sent"})
    first, second = queries.letters_of(book, ("A", "B"))
    assert (first.grade, first.part, first.outcome, first.kind) == (1, 1, "sent", "reminder1")
    assert (second.grade, second.part, second.outcome) == (None, 2, "sent")
    assert queries.letters_of(book, "A") == (first,)
    assert queries.letters_of(book, ()) == ()
    body = {"letter": "termination", "client": "acme"}
    write(book, "letter-written", "acme", body)
    about_none = queries.letters_to(book, "acme")[-1]
    assert (about_none.document, about_none.grade, about_none.date, about_none.outcome) == ("", None, TODAY, "written")


def test_an_act_opens_and_is_closed_by_its_own_kind(book: Ledger) -> None:
    """A hold released leaves the promise open; without `act` every open one of the kind is meant."""
    write(book, "hold-placed", "A", {"until": "2026-05-01", "why": "asked for time"})
    write(book, "hold-placed", "A", {"why": "a second one"})
    promise = write(book, "promise-made", "A", {"until": "2026-05-02", "words": "lo giuro"})
    closing = write(book, "hold-released", "A", {"why": "they answered", "date": "2026-04-20", "outcome": "withdrawn"})
    holds = queries.acts(book, "A", "hold")
    assert [(one.open, one.closed_by, one.closed_on, one.outcome) for one in holds] == [
        (False, closing, date(2026, 4, 20), "withdrawn")
    ] * 2
    assert (holds[0].until, holds[0].why, holds[0].who) == (date(2026, 5, 1), "asked for time", "anna")
    (still,) = queries.acts(book, ["A", "B"], open=True)
    assert (still.seq, still.type, still.body["words"]) == (promise, "promise", "lo giuro")
    assert len(queries.acts(book, open=False)) == 2


def test_one_act_of_several_is_closed_by_its_number(book: Ledger) -> None:
    """`act` names the event that opened it; closing it again is not found."""
    first = write(book, "dispute-opened", "A", {"reason": "quality", "words": "It is not what we ordered."})
    second = write(book, "dispute-opened", "A", {"reason": "price"})
    write(book, "dispute-closed", "A", {"act": first, "outcome": "rejected"})
    assert [one.seq for one in queries.acts(book, "A", "dispute", open=True)] == [second]
    with pytest.raises(NotFound, match="A has no open dispute"):
        write(book, "dispute-closed", "A", {"act": first, "outcome": "rejected"})


@pytest.mark.parametrize("kind", ["item", "recurring"])
def test_a_saved_record_is_entered_once_and_then_changed_whole(ledger: Ledger, kind: str) -> None:
    """An item and a recurring document: replaced, never merged; the archived one is listed only when asked for."""
    write(ledger, f"{kind}-added", "logo", {"id": "logo", kind: {"price": "800", "unit": "HUR"}})
    assert queries.record(ledger, kind, "logo").body == {"price": "800", "unit": "HUR"}
    write(ledger, f"{kind}-changed", "logo", {"id": "logo", kind: {"price": "900", "archived": True}})
    assert queries.record(ledger, kind, "logo").body == {"price": "900", "archived": True}
    assert queries.records(ledger, kind) == ()
    assert [row.id for row in queries.records(ledger, kind, archived=True)] == ["logo"]
    with pytest.raises(Conflict, match="there is a record logo of kind"):
        write(ledger, f"{kind}-added", "logo", {"id": "logo", kind: {}})
    with pytest.raises(NotFound, match="there is no record lego of kind"):
        write(ledger, f"{kind}-changed", "lego", {"id": "lego", kind: {}})
    with pytest.raises(NotFound, match=f"there is no {kind} 'lego'; did you mean logo"):
        queries.record(ledger, kind, "lego")
    with pytest.raises(NotFound, match=f"there is no {kind} 'zz'$"):
        queries.record(ledger, kind, "zz")


def test_a_call_stays_open_until_its_outcome_is_known(book: Ledger) -> None:
    """Intent before, outcome after: what a crash leaves between them is found."""
    call = write(book, "call-wanted", "A", {"what": "link-open"})
    assert [one.seq for one in queries.acts(book, type="call", open=True)] == [call]
    write(book, "call-ended", "A", {"act": call, "outcome": "done"})
    assert queries.acts(book, type="call", open=True) == ()
    assert queries.acts(book, "A", "call")[0].outcome == "done"


def test_a_note_is_never_open(book: Ledger) -> None:
    """A log entry and a decision to do nothing are dated facts."""
    write(book, "log-added", "acme", {"words": "called", "date": "2026-02-28"})
    write(book, "nothing-done", "A", {"why": "a good client"})
    log, nothing = queries.acts(book)
    assert (log.type, log.open, log.date) == ("log", False, date(2026, 2, 28))
    assert (nothing.type, nothing.why, nothing.date) == ("nothing", "a good client", TODAY)
