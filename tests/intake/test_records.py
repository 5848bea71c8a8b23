"""Clients and items: from files, tables and vCards, and back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import InvoicingError, NotFound, Refused
from invoicing.domain.party import Address, Contact, Identifier, Party
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Terms
from invoicing.domain.values import from_json, to_json
from invoicing.intake import table
from invoicing.intake.client import ClientRecord, free_key, parse_client, read_client, slug
from invoicing.intake.client_table import export_clients, import_clients
from invoicing.intake.item import Item, export_items, import_items, parse_item
from invoicing.intake.schema import NAMES, json_schema
from invoicing.intake.vcard import export_vcards, import_vcards

if TYPE_CHECKING:
    from pathlib import Path

CLIENT = """
id = "rossi"
name = "Officine Rossi S.r.l."
vat = "IT 05252150742"
language = "it"
currency = "EUR"
debtor = "business"
terms = "30 eom"
tax = "S 22"
notes = "Pays late\\nin August"
bookmark = true
archived = true
email = "a@rossi.example"

[address]
street = "Via 1"
country = "IT"

[identifiers]
codice-fiscale = "RSSMRA80A01H501U"

[[contacts]]
name = "Marco"
role = "director"
"""
ROSSI = ClientRecord(
    "rossi",
    Party(
        "Officine Rossi S.r.l.",
        Address("Via 1", country="IT"),
        "IT05252150742",
        (Identifier("codice-fiscale", "RSSMRA80A01H501U"),),
        email="a@rossi.example",
        contacts=(Contact("Marco", "director"),),
    ),
    "it",
    "EUR",
    Terms(30, end_of_month=True),
    (Tax("S", Decimal(22)),),
    "Pays late\nin August",
    bookmark=True,
    archived=True,
)


def test_every_key_of_a_client_file_is_read(tmp_path: Path) -> None:
    """All keys of the client file; a VAT identifier is written as it is sent."""
    path = tmp_path / "rossi.toml"
    path.write_text(CLIENT)
    assert read_client(path) == ROSSI


def test_a_client_survives_the_ledgers_codec() -> None:
    """The ledger keeps clients as JSON."""
    assert from_json(ClientRecord, to_json(ROSSI)) == ROSSI


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        ({}, "missing-key", "name"),
        ({"name": ""}, "empty-text", "name"),
        ({"name": "x", "terms": "2026-01-01"}, "bad-terms", "terms"),
        ({"name": "x", "id": "a b"}, "bad-key", "id"),
        ({"name": "x", "adress": {}}, "unknown-key", "adress"),
        ({"name": "x", "bookmark": "yes"}, "wrong-type", "bookmark"),
    ],
)
def test_a_wrong_client_is_one_finding(data: dict[str, object], code: str, where: str) -> None:
    """Terms of a client are days; a day or parts hold for one document."""
    with pytest.raises(Refused) as caught:
        parse_client(data)
    assert [(one.code, one.where) for one in caught.value.findings] == [(code, where)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Officine Rossi S.r.l.", "officine-rossi-s-r-l"),
        ("Großmüller & Søn", "grossmuller-son"),
        ("Şirket Łódź", "sirket-lodz"),
        ("日本", "client"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_key_is_made_of_the_name(name: str, key: str) -> None:
    """Small ASCII letters, digits and hyphens, at most 40."""
    assert slug(name) == key


def test_a_key_in_use_gets_a_number() -> None:
    """The first that is free."""
    assert free_key("Acme", {"acme", "acme-2"}) == "acme-3"


CSV = (
    "Company Name;Address;Postal code;City;Country;VAT number;Email;Terms\n"
    '"Rossi; Figli";Via 1;10100;Torino;it;IT00743110157;a@b.it;30 eom\n'
    "\nMüller;;;;DE;;;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_table_of_clients_is_read_whatever_program_wrote_it(encoding: str, delimiter: str) -> None:
    """Encoding and delimiter are found out; headers of other programs are understood."""
    text = CSV.replace(";", delimiter).replace(f'"Rossi{delimiter} Figli"', '"Rossi; Figli"')
    first, second = import_clients(text.encode(encoding), "clients.csv")
    assert (first.id, first.party.name, first.party.vat) == ("rossi-figli", "Rossi; Figli", "IT00743110157")
    assert first.party.address == Address("Via 1", "", "10100", "Torino", "", "IT")
    assert first.terms == Terms(30, end_of_month=True)
    assert (second.id, second.party.name) == ("muller", "Müller")


def test_bytes_of_no_known_encoding_are_still_text() -> None:
    """0x81 is nothing in Windows-1252; as Latin-1 it is a control character, which is then refused."""
    with pytest.raises(Refused) as caught:
        import_clients(b"name\nM\x81ller\n", "x")
    assert [(one.code, one.where) for one in caught.value.findings] == [("control-character", "line 2, name")]


def test_all_findings_of_a_table_come_at_once_with_their_lines() -> None:
    """A cell with a line break counts its lines."""
    raw = b'id,name,notes,vat\na,A,"x\ny",IT1\nb,,,\na2,A2,,\na2,A3,,\n'
    with pytest.raises(Refused) as caught:
        import_clients(raw, "x.csv")
    assert [(one.code, one.where) for one in caught.value.findings] == [
        ("bad-vat-number", "line 2, vat"),
        ("missing-key", "line 4, name"),
        ("key-taken", "line 6, id"),
    ]


def test_an_unknown_column_is_named_once_and_can_be_explained() -> None:
    """An empty meaning leaves the column out."""
    raw = b"Kunde,Rang,Leer\nA,1,\nB,2,\n"
    with pytest.raises(Refused) as caught:
        import_clients(raw, "x.csv")
    assert [(one.code, one.where) for one in caught.value.findings] == [
        ("unknown-column", "column 'Kunde'"),
        ("unknown-column", "column 'Rang'"),
    ]
    clients = import_clients(raw, "x.csv", columns={"Kunde": "name", "rang": ""})
    assert [one.id for one in clients] == ["a", "b"]


@pytest.mark.parametrize(
    ("raw", "where"), [(b"name,vat\nA,B,C\n", "line 2"), (b'name\n"A" x\n', "line 2"), (b'name\n"A\n', "line 2")]
)
def test_a_broken_table_is_refused_at_its_line(raw: bytes, where: str) -> None:
    """RFC 4180."""
    with pytest.raises(Refused) as caught:
        import_clients(raw, "x.csv")
    assert (caught.value.code, caught.value.where) == ("bad-csv", where)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+39 02", "'+39 02"),
        ("-2+3", "'-2+3"),
        ("@x", "'@x"),
        ("-5.50", "-5.50"),
        ("a=b", "a=b"),
        ("'x", "'x"),
    ],
)
def test_a_cell_that_would_run_as_a_formula_is_made_harmless(cell: str, written: str) -> None:
    """Design section 7; a plain number is no formula; reading it back gives the text again."""
    assert table.guarded(cell) == written
    assert table.unguarded(written) == cell


WORDS = st.text("abcÄßéț =+-@;,\"'|\\\n.:", min_size=1, max_size=20).map(str.strip).filter(bool)
CLIENTS = st.lists(
    st.builds(
        lambda key, name, street, notes, terms: ClientRecord(
            key,
            Party(name.replace("\n", " "), Address(street.replace("\n", " "), country="NL")),
            notes=notes,
            terms=terms,
        ),
        st.text("abcdef", min_size=3, max_size=8),
        WORDS,
        WORDS,
        WORDS,
        st.sampled_from([None, Terms(30), Terms(14, end_of_month=True)]),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)


def normal(clients: list[ClientRecord]) -> list[ClientRecord]:
    """Clients as the reader keeps texts: through the file form once."""
    return [
        parse_client(
            {"id": one.id, "name": one.party.name, "address": {"street": one.party.address.street, "country": "NL"},
             "notes": one.notes, **({"terms": table_terms(one)} if one.terms else {})}
        )
        for one in clients
    ]  # fmt: skip


def table_terms(client: ClientRecord) -> str:
    """Terms as text."""
    assert client.terms is not None
    return f"{client.terms.days}{' eom' if client.terms.end_of_month else ''}"


@given(CLIENTS)
def test_clients_survive_a_table(clients: list[ClientRecord]) -> None:
    """Law: what is exported as CSV is imported as it was, whatever formulas and quotes it holds."""
    usual = normal(clients)
    assert list(import_clients(export_clients(usual).encode(), "x.csv")) == usual


@given(CLIENTS)
def test_names_and_notes_survive_a_vcard(clients: list[ClientRecord]) -> None:
    """Law: RFC 6350 escapes and folding lose nothing."""
    usual = normal(clients)
    text = export_vcards(usual)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    back = import_vcards(text.encode(), "x.vcf") if usual else ()
    assert [(one.party.name, one.party.address, one.notes) for one in back] == [
        (one.party.name, one.party.address, one.notes) for one in usual
    ]


CARDS = """BEGIN:VCARD\r
VERSION:3.0\r
FN:Anna Bianchi\r
ORG:Studio\\, Bianchi;Sales\r
item1.ADR;TYPE=work:;;Via 1;Torino;TO;10100;Italy\r
EMAIL;TYPE="work,home":anna@b.example\r
TEL;VALUE=uri:tel:+39-011-1\r
URL:https://b.example\r
NOTE:first\\nsec\r
 ond\r
LANG:it\r
END:VCARD\r
\r
BEGIN:VCARD\r
VERSION:4.0\r
FN:Jan\r
ADR:Box 1;;;Oslo;;;Norge\r
END:VCARD\r
"""


def test_a_card_of_another_program_becomes_a_client() -> None:
    """Organisation before person, who becomes a contact; a country name becomes its code or stays on the extra line."""
    first, second = import_vcards(CARDS.encode(), "x.vcf")
    assert first.party == Party(
        "Studio, Bianchi",
        Address("Via 1", "", "10100", "Torino", "TO", "IT"),
        email="anna@b.example",
        phone="+39-011-1",
        website="https://b.example",
        contacts=(Contact("Anna Bianchi", "billing", "anna@b.example", "+39-011-1"),),
    )
    assert (first.notes, first.language) == ("first\nsecond", "it")
    assert second.party == Party("Jan", Address("Box 1", "Norge", "", "Oslo"))


def test_contacts_are_written_as_related_people() -> None:
    """RFC 6350 section 6.6.6."""
    assert "RELATED;VALUE=text;TYPE=contact:Marco\r\n" in export_vcards([ROSSI])


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "bad-vcard", "line 1"),
        ("BEGIN:VCARD\nFN:x\n", "bad-vcard", "line 1"),
        ("FN:x\n", "bad-vcard", "line 1"),
        ("BEGIN:VCARD\nnonsense\nEND:VCARD\n", "bad-vcard", "line 2"),
        ("BEGIN:VCARD\nFN:x\nEMAIL:y\nEND:VCARD\n", "bad-email", "card 1 (line 1), email"),
    ],
)
def test_a_wrong_card_is_refused_at_its_line(text: str, code: str, where: str) -> None:
    """What is no vCard, and a card with a wrong value."""
    with pytest.raises(Refused) as caught:
        import_vcards(text.encode(), "x.vcf")
    assert (caught.value.code, caught.value.findings[0].where) == (code, where)


@given(st.binary(max_size=80))
def test_no_bytes_make_an_import_fail(raw: bytes) -> None:
    """Law: nothing but an `InvoicingError` leaves an import."""
    for read in (import_clients, import_items, import_vcards):
        try:
            read(raw, "x")
        except InvoicingError as error:
            found = error.findings
        else:
            found = ()
        assert all(one.code and one.where for one in found)


HOUR = Item("hour", "Design hour", Decimal("80.5"), "HUR", "EUR", (Tax("S", Decimal(22)),))
ITEMS = (HOUR, Item("set", "=Set", Decimal(5)), Item("s", "Standard", Decimal(1), taxes=(Tax("S"),)))


def test_an_item_is_read_of_its_keys() -> None:
    """Without an id the key is made of the description."""
    assert (
        parse_item(
            {
                "id": "hour",
                "description": "Design hour",
                "price": "80.50",
                "unit": "hour",
                "currency": "eur",
                "tax": "S 22",
            }
        )
        == HOUR
    )
    assert parse_item({"description": "Design hour", "price": 1}, {"design-hour"}).key == "design-hour-2"


def test_items_survive_a_table_and_the_ledgers_codec() -> None:
    """CSV and back, JSON and back."""
    assert import_items(export_items(ITEMS).encode(), "x.csv") == ITEMS
    assert from_json(Item, to_json(HOUR)) == HOUR


def test_an_item_needs_description_and_price() -> None:
    """Both at once."""
    with pytest.raises(Refused) as caught:
        parse_item({})
    assert [one.where for one in caught.value.findings] == ["description", "price"]


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_forbids_unknown_keys_and_knows_the_short_ways(name: str) -> None:
    """JSON Schema 2020-12, made from the very forms that read the files."""
    schema = json_schema(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["TaxForm"]["anyOf"][0]["examples"][0] == "S 22"


def test_the_document_schema_has_the_keys_of_the_contract() -> None:
    """Design section 5: the words of a document file."""
    keys = json_schema("document")["properties"]
    words = "kind client country currency issue_date supply_date terms reference notes preceding prices_include_tax"
    assert set(words.split()) <= set(keys)
    assert {"lines", "allowances", "charges", "withholding"} <= set(keys)
    assert keys["tax"]["anyOf"][0] == {"$ref": "#/$defs/TaxForm"}


def test_an_unknown_schema_is_not_found() -> None:
    """The nearest name is offered."""
    with pytest.raises(NotFound) as caught:
        json_schema("documnt")
    assert caught.value.remedy == "did you mean document?"
    with pytest.raises(NotFound):
        json_schema("zzz")
