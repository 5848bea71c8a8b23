"""Saved items: entered, changed, put away, brought in, and used on lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2026-03-02"
LOGO = ("--id", "logo", "--description", "Logo design", "--price", "450.00", "--unit", "hour", "--tax", "S 22")


def test_a_line_that_names_an_item_takes_what_it_does_not_say(book: Typed) -> None:
    """Two of 450.00 at 22 %: 1 098.00; a price on the line wins."""
    saved = book(DAY, "item", "add", *LOGO).value
    assert (saved["id"], saved["price"], saved["unit"], saved["tax"]) == ("logo", "450", "HUR", ["S 22"])
    done = book(DAY, "issue", "--client", "acme", "--line", "@logo; 2").value
    assert done["total"] == "1098.00"
    line = book(DAY, "show", done["number"]).value["lines"][0]
    assert (line["description"], line["quantity"], line["unit"]) == ("Logo design", "2", "HUR")
    file = book.file("a.toml", 'client = "acme"\n[[lines]]\nitem = "logo"\nprice = 400\n')
    assert book(DAY, "preview", file).value["totals"]["total"] == "488.00"
    assert book(DAY, "issue", "--client", "acme", "--line", "@logo").value["total"] == "549.00"


def test_an_edit_changes_new_lines_only(book: Typed) -> None:
    """What was printed stays printed."""
    book(DAY, "item", "add", *LOGO)
    book(DAY, "issue", "--client", "acme", "--line", "@logo")
    changed = book(DAY, "item", "edit", "logo", "--price", "500", "--tax", "none").value
    assert (changed["price"], changed["tax"], changed["description"]) == ("500", [], "Logo design")
    assert book(DAY, "issue", "--client", "acme", "--line", "@logo").value["total"] == "500.00"
    assert book(DAY, "show", "2026-0001").value["total"] == "549.00"


def test_an_archived_item_is_neither_listed_nor_used(book: Typed) -> None:
    """It comes back whole."""
    book(DAY, "item", "add", *LOGO)
    book(DAY, "item", "archive", "logo")
    assert book(DAY, "item", "list").value == []
    assert [one["archived"] for one in book(DAY, "item", "list", "--archived").value] == [True]
    answer = book(DAY, "issue", "--client", "acme", "--line", "@logo")
    assert answer.error["findings"][0]["code"] == "unknown-item"
    book(DAY, "item", "archive", "logo", "--off")
    assert book(DAY, "issue", "--client", "acme", "--line", "@logo").code == 0


def test_items_come_from_a_table_and_go_into_one(book: Typed) -> None:
    """All or none; what is written reads back."""
    table = book.folder / "items.csv"
    table.write_text("id,description,price,unit,tax\nlogo,Logo,450,hour,S 22\nweb,Website,2000,,\n", encoding="utf-8")
    assert book(DAY, "item", "import", str(table), "--dry-run").value["items"] == ["logo", "web"]
    assert book(DAY, "item", "list").value == []
    assert book(DAY, "item", "import", str(table)).value["items"] == ["logo", "web"]
    assert book(DAY, "item", "import", str(table)).code == 3
    text = book(DAY, "item", "export").value["text"]
    assert text.splitlines()[1] == "logo,Logo,450,HUR,,S 22"
    out = book.folder / "out.csv"
    book(DAY, "item", "export", "--out", str(out))
    assert out.read_bytes().decode() == text


def test_an_item_file_and_a_key(book: Typed) -> None:
    """Flags win over the file; the same key saves once; an id in use is a conflict."""
    file = book.file("item.toml", 'id = "web"\ndescription = "Website"\nprice = 2000\ncurrency = "USD"\n')
    first = book(DAY, "item", "add", file, "--price", "1900", "--key", "k").value
    assert (first["price"], first["currency"]) == ("1900", "USD")
    assert book(DAY, "item", "add", file, "--price", "1900", "--key", "k").value == first
    again = book(DAY, "item", "add", file)
    assert (again.code, again.error["code"]) == (5, "item-exists")
    assert book(DAY, "item", "edit", "wob", "--price", "1").error["code"] == "item-unknown"


def test_every_answer_reads_well_without_json(book: Typed) -> None:
    """For a person."""
    assert "No items" in book.plain(DAY, "item", "list").out
    assert "Saved logo: Logo design 450" in book.plain(DAY, "item", "add", *LOGO).out
    assert "S 22" in book.plain(DAY, "item", "list").out
    assert "Changed logo" in book.plain(DAY, "item", "edit", "logo", "--price", "1").out
    assert "Logo design" in book.plain(DAY, "item", "export").out
    assert "Archived logo" in book.plain(DAY, "item", "archive", "logo").out
    table = book.folder / "items.csv"
    table.write_text("description,price\nWebsite,2000\n", encoding="utf-8")
    assert "Saved 1 items: website" in book.plain(DAY, "item", "import", str(table)).out
    assert "Wrote" in book.plain(DAY, "item", "export", "--out", str(book.folder / "o.csv")).out
