"""The list of clients, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2026-03-01"


def test_a_client_is_entered_from_a_file_and_flags_win(book: Typed) -> None:
    """The file says Dutch, the flag says English."""
    file = book.file("c.toml", 'name = "De Vries B.V."\nlanguage = "nl"\n[address]\ncountry = "NL"\ncity = "Delft"\n')
    done = book(DAY, "client", "add", file, "--language", "en", "--vat", "NL191885113B01").value
    assert (done["id"], done["language"], done["country"]) == ("de-vries-b-v", "en", "NL")


def test_a_client_is_changed_and_keeps_the_rest(book: Typed) -> None:
    """Only what the flags say."""
    add = (
        "client",
        "add",
        "--name",
        "Beta",
        "--country",
        "RO",
        "--terms",
        "30 eom",
        "--contact",
        "Ana Pop; billing; ana@beta.example",
    )
    book(DAY, *add)
    book(DAY, "client", "edit", "beta", "--email", "office@beta.example", "--city", "Cluj")
    shown = book(DAY, "client", "show", "Beta").value["client"]
    assert shown["email"] == "office@beta.example"
    assert shown["address"] == {"country": "RO", "city": "Cluj"}
    assert shown["terms"] == "30 eom"
    assert shown["contacts"] == [{"name": "Ana Pop", "role": "billing", "email": "ana@beta.example"}]


def test_a_client_with_its_own_tax_keeps_it_through_a_change(book: Typed) -> None:
    """Tax is read from the file and written back the same."""
    file = book.file(
        "c.toml", 'name = "Gamma"\ntax = { category = "E", reason = "exempt" }\n[address]\ncountry = "IT"\n'
    )
    book(DAY, "client", "add", file)
    before = book(DAY, "client", "show", "gamma").value["client"]
    book(DAY, "client", "edit", "gamma", "--phone", "+39 1")
    after = book(DAY, "client", "show", "gamma").value["client"]
    assert after == before | {"phone": "+39 1"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--name", "X", "--country", "IT", "--vat", "IT123"), "bad-vat-number"),
        (("--name", "X", "--country", "ZZ"), "unknown-country"),
        (("--country", "IT"), "missing-key"),
        (("--name", "X", "--debtor", "friend"), "unknown-word"),
    ],
)
def test_a_wrong_client_is_refused_and_not_entered(book: Typed, words: tuple[str, ...], code: str) -> None:
    """Each finding with its code."""
    refused = book(DAY, "client", "add", *words)
    assert refused.code == 3
    assert code in {one["code"] for one in refused.error["findings"]}
    assert [one["id"] for one in book(DAY, "client", "list").value] == ["acme"]


def test_an_id_in_use_is_a_conflict(book: Typed) -> None:
    """Exit 5."""
    answer = book(DAY, "client", "add", "--id", "acme", "--name", "Other")
    assert (answer.code, answer.error["code"]) == (5, "client-exists")


def test_an_unknown_client_names_the_nearest(book: Typed) -> None:
    """Exit 4 with the id that was meant."""
    answer = book(DAY, "client", "show", "acmee")
    assert (answer.code, answer.error["code"]) == (4, "client-unknown")
    assert "acme" in answer.error["message"]


def test_bookmarks_and_the_archive_change_the_list(book: Typed) -> None:
    """An archived client is listed only when asked for."""
    book(DAY, "client", "bookmark", "acme")
    assert [one["id"] for one in book(DAY, "client", "list", "--bookmarked").value] == ["acme"]
    book(DAY, "client", "archive", "acme")
    assert book(DAY, "client", "list").value == []
    assert book(DAY, "client", "list", "--archived").value[0]["archived"] is True
    book(DAY, "client", "archive", "acme", "--off")
    book(DAY, "client", "bookmark", "acme", "--off")
    assert book(DAY, "client", "list", "--bookmarked").value == []


def test_clients_go_out_and_come_in_again(book: Typed) -> None:
    """CSV and vCard; a dry run enters nobody."""
    out = book.folder / "clients.csv"
    book(DAY, "client", "export", "--out", str(out))
    text = out.read_text(encoding="utf-8").replace("acme", "acme-2").replace("Acme S.r.l.", "Acme Due")
    table = book.file("in.csv", text)
    assert book(DAY, "client", "import", table, "--dry-run").value["clients"] == ["acme-2"]
    assert book(DAY, "client", "import", table).value["clients"] == ["acme-2"]
    cards = book(DAY, "client", "export", "--format", "vcard").value["text"]
    assert cards.count("BEGIN:VCARD") == 2
    card = book.file("in.vcf", cards.replace("acme", "third").split("END:VCARD")[0] + "END:VCARD\r\n")
    assert len(book(DAY, "client", "import", card).value["clients"]) == 1
    refused = book(DAY, "client", "export", "--format", "xml")
    assert refused.error["code"] == "unknown-form"


def test_every_answer_about_clients_reads_well(book: Typed) -> None:
    """For a person."""
    assert "Entered beta: Beta" in book.plain(DAY, "client", "add", "--name", "Beta").out
    assert "Would change beta" in book.plain(DAY, "client", "edit", "beta", "--city", "Oslo", "--dry-run").out
    assert "acme" in book.plain(DAY, "client", "list").out
    assert "documents: none" in book.plain(DAY, "client", "show", "acme").out
    assert "BEGIN:VCARD" in book.plain(DAY, "client", "export", "--format", "vcard").out
    assert "Wrote" in book.plain(DAY, "client", "export", "--out", str(book.folder / "c.csv")).out
    book(DAY, "client", "archive", "acme")
    book(DAY, "client", "archive", "beta")
    assert "No clients." in book.plain(DAY, "client", "list").out
    assert (
        "Would enter" in book.plain(DAY, "client", "import", book.file("x.csv", "id;name\nz;Zeta\n"), "--dry-run").out
    )
