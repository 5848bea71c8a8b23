"""Money that arrives, goes back, is used later or given up: every act a row of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2026-03-10"


@pytest.fixture
def three(book: Typed) -> Typed:
    """Three invoices to Acme: 122.00, 244.00 and 366.00."""
    for price in (100, 200, 300):
        book.issued("2026-03-02", f"Work; 1; {price}; S 22")
    return book


def open_of(book: Typed, number: str) -> str:
    """Give what is open of a document."""
    return str(book(DAY, "show", number).value["outstanding"])


def done(book: Typed, *words: str) -> dict[str, Any]:
    """Type a command that works."""
    answer = book(DAY, *words)
    assert answer.code == 0, answer.out
    value: dict[str, Any] = answer.value
    return value


def refused(book: Typed, *words: str) -> str:
    """Type a command that is refused, and give its code."""
    answer = book(DAY, *words)
    assert answer.code == 3, answer.out
    return str(answer.error["code"])


@pytest.mark.parametrize(
    "words",
    [("pay", "2026-0002,2026-0001", "300"), ("pay", "2026-0002", "300", "--also", "2026-0001")],
)
def test_one_payment_settles_several_documents_in_the_payers_order(three: Typed, words: tuple[str, ...]) -> None:
    """300 = 244 on the second + 56 on the first, as the payer named them."""
    paid = done(three, *words)
    assert paid["documents"] == [
        {"number": "2026-0002", "amount": "244.00", "outstanding": "0.00"},
        {"number": "2026-0001", "amount": "56.00", "outstanding": "66.00"},
    ]
    assert (paid["number"], paid["outstanding"], paid["credit"]) == ("2026-0002", "66.00", "0.00")
    receipt = done(three, "receipt", paid["payment"])
    assert receipt["total"] == "300.00"
    assert [one["number"] for one in done(three, "show", receipt["number"])["chain"]] == [
        "2026-0001",
        "2026-0002",
        receipt["number"],
    ]


def test_all_that_is_open_is_paid_in_cash_by_hand(three: Typed) -> None:
    """No amount to type; a document with nothing open cannot be paid so."""
    paid = done(three, "pay", "2026-0003", "--all", "--method", "cash")
    assert (paid["amount"], paid["outstanding"]) == ("366.00", "0.00")
    assert refused(three, "pay", "2026-0003", "--all") == "amount-not-positive"
    assert refused(three, "pay", "2026-0001") == "amount-or-all"
    assert refused(three, "pay", "2026-0001", "5", "--all") == "amount-or-all"


def test_a_payment_is_one_clients_in_one_currency(three: Typed) -> None:
    """Two clients, two currencies: two payments."""
    three(DAY, "client", "add", "--id", "beta", "--name", "Beta", "--country", "IT")
    three("2026-03-02", "issue", "--client", "beta", "--line", "x; 1; 10; S 22")
    three("2026-03-02", "issue", "--client", "acme", "--currency", "USD", "--line", "x; 1; 10; S 22")
    assert refused(three, "pay", "2026-0001,2026-0004", "10") == "several-clients"
    assert refused(three, "pay", "2026-0001,2026-0005", "10") == "currency-mismatch"
    done(three, "pay", "2026-0005", "20.00")
    assert refused(three, "apply", "P2026-0001", "2026-0001") == "currency-mismatch"


def test_what_was_sent_in_another_currency_is_noted_with_the_difference(three: Typed) -> None:
    """600 USD at 0.61 would have been 366.00; the bank credited 360.00: 6.00 were lost in the exchange."""
    paid = done(three, "pay", "2026-0003", "360", "--received", "600 USD", "--rate", "0.61", "--fee", "2.50")
    assert paid["received"] == {"amount": "600.00", "currency": "USD", "rate": "0.61", "difference": "-6.00"}
    assert refused(three, "pay", "2026-0001", "10", "--fee", "11") == "bad-fee"
    assert refused(three, "pay", "2026-0001", "10", "--received", "10 XXQ") == "unknown-currency"
    assert "sent as 10.00 USD" in three.plain(DAY, "pay", "2026-0001", "10", "--received", "10 USD").out


def test_credit_is_used_later_as_far_as_it_goes(three: Typed) -> None:
    """200 on 122 leave 78; 50 of it, then the rest, then there is none."""
    done(three, "pay", "2026-0001", "200")
    used = done(three, "apply", "P2026-0001", "2026-0002", "50")
    assert (used["amount"], used["outstanding"], used["credit"]) == ("50.00", "194.00", "28.00")
    assert refused(three, "apply", "P2026-0001", "2026-0002", "28.01") == "amount-too-large"
    rest = done(three, "apply", "P2026-0001", "2026-0002")
    assert (rest["amount"], rest["credit"]) == ("28.00", "0.00")
    assert refused(three, "apply", "P2026-0001", "2026-0002") == "no-credit"


def test_credit_of_a_credit_note_is_used_too_but_not_for_another_client_or_nothing(three: Typed) -> None:
    """366 paid and credited: 366 of credit; 122 of it settle the first."""
    done(three, "pay", "2026-0003", "--all")
    done(three, "credit", "2026-0003")
    assert done(three, "apply", "CN2026-0001", "2026-0001")["credit"] == "244.00"
    assert refused(three, "apply", "CN2026-0001", "2026-0001") == "nothing-to-settle"
    three(DAY, "client", "add", "--id", "beta", "--name", "Beta", "--country", "IT")
    three(DAY, "issue", "--client", "beta", "--line", "x; 1; 10; S 22")
    assert refused(three, "apply", "CN2026-0001", "2026-0004") == "credit-of-other-client"


def test_a_reversed_payment_opens_all_it_settled_and_marks_its_receipt(three: Typed) -> None:
    """Credit that was used elsewhere is taken back with it."""
    done(three, "pay", "2026-0001", "200")
    done(three, "apply", "P2026-0001", "2026-0002")
    receipt = done(three, "receipt", "P2026-0001")["number"]
    assert refused(three, "reverse", "P2026-0001") == "reason-missing"
    back = done(three, "reverse", "P2026-0001", "--reason", "returned by the bank")
    assert back["documents"] == [
        {"number": "2026-0001", "outstanding": "122.00"},
        {"number": "2026-0002", "outstanding": "244.00"},
    ]
    assert done(three, "show", receipt)["reversed_on"] == DAY
    assert "reversed: the payment was taken back" in three.plain(DAY, "show", receipt).out
    assert refused(three, "reverse", "P2026-0001", "--reason", "again") == "payment-reversed"
    assert refused(three, "receipt", "P2026-0001") == "payment-reversed"


def test_credit_of_a_credit_note_is_no_payment_to_reverse(three: Typed) -> None:
    """The payment behind it is."""
    done(three, "pay", "2026-0003", "--all")
    done(three, "credit", "2026-0003")
    assert refused(three, "reverse", "CN2026-0001", "--reason", "x") == "no-payment-but-credit"


def test_a_refund_takes_credit_first_then_what_was_settled_last(three: Typed) -> None:
    """400 on 244 + 122 leave 34; 34 go back, then 66 more: the first invoice has 66 open. Then all the rest."""
    done(three, "pay", "2026-0002,2026-0001", "400", "--method", "card")
    first = done(three, "refund", "P2026-0001", "34")
    assert (first["refund"], first["method"], first["outstanding"], first["credit"]) == (
        "RF2026-0001",
        "card",
        "0.00",
        "0.00",
    )
    second = done(three, "refund", "2026-0001", "66", "--method", "bank", "--reason", "one day less")
    assert (second["payment"], second["number"], second["outstanding"]) == ("P2026-0001", "2026-0001", "66.00")
    rest = done(three, "refund", "P2026-0001")
    assert (rest["amount"], rest["refund"]) == ("300.00", "RF2026-0003")
    assert [open_of(three, number) for number in ("2026-0001", "2026-0002")] == ["122.00", "244.00"]
    assert refused(three, "refund", "P2026-0001") == "refund-too-large"
    assert three(DAY, "verify").value["ok"]


def test_a_refund_after_a_credit_note_leaves_nothing_open(three: Typed) -> None:
    """366 paid, 61 credited: 61 go back, and the credit note settles what the smaller payment leaves open."""
    done(three, "pay", "2026-0003", "--all")
    done(three, "credit", "2026-0003", "--amount", "61.00")
    back = done(three, "refund", "CN2026-0001", "61")
    assert (back["payment"], back["outstanding"], back["credit"]) == ("P2026-0001", "0.00", "0.00")
    assert done(three, "client", "show", "acme")["credit"] == []


def test_refunds_that_cannot_be_are_refused(three: Typed) -> None:
    """More than was paid, nothing, a strange way, twice."""
    done(three, "pay", "2026-0003", "366")
    assert refused(three, "refund", "P2026-0001", "366.01") == "refund-too-large"
    assert refused(three, "refund", "P2026-0001", "0") == "amount-not-positive"
    assert refused(three, "refund", "P2026-0001", "1", "--method", "barter") == "unknown-method"
    done(three, "reverse", "P2026-0001", "--reason", "bounced")
    assert refused(three, "refund", "P2026-0001") == "payment-reversed"


def test_a_write_off_has_a_reason_and_takes_at_most_what_is_open(three: Typed) -> None:
    """0.02 first, then the rest."""
    assert refused(three, "write-off", "2026-0001") == "reason-missing"
    assert refused(three, "write-off", "2026-0001", "122.01", "--reason", "x") == "amount-too-large"
    part = done(three, "write-off", "2026-0001", "0.02", "--reason", "rounding")
    assert (part["amount"], part["outstanding"]) == ("0.02", "121.98")
    done(three, "write-off", "2026-0001", "--reason", "insolvent")
    assert refused(three, "write-off", "2026-0001", "--reason", "x") == "nothing-to-settle"
    assert [one["by"] for one in done(three, "show", "2026-0001")["settled"]] == ["write-off", "write-off"]


def test_a_write_off_takes_the_oldest_instalment_first(three: Typed) -> None:
    """Two halves of 122: 70 take the first whole and 9 of the second."""
    file = three.file(
        "parts.toml",
        'client = "acme"\nissue_date = 2026-03-02\n'
        "terms = [{ due = 2026-04-01, percent = 50 }, { due = 2026-05-01, percent = 50 }]\n"
        '[[lines]]\ndescription = "x"\nprice = 100\ntax = "S 22"\n',
    )
    three("2026-03-02", "issue", file)
    done(three, "write-off", "2026-0004", "70", "--reason", "x")
    assert [one["outstanding"] for one in done(three, "show", "2026-0004")["claims"]] == ["0.00", "52.00"]


@pytest.mark.parametrize(
    "words",
    [
        ("pay", "2026-0002", "--all"),
        ("apply", "P2026-0001", "2026-0002", "5"),
        ("reverse", "P2026-0001", "--reason", "x"),
        ("refund", "P2026-0001", "5"),
        ("write-off", "2026-0002", "--reason", "x"),
    ],
    ids=lambda words: words[0],
)
def test_a_key_makes_it_happen_once_and_a_dry_run_never(three: Typed, words: tuple[str, ...]) -> None:
    """Design section 5, for each of these commands."""
    done(three, "pay", "2026-0001", "200")
    before = done(three, "verify")["events"]
    done(three, *words, "--dry-run")
    assert done(three, "verify")["events"] == before
    first = done(three, *words, "--key", "k")
    after = done(three, "verify")["events"]
    assert done(three, *words, "--key", "k") == first
    assert done(three, "verify")["events"] == after > before


def test_a_statement_lists_what_is_open_less_credit(three: Typed) -> None:
    """122 + 244 open, 366 paid, 34 too much: 332.00; each document is linked to it."""
    done(three, "pay", "2026-0003", "400")
    made = done(three, "statement", "Acme S.r.l.")
    assert (made["number"], made["kind"], made["total"], made["due"]) == (
        "ST2026-0001",
        "statement",
        "366.00",
        "332.00",
    )
    shown = done(three, "show", "ST2026-0001")
    assert (shown["preceding"], len(shown["lines"])) == (["2026-0001", "2026-0002"], 2)
    three("2026-03-11", "issue", "--client", "acme", "--currency", "USD", "--line", "x; 1; 10; S 22")
    assert three("2026-03-12", "statement", "acme").error["code"] == "several-currencies"
    assert three("2026-03-12", "statement", "acme", "--currency", "usd").value["currency"] == "USD"
    three(DAY, "client", "add", "--id", "beta", "--name", "Beta", "--country", "IT")
    assert refused(three, "statement", "beta") == "nothing-open"


def test_every_answer_reads_well_without_json(three: Typed) -> None:
    """For a person."""

    def said(*words: str) -> str:
        return three.plain(DAY, *words).out

    said("pay", "2026-0001", "200")
    assert "Used 78.00 EUR of P2026-0001 for 2026-0002: 166.00 outstanding" in said("apply", "P2026-0001", "2026-0002")
    assert "Booked 10.00 EUR back to the client by bank" in said("refund", "P2026-0001", "10")
    assert "Took back P2026-0001: 200.00 EUR, 122.00 open of" in said("reverse", "P2026-0001", "--reason", "x")
    assert "Wrote off 122.00 EUR of 2026-0001: x" in said("write-off", "2026-0001", "--reason", "x")
