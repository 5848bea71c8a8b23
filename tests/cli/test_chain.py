"""From quote to credit note: every conversion, both ends of each link, and the sums to the cent."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed
    from tests.cli.conftest import Answer

DAY = "2026-03-02"


def quoted(book: Typed, *more: str, line: str = "Website; 1; 10000; S 22") -> str:
    """Issue a quote to Acme."""
    done = book(DAY, "issue", "--client", "acme", "--kind", "quote", "--line", line, *more)
    assert done.code == 0, done.out
    return str(done.value["number"])


def converted(book: Typed, number: str, to: str, *more: str, day: str = DAY) -> dict[str, Any]:
    """Convert a document and expect that it works."""
    done = book(day, "convert", number, "--to", to, *more)
    assert done.code == 0, done.out
    value: dict[str, Any] = done.value
    return value


def refused(answer: Answer) -> str:
    """Give the code of a refusal."""
    assert answer.code in {3, 5}, answer.out
    return str(answer.error["code"])


def totals(book: Typed, number: str) -> tuple[str, str, str, str]:
    """Give net, tax, total and due of a document."""
    sums = book(DAY, "show", number).value["totals"]
    return sums["net"], sums["tax"], sums["total"], sums["due"]


def test_a_deposit_of_a_fifth_and_the_final_invoice_make_the_whole_to_the_cent(book: Typed) -> None:
    """20 % of 12 200.00 (10 000 + 22 %) is 2 440.00; the rest is 8 000 + 1 760 = 9 760.00."""
    quote = quoted(book)
    deposit = converted(book, quote, "deposit-invoice")
    assert (deposit["number"], deposit["total"], deposit["due"], deposit["from"]) == (
        "D2026-0001",
        "2440.00",
        "2440.00",
        quote,
    )
    assert totals(book, "D2026-0001") == ("2000.00", "440.00", "2440.00", "2440.00")
    book(DAY, "pay", "D2026-0001", "--all")
    final = converted(book, quote, "final-invoice")
    assert totals(book, final["number"]) == ("8000.00", "1760.00", "9760.00", "9760.00")
    shown = book(DAY, "show", final["number"]).value
    assert shown["taxes"] == [
        {
            "name": "VAT",
            "category": "S",
            "rate": "22",
            "compound": False,
            "base": "8000.00",
            "tax": "1760.00",
            "reason": "",
        }
    ]
    assert [note.replace("\xa0", " ") for note in shown["notes"]] == [
        "Fattura di acconto D2026-0001 del 2 marzo 2026: € 2.000,00 + IVA 22% € 440,00 = € 2.440,00"
    ]


def test_deposits_with_two_rates_and_a_discount_add_up_to_the_whole(book: Typed) -> None:
    """Lines 1 234.57 at 22 % and 333.33 at 10 %, less 7.5 %: whole = deposits + rest, tax by tax.

    The discount is split 92.59 + 25.00: bases 1 141.98 and 308.33; taxes 251.24 and 30.83; in all 1 732.38.
    """
    quote = quoted(
        book,
        *("--line", "Print; 1; 333.33; S 10", "--discount", "Loyalty; 7.5%"),
        line="Design; 1; 1234.57; S 22",
    )
    assert totals(book, quote) == ("1450.31", "282.07", "1732.38", "1732.38")
    numbers = [converted(book, quote, "deposit-invoice", "--share", share)["number"] for share in ("20%", "33.3", "7%")]
    numbers.append(converted(book, quote, "final-invoice")["number"])
    sums = [totals(book, number) for number in numbers]
    added = [sum(Decimal(one[place]) for one in sums) for place in range(3)]
    assert added == [Decimal("1450.31"), Decimal("282.07"), Decimal("1732.38")]


def test_a_deposit_where_prices_include_tax_takes_its_share_of_the_gross(book: Typed) -> None:
    """20 % of 122.01 is 24.40; the agreed gross stands, so 97.61 are left."""
    quote = quoted(book, "--including-tax", line="Course; 1; 122.01; S 22")
    deposit = converted(book, quote, "deposit-invoice")
    final = converted(book, quote, "final-invoice")
    assert (deposit["total"], final["total"]) == ("24.40", "97.61")


def test_deposits_leave_fund_and_withholding_right(book: Typed) -> None:
    """1 000 + 4 % fund, 22 % on 1 040, 20 % withheld of 1 000: of each half 100 of 500."""
    quote = book.file(
        "quote.toml",
        """
kind = "quote"
client = "acme"
[[lines]]
description = "Consulenza"
price = "1000.00"
tax = "S 22"
[[charges]]
reason = "Rivalsa INPS"
percent = "4"
kind = "fund"
tax = "S 22"
[[withholding]]
kind = "ritenuta"
rate = "20"
""",
    )
    number = book(DAY, "issue", quote).value["number"]
    deposit = converted(book, number, "deposit-invoice", "--share", "50%")
    final = converted(book, number, "final-invoice")
    for one in (deposit, final):
        sums = book(DAY, "show", one["number"]).value["totals"]
        assert (sums["net"], sums["tax"], sums["withheld"], sums["due"]) == ("520.00", "114.40", "100.00", "534.40")


def test_deposits_are_at_most_what_was_offered(book: Typed) -> None:
    """60 % twice is more than the whole."""
    quote = quoted(book)
    converted(book, quote, "deposit-invoice", "--share", "60%")
    assert refused(book(DAY, "convert", quote, "--to", "deposit-invoice", "--share", "60%")) == "deposits-exceed-offer"
    for share in ("0", "101%"):
        assert refused(book(DAY, "convert", quote, "--to", "deposit-invoice", "--share", share)) == "bad-share"


def test_deposits_of_the_whole_leave_a_final_invoice_of_nothing(book: Typed) -> None:
    """It is written all the same: it says that all was paid; nothing is due."""
    quote = quoted(book)
    converted(book, quote, "deposit-invoice", "--share", "100%")
    final = converted(book, quote, "final-invoice")
    assert (final["total"], final["due"], final["due_date"]) == ("0.00", "0.00", None)
    assert book(DAY, "show", final["number"]).value["claims"] == []


def test_a_credited_deposit_is_taken_off_for_what_is_left_of_it(book: Typed) -> None:
    """2 440 less 440 credited: 2 000 are left, so 10 200 of 12 200 are due."""
    quote = quoted(book)
    converted(book, quote, "deposit-invoice")
    book(DAY, "credit", "D2026-0001", "--amount", "440.00")
    assert converted(book, quote, "final-invoice")["total"] in {"10200.00", "10199.99", "10200.01"}


def test_a_deposit_is_taken_off_once_and_never_credited_beside_its_final_invoice(book: Typed) -> None:
    """Else its tax would be given back twice."""
    quote = quoted(book)
    deposit = converted(book, quote, "deposit-invoice")["number"]
    final = converted(book, deposit, "final-invoice")["number"]
    assert refused(book(DAY, "credit", deposit)) == "deposit-deducted"
    file = book.file(
        "second.toml",
        f'kind = "final-invoice"\nclient = "acme"\npreceding = ["{deposit}"]\n'
        '[[lines]]\ndescription = "x"\nprice = 5000\ntax = "S 22"\n',
    )
    assert refused(book(DAY, "issue", file)) == "deposit-deducted"
    book(DAY, "credit", final)
    assert book(DAY, "issue", file).value["total"] == "3660.00"


def test_a_job_is_not_billed_twice_or_beside_its_deposits(book: Typed) -> None:
    """Each refusal shows the way; a reason sets it aside."""
    quote = quoted(book)
    converted(book, quote, "deposit-invoice")
    assert refused(book(DAY, "convert", quote, "--to", "invoice")) == "deposits-to-deduct"
    converted(book, quote, "final-invoice")
    assert refused(book(DAY, "convert", quote, "--to", "final-invoice")) == "already-invoiced"
    assert converted(book, quote, "invoice", "--reason", "a second site")["total"] == "12200.00"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("estimate", "quote"),
        ("quote", "order-confirmation"),
        ("quote", "pro-forma"),
        ("quote", "delivery-note"),
        ("quote", "deposit-invoice"),
        ("quote", "final-invoice"),
        ("quote", "invoice"),
        ("quote", "tax-invoice"),
        ("quote", "simplified-invoice"),
        ("order-confirmation", "deposit-invoice"),
        ("order-confirmation", "invoice"),
        ("pro-forma", "invoice"),
        ("delivery-note", "invoice"),
        ("delivery-note", "final-invoice"),
        ("invoice", "delivery-note"),
        ("invoice", "credit-note"),
        ("invoice", "cancellation"),
        ("invoice", "debit-note"),
        ("invoice", "corrective-invoice"),
        ("debit-note", "credit-note"),
        ("simplified-invoice", "cancellation"),
    ],
)
def test_each_conversion_is_linked_both_ways(book: Typed, first: str, then: str) -> None:
    """`show` names the one on the other, and in the chain of both."""
    before: tuple[str, ...] = ()
    if first == "debit-note":
        before = ("--preceding", str(book.issued()["number"]))
    start = book(DAY, "issue", "--client", "acme", "--kind", first, "--line", "Work; 2 h; 50; S 22", *before)
    number = start.value["number"]
    done = converted(book, number, then)
    assert (done["kind"], done["from"]) == (then, number)
    old, new = (book(DAY, "show", one).value for one in (number, done["number"]))
    assert done["number"] in old["following"]
    assert number in new["preceding"]
    for shown, place in ((old, "after"), (new, "this")):
        assert {one["number"]: one["place"] for one in shown["chain"]}[done["number"]] == place
    assert {one["number"]: one["follows"] for one in new["chain"]}[done["number"]] == [number]
    assert Path(done["pdf"]).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("first", "then"),
    [("quote", "credit-note"), ("invoice", "quote"), ("purchase-order", "invoice"), ("invoice", "receipt")],
)
def test_what_cannot_follow_is_refused_with_what_can(book: Typed, first: str, then: str) -> None:
    """A receipt follows a payment, so it is made by `receipt`."""
    number = book(DAY, "issue", "--client", "acme", "--kind", first, "--line", "Work; 1; 50; S 22").value["number"]
    answer = book(DAY, "convert", number, "--to", then)
    assert refused(answer) == "cannot-follow"


def test_a_file_that_names_what_it_cannot_follow_is_refused(book: Typed) -> None:
    """An invoice does not follow an invoice."""
    number = book.issued()["number"]
    answer = book(DAY, "issue", "--client", "acme", "--line", "x; 1; 1; S 22", "--preceding", number)
    assert refused(answer) == "cannot-follow"


def test_a_part_of_a_quote_is_delivered_and_invoiced(book: Typed) -> None:
    """Two of five pieces with their share of the discount: 2 x 10 - 10 % = 18 net."""
    quote = quoted(book, "--line", "Cup; 5; 10; S 22", "--discount", "Fair; 10%", line="Poster; 1; 100; S 22")
    note = converted(book, quote, "delivery-note", "--line", "2=2")
    done = converted(book, note["number"], "invoice", "--terms", "10")
    assert totals(book, done["number"])[0] == "18.00"
    assert done["due_date"] == "2026-03-12"
    shown = book(DAY, "show", done["number"]).value
    assert [one["quantity"] for one in shown["lines"]] == ["2"]
    for wrong, code in (("3", "no-such-line"), ("2=6", "quantity-too-large"), ("2=0", "quantity-too-large")):
        assert refused(book(DAY, "convert", quote, "--to", "delivery-note", "--line", wrong)) == code


def test_an_offer_is_accepted_with_the_hash_of_what_was_accepted(book: Typed) -> None:
    """The hash is that of the PDF's bytes; one answer stands."""
    quote = quoted(book, "--valid-until", "2026-03-31")
    path = book.folder / "documents" / f"{quote}.pdf"
    done = book("2026-03-05", "accept", quote, "--by", "Anna Rossi", "--date", "2026-03-04", "--words", "va bene").value
    assert done == {
        "number": quote,
        "answer": "accepted",
        "by": "Anna Rossi",
        "date": "2026-03-04",
        "words": "va bene",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    shown = book(DAY, "show", quote).value
    assert (shown["answer"]["by"], shown["valid_until"]) == ("Anna Rossi", "2026-03-31")
    assert refused(book("2026-03-06", "decline", quote, "--by", "Anna Rossi")) == "already-answered"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("accept", "Q2026-0001", "--by", "A"), "offer-expired"),
        (("accept", "Q2026-0001", "--by", " "), "nobody-answered"),
        (("accept", "Q2026-0001", "--by", "A", "--date", "2026-05-01"), "answer-in-future"),
        (("accept", "Q2026-0001", "--by", "A", "--date", "2026-03-01"), "answer-before-offer"),
        (("accept", "2026-0001", "--by", "A"), "no-offer"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(book: Typed, words: tuple[str, ...], code: str) -> None:
    """Valid until 31 March, answered on 20 April; an invoice is not accepted at all."""
    quoted(book, "--valid-until", "2026-03-31")
    book.issued()
    assert refused(book("2026-04-20", *words)) == code


def test_a_late_yes_counts_with_a_reason_and_a_no_stops_the_job(book: Typed) -> None:
    """A declined quote becomes nothing, unless somebody says why."""
    quoted(book, "--valid-until", "2026-03-31")
    late = book("2026-04-20", "accept", "Q2026-0001", "--by", "A", "--reason", "agreed by telephone")
    assert late.code == 0
    second = quoted(book)
    assert book(DAY, "decline", second, "--by", "B", "--words", "too dear").value["answer"] == "declined"
    assert refused(book(DAY, "convert", second, "--to", "invoice")) == "offer-declined"
    assert book(DAY, "convert", second, "--to", "invoice", "--reason", "they called back").code == 0


def test_a_quote_that_ends_before_it_begins_is_refused(book: Typed) -> None:
    """An offer is valid on the day it is made."""
    answer = book(
        DAY, "issue", "--client", "acme", "--kind", "quote", "--line", "x; 1; 1; S", "--valid-until", "2026-03-01"
    )
    assert answer.error["findings"][0]["code"] == "valid-before-issue"


# -------------------------------------------------------------------------------------------------------------- credit


def test_a_credit_takes_back_the_whole_a_line_or_an_amount(book: Typed) -> None:
    """10 h x 80 at 22 % and 2 x 30 at 4 %, less 10 %: 774.00 + 160.56 = 934.56, and never more than that in all."""
    book.issued(DAY, "Design; 10 h; 80; S 22", "--line", "Book; 2; 30; S 4", "--discount", "Loyalty; 10%")
    line = book(DAY, "credit", "2026-0001", "--line", "1=5").value
    assert (line["kind"], line["total"], line["outstanding"], line["credit"]) == (
        "credit-note",
        "439.20",
        "495.36",
        "0.00",
    )
    amount = book(DAY, "credit", "2026-0001", "--amount", "100.00", "--reason", "late").value
    assert (amount["total"], amount["outstanding"]) == ("100.00", "395.36")
    assert book(DAY, "show", amount["number"]).value["notes"] == ["late"]
    assert refused(book(DAY, "credit", "2026-0001", "--amount", "395.40")) == "credit-exceeds-invoice"
    assert refused(book(DAY, "credit", "2026-0001", "--amount", "0")) == "amount-not-positive"
    rest = book(DAY, "credit", "2026-0001").value
    assert rest["outstanding"] in {"0.00", "0.01"}
    assert refused(book(DAY, "credit", "2026-0001")) == "nothing-to-credit"


def test_a_whole_credit_of_an_amount_is_the_invoice_mirrored(book: Typed) -> None:
    """Asked for by its total or by nothing, the lines are those of the invoice."""
    book.issued()
    done = book(DAY, "credit", "2026-0001", "--amount", "976.00").value
    assert [one["description"] for one in book(DAY, "show", done["number"]).value["lines"]] == ["Design"]


def test_a_line_of_a_final_invoice_is_credited_for_all_it_is_worth(book: Typed) -> None:
    """One of ten at 100 + 22 % is 122.00, although a fifth of the whole was a deposit."""
    quote = quoted(book, line="Cup; 10; 100; S 22")
    converted(book, quote, "deposit-invoice")
    final = converted(book, quote, "final-invoice")["number"]
    assert book(DAY, "credit", final, "--line", "1=1").value["total"] == "122.00"


def test_an_amount_without_tax_is_credited_too(book: Typed) -> None:
    """No tax on the line: 40 of 100; what has no tax row is limited all the same."""
    book.issued(DAY, "Fee; 1; 100; none")
    assert book(DAY, "credit", "2026-0001", "--amount", "40").value["outstanding"] == "60.00"
    flags = ("--client", "acme", "--kind", "credit-note", "--preceding", "2026-0001")
    answer = book(DAY, "issue", *flags, "--line", "x; 1; 60.01; none")
    assert refused(answer) == "credit-exceeds-invoice"


def test_a_cancellation_takes_all_that_is_left_and_nothing_less(book: Typed) -> None:
    """976 less 100 credited: 876 are cancelled; a file that cancels a part is refused."""
    book.issued()
    flags = ("--client", "acme", "--kind", "cancellation", "--preceding", "2026-0001")
    assert refused(book(DAY, "issue", *flags, "--line", "x; 1; 100; S 22")) == "cancels-in-part"
    done = book(DAY, "credit", "2026-0001", "--cancel").value
    assert (done["kind"], done["number"], done["total"], done["outstanding"]) == (
        "cancellation",
        "X2026-0001",
        "976.00",
        "0.00",
    )


def test_credit_of_what_asked_for_nothing_is_refused(book: Typed) -> None:
    """A quote claims no money."""
    assert refused(book(DAY, "credit", quoted(book))) == "nothing-to-credit"


# ---------------------------------------------------------------------------------------------------------- correction


def correction(price: str, *before: str) -> str:
    """Write a corrective invoice of one line."""
    names = ", ".join(f'"{one}"' for one in before)
    return (
        f'kind = "corrective-invoice"\nclient = "acme"\npreceding = [{names}]\n'
        f'[[lines]]\ndescription = "Design"\nprice = "{price}"\ntax = "S 22"\n'
    )


def test_a_correction_bills_the_difference_up_and_down(book: Typed) -> None:
    """800 + 22 % = 976; right is 900: 122.00 more; then right is 850: 61.00 back, which settle the invoice."""
    book.issued()
    up = book(DAY, "issue", book.file("up.toml", correction("900", "2026-0001"))).value
    assert (up["number"], up["total"], up["due"]) == ("C2026-0001", "122.00", "122.00")
    down = book(DAY, "issue", book.file("down.toml", correction("850", "2026-0001"))).value
    assert down["total"] == "-61.00"
    shown = book(DAY, "show", down["number"]).value
    assert shown["preceding"] == ["2026-0001", "C2026-0001"]
    sums = [book(DAY, "show", one).value["outstanding"] for one in ("2026-0001", "C2026-0001")]
    assert sums == ["915.00", "122.00"]
    # 850 + 22 % = 1 037.00 stand in all, and no more can be credited.
    assert refused(book(DAY, "credit", "2026-0001", "--amount", "915.01")) == "credit-exceeds-invoice"
    assert book(DAY, "credit", "2026-0001").value["outstanding"] == "0.00"


def test_a_correction_of_words_alone_comes_to_nothing(book: Typed) -> None:
    """A wrong address: the client was changed, the difference is nil."""
    book.issued()
    book(DAY, "client", "edit", "acme", "--city", "Milano")
    done = converted(book, "2026-0001", "corrective-invoice")
    assert (done["total"], done["due_date"]) == ("0.00", None)


def test_a_cancelled_invoice_is_not_corrected(book: Typed) -> None:
    """There is nothing to make a difference to."""
    book.issued()
    book(DAY, "credit", "2026-0001", "--cancel")
    assert refused(book(DAY, "convert", "2026-0001", "--to", "corrective-invoice")) == "nothing-to-correct"


def test_a_bill_of_another_client_is_not_taken_off(book: Typed) -> None:
    """BG-3 names bills of the same buyer."""
    book.issued()
    book(DAY, "client", "add", "--id", "beta", "--name", "Beta", "--country", "IT")
    file = book.file("wrong.toml", correction("900", "2026-0001").replace("acme", "beta"))
    assert refused(book(DAY, "issue", file)) == "deposit-of-other-client"


# ---------------------------------------------------------------------------------------------------------------- copy


def test_a_copy_rolls_its_days_forward_and_follows_nothing(book: Typed) -> None:
    """From 31 January to 2 March is two months: January becomes March, the due day moves along."""
    file = book.file(
        "a.toml",
        'client = "acme"\nissue_date = 2026-01-31\nterms = 2026-02-28\nperiod = "2026-01-01/2026-01-31"\n'
        'reference = "PO 7"\nnotes = "Grazie"\n'
        '[[lines]]\ndescription = "Care"\nprice = 50\ntax = "S 22"\nperiod = "2026-01-01/2026-01-31"\n',
    )
    book("2026-02-01", "issue", file)
    done = book(DAY, "copy", "2026-0001").value
    assert (done["number"], done["issue_date"], done["due_date"], done["from"]) == (
        "2026-0002",
        DAY,
        "2026-03-30",
        "2026-0001",
    )
    shown = book(DAY, "show", "2026-0002").value
    assert (shown["preceding"], shown["reference"], shown["notes"]) == ([], "PO 7", ["Grazie"])
    text = (book.folder / "documents" / "2026-0002.pdf").read_bytes()
    assert text.startswith(b"%PDF-")


def test_a_copy_of_the_lines_goes_to_another_client_with_its_own_terms(book: Typed) -> None:
    """Reference, notes and discount stay behind."""
    book.issued(DAY, "Design; 10 h; 80; S 22", "--reference", "PO 7", "--discount", "Fair; 10%")
    book(DAY, "client", "add", "--id", "beta", "--name", "Beta", "--country", "IT", "--terms", "10", "--language", "en")
    done = book(DAY, "copy", "2026-0001", "--client", "Beta", "--lines-only").value
    assert (done["client"], done["total"], done["due_date"]) == ("beta", "976.00", "2026-03-12")
    shown = book(DAY, "show", done["number"]).value
    assert (shown["language"], shown["reference"]) == ("en", "")
    whole = book(DAY, "copy", "2026-0001", "--client", "beta", "--terms", "5", "--valid-until", "2026-06-01").value
    assert (whole["total"], whole["due_date"]) == ("878.40", "2026-03-07")


def test_a_copy_of_a_final_invoice_leaves_the_deposits_behind(book: Typed) -> None:
    """They were taken off once."""
    quote = quoted(book)
    converted(book, quote, "deposit-invoice")
    final = converted(book, quote, "final-invoice")["number"]
    assert book(DAY, "copy", final, "--kind", "invoice", "--line", "1").value["total"] == "12200.00"


def test_what_belongs_to_one_document_is_not_copied(book: Typed) -> None:
    """A credit note, a receipt."""
    book.issued()
    book(DAY, "pay", "2026-0001", "10")
    for number in (
        book(DAY, "receipt", "2026-0001").value["number"],
        book(DAY, "credit", "2026-0001", "--line", "1=1").value["number"],
    ):
        assert refused(book(DAY, "copy", number)) == "not-to-copy"


def test_a_key_makes_a_conversion_happen_once(book: Typed) -> None:
    """Same key, same document; and a dry run uses no number."""
    quote = quoted(book)
    dry = book(DAY, "convert", quote, "--to", "invoice", "--dry-run").value
    first = converted(book, quote, "invoice", "--key", "k1")
    assert dry["number"] == first["number"]
    assert converted(book, quote, "invoice", "--key", "k1") == first
    assert book(DAY, "convert", quote, "--to", "tax-invoice", "--key", "k1").code == 5


def test_every_answer_reads_well_without_json(book: Typed) -> None:
    """For a person."""
    assert (
        "Issued Q2026-0001 (quote): 122.00 EUR"
        in book.plain(DAY, "issue", "--client", "acme", "--kind", "quote", "--line", "x; 1; 100; S 22").out
    )
    assert "accepted by A" in book.plain(DAY, "accept", "Q2026-0001", "--by", "A").out
    assert "from Q2026-0001" in book.plain(DAY, "convert", "Q2026-0001", "--to", "invoice").out
    assert "copied from 2026-0001" in book.plain(DAY, "copy", "2026-0001").out
    assert "112.00 EUR of 2026-0001 still open" in book.plain(DAY, "credit", "2026-0001", "--amount", "10").out
    shown = book.plain(DAY, "show", "2026-0001").out
    assert "Q2026-0001 (quote) -> [2026-0001 (invoice)] -> CN2026-0001 (credit-note)" in shown
    assert "declined by" in book.plain(DAY, "decline", quoted(book), "--by", "B").out
