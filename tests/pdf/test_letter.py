"""Letters and reports read back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from invoicing.domain.party import Address
from invoicing.pdf import address, letter, report
from invoicing.pdf.grid import grid
from invoicing.pdf.letter import Listing, Paragraph, PayBox, Slip, Table
from invoicing.pdf.theme import load
from invoicing.resources import Resources
from tests.pdf import cases
from tests.pdf.reading import THEMES, Box, boxes, reader, sizes, theme, words

MM = 72 / 25.4


def _box(found: list[Box], text: str) -> Box:
    return next(box for box in found if text in box.text)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("window", "left", "right"), [("left", 20, 105), ("right", 105, 195)])
def test_the_address_stands_in_the_window(name: str, window: str, left: float, right: float) -> None:
    """DIN 5008 form B: the address zone reaches from 62.7 to 90 mm; at the right on sheets for such envelopes."""
    found = boxes(letter.render(cases.letter("it", window), theme(name)))
    for text in ("Kanzlei Müller", "Kurfürstendamm 101", "Germania"):
        box = _box(found, text)
        assert left * MM <= box.left <= box.right <= right * MM
        assert 62 * MM <= 841.89 - box.top <= 841.89 - box.bottom <= 91 * MM


@pytest.mark.parametrize("name", THEMES)
def test_a_letter_holds_all_its_blocks_and_overlaps_nowhere(name: str) -> None:
    """Subject, table with total, points, pay box with link and code, signature, enclosures, page number."""
    data = letter.render(cases.letter(), theme(name))
    said = words(data)
    for part in (
        "Promemoria di pagamento: fattura 2026-0042",
        "Milano, 2 maggio 2026",
        "Totale aperto € 3.518,92",
        "1. la prestazione",
        "2. il prezzo",
        "https://pay.example/i/2026-0042",
        "Inquadri per pagare",
        "Giulia Lumière",
        "– Estratto conto",
        "Pagina 1 di",
    ):
        assert part in said
    found = boxes(data)
    assert [(a.text, b.text) for i, a in enumerate(found) for b in found[i + 1 :] if a.overlaps(b)] == []


def test_a_letter_is_the_same_twice_and_names_its_day() -> None:
    """Invariant; the file's day is the letter's."""
    one = letter.render(cases.letter(), theme("classic"))
    assert one == letter.render(cases.letter(), theme("classic"))
    found = reader(one).metadata
    assert found is not None
    assert str(found.creation_date).startswith("2026-05-02")


def test_a_long_letter_goes_on_and_its_table_repeats_its_head() -> None:
    """80 rows over several pages, a slip that is not torn, plain points."""
    rows = tuple((f"Fattura {number}", "02/03/2026", "01/04/2026", "€ 1,00") for number in range(80))
    page = replace(
        cases.letter(),
        blocks=(
            Paragraph("uno\ndue"),
            Table(("Documento", "Data", "Scadenza", "Importo"), rows, (3,), ("Totale", "", "", "€ 80,00")),
            Listing(("un punto",)),
            PayBox((("IBAN", "IT60"),)),
            Slip("Accettazione", "Accettiamo il piano.", ("Luogo e data", "Firma")),
        ),
        references=(),
        signature="",
        enclosures=(),
    )
    data = letter.render(page, theme("classic"))
    said = words(data)
    assert len(sizes(data)) == 3
    assert said.count("Documento Data Scadenza Importo") == 3
    for part in ("Fattura 79", "Totale € 80,00", "• un punto", "Accettiamo il piano.", "Luogo e data"):
        assert part in said


def test_closing_and_name_never_stand_alone_on_a_page() -> None:
    """They take the paragraph before them along, wherever the page ends."""
    for count in range(20, 60):
        blocks = (
            *(Paragraph("Riga.") for _ in range(count)),
            Paragraph("Testo " * 40),
            Paragraph("Saluti,"),
            Paragraph("G. L."),
        )
        page = replace(cases.letter(), blocks=blocks, signature="", enclosures=("Fattura",))
        last = reader(letter.render(page, theme("classic"))).pages[-1].extract_text()
        assert "Testo" in last
        assert "G. L." in last
        assert "– Fattura" in last


def test_a_long_sender_line_is_made_smaller_then_cut() -> None:
    """The line above a window address is one line."""
    name = "Internationale Beteiligungs- und Vermögensverwaltungsgesellschaft der Vereinigten Werke mbH & Co. KGaA"
    seller = replace(cases.SELLERS["it"][0], name=name)
    said = words(letter.render(replace(cases.letter(), seller=seller), theme("classic")))
    assert "…" in said


def test_a_letter_on_us_paper() -> None:
    """612 x 792 points, no fold marks of A4."""
    data = letter.render(cases.letter("en", "left"), load(Resources(), "classic", paper="letter"))
    assert set(sizes(data)) == {(612, 792)}


@pytest.mark.parametrize("name", THEMES)
def test_a_report_has_facts_bars_tables_and_totals(name: str) -> None:
    """Title, facts, a bar per bucket, the head again on each page, the total with the last row."""
    data = report.render(cases.report(), theme(name))
    said = words(data)
    for part in (
        "Aged receivables",
        "As of 2 March 2026",
        "Over 90 days € 350",
        "Client 69 with a name",
        "Total 1 2 3 4",
    ):
        assert part in said
    assert said.count("Client Not yet due 1-30 days") == len(sizes(data))
    found = boxes(data)
    assert [(a.text, b.text) for i, a in enumerate(found) for b in found[i + 1 :] if a.overlaps(b)] == []


def test_a_report_without_figures_is_still_a_page() -> None:
    """No bars above zero, an empty table with its total."""
    empty = replace(
        cases.report(),
        bars=(report.Bar("none", Decimal(0), "0"),),
        tables=(report.ReportTable(("a", "b"), (), (1,), ("Total", "0")),),
    )
    assert "Total 0" in words(report.render(empty, theme("classic")))


def test_a_table_too_wide_for_the_page_wraps_its_texts_then_shrinks() -> None:
    """Text columns give way first; when figures alone are too wide, the type becomes smaller."""
    look = theme("classic")
    wide = grid(look, ("Text", "Sum"), [("word " * 60, "1.00")], (1,), 300)
    assert wide.rows[0].height > 40
    figures = ["123,456,789,012.34"] * 6
    tight = grid(look, [f"h{n}" for n in range(6)], [figures], tuple(range(6)), 400)
    assert max(x + style.width(text) for x, _, style, text in tight.rows[0].pieces) <= 400.5


@pytest.mark.parametrize(
    ("place", "home", "lines"),
    [
        (Address("Via Roma 1", "", "20121", "Milano", "MI", "IT"), "IT", ("Via Roma 1", "20121 Milano MI")),
        (Address("1 High St", "", "BS1 6XN", "Bristol", "", "GB"), "IT", ("1 High St", "Bristol", "BS1 6XN", "<GB>")),
        (
            Address("5 Main St", "Apt 2", "10001", "New York", "NY", "US"),
            "US",
            ("5 Main St", "Apt 2", "New York, NY 10001"),
        ),
        (Address("Damrak 1", "", "1012 LG", "Amsterdam", "", "NL"), "NL", ("Damrak 1", "1012 LG  Amsterdam")),
        (Address("", "", "", "Paris", "", "FR"), "", ("Paris", "<FR>")),
        (
            Address("Calle Real 3", "", "04711", "El Ejido", "Almería", "ES"),
            "ES",
            ("Calle Real 3", "04711 El Ejido, Almería"),
        ),
        (Address("", "", "28004", "Madrid", "Madrid", "ES"), "ES", ("28004 Madrid",)),
        (Address("", "", "400001", "Cluj-Napoca", "jud. Cluj", "RO"), "RO", ("400001 Cluj-Napoca, jud. Cluj",)),
        (Address("", "", "010101", "București", "RO-B", "RO"), "RO", ("010101 București, B",)),
        (Address("", "", "10711", "Berlin", "Berlin", "DE"), "DE", ("10711 Berlin",)),
        (Address("", "", "1000", "Bruxelles", "", "BE"), "BE", ("1000 Bruxelles",)),
        (Address("", "", "T12 ABC1", "Cork", "Co. Cork", "IE"), "IE", ("Cork", "Co. Cork", "T12 ABC1")),
        (Address("", "", "10001", "New York", "", "US"), "US", ("New York 10001",)),
        (Address("", "", "", "Austin", "TX", "US"), "US", ("Austin, TX",)),
        (Address("", "", "K1A 0B1", "Ottawa", "ON", "CA"), "CA", ("Ottawa ON  K1A 0B1",)),
        (Address("", "", "2000", "Sydney", "", "AU"), "AU", ("Sydney 2000",)),
        (Address("", "", "", "Milano", "MI", "IT"), "IT", ("Milano MI",)),
        (Address(), "IT", ()),
    ],
)
def test_addresses_follow_the_post_of_their_country(place: Address, home: str, lines: tuple[str, ...]) -> None:
    """Universal Postal Union S42: order of code, place and region; the country only abroad."""
    assert address.lines(place, lambda code: f"<{code}>", home) == lines


def test_a_recipient_is_name_attention_and_address() -> None:
    """As it stands in the window."""
    assert address.recipient(cases.BUYER, str, "DE", "Attn Anna Weiß")[:3] == (
        "Kanzlei Müller & Søn Partnerschaft mbB",
        "Attn Anna Weiß",
        "Kurfürstendamm 101",
    )


def test_how_a_letter_travels_stands_above_its_subject() -> None:
    """Tone.md section 2, "proof of sending": PEC, registered, burofax."""
    found = words(letter.render(replace(cases.letter(), delivery="Raccomandata A/R"), theme("classic")))
    assert found.index("Raccomandata A/R") < found.index("Gentile")
