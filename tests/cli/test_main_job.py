"""The main job, typed: issue, pay, receipt, late, plan, remind, why; and what goes wrong on the way."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed


def test_an_invoice_gets_its_number_its_due_day_and_its_pdf(book: Typed) -> None:
    """800 + 22 % = 976; Italy's usual term is 30 days; the shape is design section 5."""
    done = book.issued()
    assert {name: done[name] for name in ("number", "kind", "client", "issue_date", "due_date")} == {
        "number": "2026-0001",
        "kind": "invoice",
        "client": "acme",
        "issue_date": "2026-03-02",
        "due_date": "2026-04-01",
    }
    assert (done["total"], done["due"], done["currency"]) == ("976.00", "976.00", "EUR")
    assert Path(done["pdf"]).read_bytes().startswith(b"%PDF-")


def test_flags_win_over_the_file(book: Typed) -> None:
    """The file says 2 March; the flag says 3 March and other terms."""
    file = book.file("a.toml")
    done = book("2026-03-05", "issue", file, "--date", "2026-03-03", "--terms", "2026-05-01").value
    assert (done["issue_date"], done["due_date"]) == ("2026-03-03", "2026-05-01")


def test_a_dry_run_uses_no_number_and_leaves_no_file(book: Typed) -> None:
    """Nothing written means nothing to find."""
    shown = book("2026-03-02", "issue", book.file("a.toml"), "--dry-run").value
    assert shown["number"] == "2026-0001"
    assert not Path(shown["pdf"]).exists()
    assert book("2026-03-02", "list").value == []
    assert book.issued()["number"] == "2026-0001"


def test_a_key_makes_an_issue_happen_once(book: Typed) -> None:
    """Design section 5: same key and inputs give the first result, other inputs exit 5."""
    first = book.issued("2026-03-02", "Design; 1; 10; S", "--key", "k1")
    again = book.issued("2026-03-02", "Design; 1; 10; S", "--key", "k1")
    assert again == first
    other = book("2026-03-02", "issue", "--client", "acme", "--line", "Design; 1; 11; S", "--key", "k1")
    assert (other.code, other.error["code"]) == (5, "key-reused")
    assert len(book("2026-03-02", "list").value) == 1


@pytest.mark.parametrize("day", ["2026-03-05", "2026-02-27"])
def test_a_date_out_of_order_is_refused_without_a_reason(book: Typed, day: str) -> None:
    """After today, or before the last number of the series."""
    book.issued("2026-03-02")
    refused = book("2026-03-03", "issue", book.file("a.toml"), "--date", day)
    assert (refused.code, refused.error["code"]) == (3, "issue-date-out-of-order")
    assert book("2026-03-03", "issue", book.file("a.toml"), "--date", day, "--reason", "typed in later").code == 0


def test_a_copy_of_the_pdf_is_written_where_it_is_asked_for(book: Typed) -> None:
    """The same bytes in a second place."""
    target = book.folder / "out" / "mine.pdf"
    done = book.issued("2026-03-02", "Design; 1; 10; S", "--pdf", str(target))
    assert target.read_bytes() == Path(done["pdf"]).read_bytes()


def test_without_a_file_or_a_line_nothing_is_issued(book: Typed) -> None:
    """The remedy shows a line that can be pasted."""
    refused = book("2026-03-02", "issue", "--client", "acme")
    assert (refused.code, refused.error["code"]) == (3, "nothing-to-issue")
    assert "--line" in refused.error["findings"][0]["example"]


def test_payments_settle_and_what_is_too_much_stays_as_credit(book: Typed) -> None:
    """976 = 500 + 476; 24 are too much."""
    book.issued()
    part = book("2026-03-10", "pay", "2026-0001", "500.00").value
    assert (part["payment"], part["outstanding"], part["credit"]) == ("P2026-0001", "476.00", "0.00")
    rest = book(
        "2026-03-12", "pay", "2026-0001", "500", "--method", "card", "--fee", "1.50", "--date", "2026-03-11"
    ).value
    assert (rest["outstanding"], rest["credit"], rest["date"]) == ("0.00", "24.00", "2026-03-11")
    shown = book("2026-03-12", "client", "show", "acme").value
    assert shown["credit"] == [{"source": "P2026-0002", "currency": "EUR", "amount": "24.00"}]
    assert shown["open"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("pay", "2026-0001", "0"), "amount-not-positive"),
        (("pay", "2026-0001", "-5"), "amount-not-positive"),
        (("pay", "2026-0001", "1.005"), "amount-too-fine"),
        (("pay", "2026-0001", "many"), "bad-number"),
        (("pay", "2026-0001", "5", "--currency", "usd"), "currency-mismatch"),
        (("pay", "2026-0001", "5", "--date", "2026-03-30"), "payment-in-future"),
        (("pay", "2026-0001", "5", "--date", "2026-02-30"), "bad-date"),
        (("pay", "2026-0001", "5", "--method", "barter"), "unknown-method"),
        (("pay", "R2026-0001", "5"), "nothing-to-pay"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_books_nothing(book: Typed, words: tuple[str, ...], code: str) -> None:
    """Each with its code and exit 3."""
    book.issued()
    book("2026-03-03", "pay", "2026-0001", "1.00")
    book("2026-03-03", "receipt", "2026-0001")
    words = words if words[2] != "-5" else ("pay", "2026-0001", "--", "-5")
    refused = book("2026-03-10", *words)
    assert (refused.code, refused.error["code"]) == (3, code)
    assert book("2026-03-10", "show", "2026-0001").value["outstanding"] == "975.00"


def test_a_payment_on_a_document_that_is_not_there_names_the_nearest(book: Typed) -> None:
    """Exit 4, with the number that was meant."""
    book.issued()
    missing = book("2026-03-10", "pay", "2026-0002", "1")
    assert (missing.code, missing.error["code"]) == (4, "document-unknown")
    assert "2026-0001" in missing.error["message"]


def test_a_receipt_is_written_once_for_each_payment(book: Typed) -> None:
    """Asked for by document it is that of the last payment; again, the same one."""
    book.issued()
    none = book("2026-03-04", "receipt", "2026-0001")
    assert (none.code, none.error["code"]) == (4, "no-payment")
    book("2026-03-05", "pay", "2026-0001", "100")
    book("2026-03-06", "pay", "2026-0001", "200")
    last = book("2026-03-06", "receipt", "2026-0001").value
    assert (last["number"], last["payment"], last["total"], last["kind"]) == (
        "R2026-0001",
        "P2026-0002",
        "200.00",
        "receipt",
    )
    first = book("2026-03-06", "receipt", "P2026-0001").value
    assert (first["number"], first["total"]) == ("R2026-0002", "100.00")
    assert book("2026-03-07", "receipt", "P2026-0002").value == last
    unknown = book("2026-03-07", "receipt", "P2026-0009")
    assert unknown.code == 4


def test_a_credit_note_settles_its_invoice_and_never_exceeds_it(book: Typed) -> None:
    """Invoice 976, credited 244: 732 open; crediting 800 net more is refused, per tax row."""
    book.issued()
    flags = ("--client", "acme", "--kind", "credit-note", "--preceding", "2026-0001")
    note = book("2026-03-05", "issue", *flags, "--line", "Less design; 1; 200; S 22").value
    assert (note["number"], note["total"], note["due_date"]) == ("CN2026-0001", "244.00", None)
    shown = book("2026-03-05", "show", "2026-0001").value
    assert (shown["outstanding"], shown["following"]) == ("732.00", ["CN2026-0001"])
    assert book("2026-03-05", "show", "CN2026-0001").value["preceding"] == ["2026-0001"]
    for line in ("Design; 1; 800; S 22", "Other; 1; 10; S 10"):
        refused = book("2026-03-06", "issue", *flags, "--line", line)
        assert (refused.code, refused.error["code"]) == (3, "credit-exceeds-invoice")


def test_a_credit_note_for_another_clients_invoice_is_refused(book: Typed) -> None:
    """BG-3 names an invoice of the same buyer."""
    book.issued()
    book("2026-03-02", "client", "add", "--id", "beta", "--name", "Beta", "--country", "IT")
    refused = book(
        "2026-03-05",
        "issue",
        "--client",
        "beta",
        "--kind",
        "credit-note",
        "--preceding",
        "2026-0001",
        "--line",
        "x; 1; 1; S 22",
    )
    assert (refused.code, refused.error["code"]) == (3, "credit-of-other-invoice")


def test_a_credit_note_on_a_paid_invoice_leaves_credit(book: Typed) -> None:
    """976 paid, 122 credited: 122 stay as the client's credit."""
    book.issued()
    book("2026-03-05", "pay", "2026-0001", "976.00")
    flags = ("--client", "acme", "--kind", "credit-note", "--preceding", "2026-0001", "--line", "x; 1; 100; S 22")
    assert book("2026-03-06", "issue", *flags).code == 0
    assert book("2026-03-06", "client", "show", "acme").value["credit"][0]["amount"] == "122.00"


def test_who_is_late_what_comes_next_and_the_letter_once(book: Typed) -> None:
    """Due 1 April; the first reminder waits three days; a second run on the day writes nothing."""
    book.issued()
    assert book("2026-04-01", "late").value == []
    waiting = book("2026-04-02", "late").value[0]
    assert (waiting["days_late"], waiting["action"], waiting["blockers"][0]["code"]) == (1, "nothing", "waiting")
    late = book("2026-04-06", "late").value[0]
    assert (late["outstanding"], late["grade"], late["action"], late["blockers"]) == ("976.00", None, "reminder1", [])
    # 976 x 10.15 % x 5 / 365 = 1.357: MEF reference 2.15 + 8, first half of 2026.
    assert (late["interest"], late["compensation"]) == ("1.36", "40.00")
    plan = book("2026-04-06", "plan").value
    assert plan["actions"][0]["documents"] == ["2026-0001"]
    assert (plan["actions"][0]["letter"], plan["actions"][0]["grade"], plan["actions"][0]["language"]) == (
        "reminder1",
        1,
        "it",
    )
    written = book("2026-04-06", "remind", plan["id"]).value
    pdf = Path(written["letters"][0]["pdf"])
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == written["letters"][0]["sha256"]
    assert book("2026-04-06", "remind").value["letters"] == []
    outdated = book("2026-04-06", "remind", plan["id"])
    assert (outdated.code, outdated.error["code"]) == (5, "plan-outdated")
    why = book("2026-04-06", "why", "2026-0001").value
    assert (why["grade"], why["blockers"][0]["code"], why["first"]) == (1, "already-written", "2026-04-20")
    assert [one["what"] for one in why["timeline"]] == ["document-issued", "letter-written"]
    assert {one["who"] for one in why["timeline"]} == {"ada"}


def test_a_firm_letter_waits_for_a_persons_word(book: Typed) -> None:
    """Grade 3 and above need --confirm; the rest is done without."""
    book.issued()
    for day in ("2026-04-06", "2026-04-20", "2026-05-05"):
        last = book(day, "remind").value
    assert last["letters"] == []
    assert (last["awaiting"][0]["letter"], last["awaiting"][0]["blockers"][0]["code"]) == (
        "reminder3",
        "needs-confirmation",
    )
    unknown = book("2026-05-05", "remind", "--confirm", "2026-0009")
    assert (unknown.code, unknown.error["code"]) == (4, "nothing-to-confirm")
    dry = book("2026-05-05", "remind", "--confirm", "2026-0001", "--dry-run").value
    assert dry["letters"][0]["letter"] == "reminder3"
    done = book("2026-05-05", "remind", "--confirm", "2026-0001").value
    assert done["letters"][0]["letter"] == "reminder3"


def test_one_letter_names_all_documents_of_a_client(book: Typed) -> None:
    """Two overdue invoices in one currency: one letter, one table."""
    book.issued("2026-03-02")
    book.issued("2026-03-03", "Print; 1; 100; S 22")
    written = book("2026-04-10", "remind").value["letters"]
    assert [one["documents"] for one in written] == [["2026-0001", "2026-0002"]]


def test_a_paid_document_is_left_alone(book: Typed) -> None:
    """Why says so, with the blocker `paid`."""
    book.issued()
    book("2026-03-10", "pay", "2026-0001", "976.00")
    why = book("2026-05-01", "why", "2026-0001").value
    assert (why["action"], why["blockers"][0]["code"], why["first"]) == ("nothing", "paid", None)
    assert [one["what"] for one in why["timeline"]] == ["document-issued", "payment-received"]


def test_a_missing_original_is_put_back_and_a_changed_one_is_not_overwritten(book: Typed) -> None:
    """The recorded hash decides."""
    path = Path(book.issued()["pdf"])
    original = path.read_bytes()
    path.unlink()
    back = book("2026-03-03", "pdf", "2026-0001").value
    assert back["restored"] is True
    assert path.read_bytes() == original
    path.write_bytes(original + b" ")
    changed = book("2026-03-03", "pdf", "2026-0001")
    assert (changed.code, changed.error["code"]) == (5, "original-changed")
    found = book("2026-03-03", "doctor")
    assert (found.code, found.value["ok"]) == (1, False)


def test_a_copy_says_that_it_is_one(book: Typed) -> None:
    """A copy has other bytes than the original."""
    book.issued()
    copy = book("2026-03-03", "pdf", "2026-0001", "--copy", str(book.folder / "copy.pdf")).value
    assert copy["sha256"] != book("2026-03-03", "show", "2026-0001").value["pdf_sha256"]


def test_doctor_puts_missing_papers_back(book: Typed) -> None:
    """Exit 0 once everything is in its place."""
    path = Path(book.issued()["pdf"])
    path.unlink()
    assert book("2026-03-03", "doctor", "--dry-run").code == 1
    mended = book("2026-03-03", "doctor")
    assert mended.code == 0, mended.out
    assert path.is_file()


def test_verify_finds_nothing_and_knows_the_head(book: Typed) -> None:
    """A head that is not in the chain is a cut tail."""
    book.issued()
    good = book("2026-03-03", "verify").value
    assert (good["ok"], good["events"], good["findings"]) == (True, 2, [])
    assert book("2026-03-03", "verify", "--head", good["head"]).code == 0
    cut = book("2026-03-03", "verify", "--head", "0" * 63 + "1")
    assert (cut.code, cut.value["ok"]) == (1, False)


def test_a_backup_brings_the_whole_book_back(book: Typed) -> None:
    """Every hash stays what it was; a file is never overwritten, a full folder never restored into."""
    done = book.issued()
    file = book.folder.parent / "backup.zip"
    saved = book("2026-03-03", "backup", str(file)).value
    assert book("2026-03-03", "backup", str(file)).error["code"] == "file-exists"
    target = book.folder.parent / "again"
    restored = book("2026-03-03", "restore", str(file), str(target)).value
    assert restored["head"] == saved["head"]
    assert (target / "documents" / "2026-0001.pdf").read_bytes() == Path(done["pdf"]).read_bytes()
    assert book("2026-03-03", "restore", str(file), str(target)).error["code"] == "folder-not-empty"


def test_documents_are_listed_and_filtered(book: Typed) -> None:
    """By kind, client, day and what is open."""
    book.issued("2026-03-02")
    book.issued("2026-03-10", "Print; 1; 100; S 22")
    book("2026-03-11", "pay", "2026-0001", "976.00")

    def numbers(*words: str) -> list[str]:
        return [one["number"] for one in book("2026-03-12", "list", *words).value]

    assert numbers() == ["2026-0001", "2026-0002"]
    assert numbers("--open") == ["2026-0002"]
    assert numbers("--since", "2026-03-05") == ["2026-0002"]
    assert numbers("--until", "2026-03-05") == ["2026-0001"]
    assert numbers("--limit", "1") == ["2026-0002"]
    assert numbers("--client", "acme", "--kind", "invoice") == ["2026-0001", "2026-0002"]
    assert numbers("--kind", "receipt") == []


def test_every_answer_reads_well_without_json(book: Typed) -> None:
    """Tables and sentences for a person, on standard output."""
    day = "2026-04-06"
    assert "Issued 2026-0001: 976.00 EUR" in book.plain("2026-03-02", "issue", book.file("a.toml")).out
    assert "total" in book.plain(day, "preview", book.file("a.toml")).out
    assert "2026-0001" in book.plain(day, "list").out
    assert "chain: [2026-0001]" in book.plain(day, "show", "2026-0001").out
    assert "reminder1" in book.plain(day, "late").out
    assert "plan 2026-04-06-" in book.plain(day, "plan").out
    assert "first possible day: 2026-04-06" in book.plain(day, "why", "2026-0001").out
    assert "reminder1" in book.plain(day, "remind").out
    assert "No letter is due today." in book.plain(day, "remind").out
    assert "476.00 outstanding" in book.plain(day, "pay", "2026-0001", "500").out
    assert "24.00 credit" in book.plain(day, "pay", "2026-0001", "500").out
    assert "Receipt R2026-0001" in book.plain(day, "receipt", "2026-0001").out
    assert "nothing changed" in book.plain(day, "verify").out
    assert ".pdf" in book.plain(day, "pdf", "2026-0001").out
    assert "ok" in book.plain(day, "doctor").out
    assert "Nobody is late." in book.plain(day, "late").out
    assert "Wrote" in book.plain(day, "backup", str(book.folder.parent / "b.zip")).out
    assert (
        "Restored" in book.plain(day, "restore", str(book.folder.parent / "b.zip"), str(book.folder.parent / "c")).out
    )


def test_letters_that_await_a_word_are_named(book: Typed) -> None:
    """For a person: which letter, to whom, about what."""
    book.issued()
    for day in ("2026-04-06", "2026-04-20"):
        book(day, "remind")
    assert "awaiting confirmation: reminder3 to acme (2026-0001)" in book.plain("2026-05-05", "remind").out
    assert "a person agrees" in book.plain("2026-05-05", "plan").out


def test_a_credit_note_with_negative_quantities_means_the_same_as_with_positive_ones(book: Typed) -> None:
    """UNTDID 381: a credit note says "back" by its kind, its amounts are positive."""
    book.issued()
    file = book.file(
        "cn.toml",
        'kind = "credit-note"\nclient = "acme"\npreceding = "2026-0001"\n[[lines]]\ndescription = "Less"\n'
        'quantity = -2\nprice = 80\ntax = "S 22"\n',
    )
    assert book("2026-03-05", "preview", file).value["totals"]["total"] == "195.20"
    assert book("2026-03-05", "issue", file).value["total"] == "195.20"
    assert book("2026-03-05", "show", "2026-0001").value["outstanding"] == "780.80"


@pytest.mark.parametrize("head", ["", "3f", "0" * 64])
def test_verify_takes_no_empty_or_foreign_head_for_good(book: Typed, head: str) -> None:
    """An unset variable is no head, and a book with events never had the head of an empty one."""
    book.issued()
    answer = book("2026-03-03", "verify", "--head", head)
    assert answer.code == (1 if len(head) == 64 else 3)


def test_a_database_that_cannot_be_opened_is_a_finding(book: Typed) -> None:
    """Design section 5: verify answers with findings and exit 1."""
    book.issued()
    path = book.folder / "ledger.db"
    path.write_bytes(b"not a database at all" * 300)
    for more in ("ledger.db-wal", "ledger.db-shm"):
        (book.folder / more).unlink(missing_ok=True)
    answer = book("2026-03-03", "verify")
    assert (answer.code, answer.value["ok"]) == (1, False)
    assert answer.value["findings"][0]["code"] == "book-damaged"


def test_the_copy_of_a_receipt_says_that_its_payment_was_taken_back(book: Typed) -> None:
    """The original stays as issued; a later copy carries the reversal and its day."""
    import pdfplumber

    book.issued()
    book("2026-03-05", "pay", "2026-0001", "100")
    book("2026-03-05", "receipt", "2026-0001")
    book("2026-03-09", "reverse", "P2026-0001", "--reason", "bounced")
    target = book.folder / "copy.pdf"
    assert book("2026-03-10", "pdf", "R2026-0001", "--copy", str(target)).code == 0
    with pdfplumber.open(target) as pdf:
        text = pdf.pages[0].extract_text()
    assert "Storno: 9 marzo 2026" in text
