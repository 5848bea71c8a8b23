"""Filling a letter: what is refused, what stays data, how blocks are cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from invoicing.correspondence.catalogue import catalogue, find_letter, grade_of, kind_of
from invoicing.correspondence.check import check_letter
from invoicing.correspondence.compose import compose
from invoicing.correspondence.letter import Letter, Listing, Paragraph, PayBox, Slip, Table, wrap
from invoicing.correspondence.sample import sample_facts
from invoicing.correspondence.slots import NAMES, ROW_SLOTS, ROWS, SLOTS
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import Money
from invoicing.domain.party import Address, BankAccount, Identifier, Party
from invoicing.resources import Resources
from invoicing.texts import language

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.correspondence.facts import LetterFacts

EN = language("en")
SHIPPED = Resources()
FACTS = sample_facts("reminder2", EN, SHIPPED)


def own(tmp_path: Path, text: str, name: str = "mine") -> Resources:
    """Make a book with one letter of its own."""
    folder = tmp_path / "letters" / "en"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return Resources(tmp_path)


def write(tmp_path: Path, body: str, facts: LetterFacts = FACTS) -> Letter:
    """Compose a letter of one's own."""
    return compose("mine", facts, EN, own(tmp_path, f"Subject: About {{{{ document.number }}}}\n\n{body}\n"))


def test_the_table_of_slots_is_what_letters_get() -> None:
    """Slots are a closed set: no name twice, every row slot has a shape."""
    assert len(NAMES) == len(SLOTS)
    assert {slot.name for slot in SLOTS if slot.kind == "rows"} == set(ROW_SLOTS)
    assert set(ROW_SLOTS.values()) == set(ROWS)


def test_a_letter_has_subject_and_blocks(tmp_path: Path) -> None:
    """Paragraphs are divided by empty lines, lists start with a mark, block slots stand alone."""
    body = "{{ salutation }}\n\nOne\nparagraph.\n\n- first\n  point\n- second\n\n1. one\n2. two"
    body += "\n\n{{ documents_table }}\n\n{{ pay_box }}"
    letter = write(tmp_path, body)
    assert letter.subject == "About 2026-0012"
    assert letter.blocks[1] == Paragraph("One paragraph.")
    assert letter.blocks[2] == Listing(("first point", "second"))
    assert letter.blocks[3] == Listing(("one", "two"), numbered=True)
    assert isinstance(letter.blocks[4], Table)
    assert isinstance(letter.blocks[5], PayBox)


def test_lines_with_only_a_condition_leave_no_trace(tmp_path: Path) -> None:
    """A condition around a list item must not cut the list."""
    letter = write(tmp_path, "- a\n{% if credit %}\n- b\n{% endif %}\n{% if not credit %}\n- c\n{% endif %}\n- d")
    assert letter.blocks == (Listing(("a", "b", "d")),)


def test_an_inline_condition_at_the_end_of_a_paragraph_keeps_the_next_one_apart(tmp_path: Path) -> None:
    """The line break after a tag is only taken away where the tag is alone."""
    letter = write(tmp_path, "One{% if credit %} more{% endif %}\n\nTwo")
    assert letter.blocks == (Paragraph("One more"), Paragraph("Two"))


def test_a_slot_without_a_fact_can_be_asked_about_but_not_printed(tmp_path: Path) -> None:
    """A letter never goes out with a gap."""
    facts = replace(FACTS, credit=None)
    assert write(tmp_path, "{% if credit %}yes{% else %}no{% endif %}", facts).blocks == (Paragraph("no"),)
    with pytest.raises(Refused) as fault:
        write(tmp_path, "Credit: {{ credit }}", facts)
    assert fault.value.code == "empty-slot"
    assert fault.value.where == "credit"


def test_all_gaps_of_a_letter_are_named_at_once_each_once(tmp_path: Path) -> None:
    """The writer fills them in one go."""
    body = "{{ reason }} {{ answer_day }} {{ reason }}\n\n{{ items_list }}\n\n{{ fixed }}"
    with pytest.raises(Refused) as fault:
        write(tmp_path, body, replace(FACTS, reason="", answer_day=None, items=(), fixed="the fee"))
    assert [one.where for one in fault.value.findings] == ["reason", "answer_day", "items_list"]
    assert {one.code for one in fault.value.findings} == {"empty-slot"}


def test_a_gap_inside_a_row_is_refused_too(tmp_path: Path) -> None:
    """Interest of a document that bears none."""
    with pytest.raises(Refused) as fault:
        write(tmp_path, "{% for one in documents %}{{ one.interest }}{% endfor %}")
    assert fault.value.where == "documents.interest"


def test_a_block_inside_a_paragraph_is_refused(tmp_path: Path) -> None:
    """Only alone can a table be laid out."""
    with pytest.raises(Refused) as fault:
        write(tmp_path, "Pay here: {{ pay_box }}")
    assert fault.value.code == "block-not-alone"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Hello\n\nbody\n", "letter-without-subject", 1),
        ("Subject:\n\nbody\n", "letter-without-subject", 1),
        ("Subject: x\nbody\n", "letter-subject-not-alone", 2),
        ("Subject: x\n\na\n\n{{ documnts_table }}\n", "unknown-slot", 5),
        ("Subject: x\n\n{% for d in documents %}\n{{ d.nummber }}\n{% endfor %}\n", "unknown-slot", 4),
        ("Subject: x\n\n{{ document.isued }}\n", "unknown-slot", 3),
        ("Subject: x\n\n\n{% if credit %}\n", "letter-syntax", 4),
        ("Subject: x\n\n{{ credit|upper }}\n", "letter-syntax", 3),
        ("Subject: x\n\n{{ zzzzzzzz }}\n", "unknown-slot", 3),
    ],
)
def test_a_faulty_letter_is_found_on_load_with_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    """The ladder: a book's own version is checked for unknown slots on load, with line number."""
    resources = own(tmp_path, text)
    (finding,) = check_letter(resources.find("letters", "en/mine.txt"))
    assert finding.code == code
    assert finding.where == f"en/mine.txt line {line}"
    with pytest.raises(Refused) as fault:
        compose("mine", FACTS, EN, resources)
    assert fault.value.code == code


def test_a_misspelt_slot_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """So that a file is mended in one go, all of them come at once."""
    resources = own(tmp_path, "Subject: {{ numbrs }}\n\n{{ salutatoin }}\n")
    first, second = check_letter(resources.find("letters", "en/mine.txt"))
    assert "'numbers'" in first.remedy
    assert "'salutation'" in second.remedy


@pytest.mark.parametrize("entry", catalogue(SHIPPED), ids=lambda entry: entry.letter)
def test_shipped_letters_have_no_findings(entry: object) -> None:
    """Every language of every shipped letter."""
    name, tags = entry.letter, entry.languages  # type: ignore[attr-defined]
    for tag in tags:
        assert check_letter(SHIPPED.find("letters", f"{tag}/{name}.txt")) == ()


def test_what_a_client_wrote_is_never_a_template(tmp_path: Path) -> None:
    """Braces and markup in a fact stay as they are in the text and are escaped in the HTML."""
    hostile = "<b>{{ 7*7 }}</b> & {% if x %}\n\n- no list"
    letter = write(tmp_path, "Because {{ reason }}.", replace(FACTS, reason=hostile))
    assert letter.blocks == (Paragraph("Because <b>{{ 7*7 }}</b> & {% if x %} - no list."),)
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt; &amp; {% if x %}" in letter.html
    assert "<b>" not in letter.html


def test_a_letter_cannot_reach_beyond_its_slots(tmp_path: Path) -> None:
    """The sandbox refuses what leads to Python's inside."""
    with pytest.raises(Refused) as fault:
        write(tmp_path, "{{ salutation.__class__.__mro__ }}")
    assert fault.value.code == "letter-not-safe"


def test_a_link_is_only_a_link_with_https(tmp_path: Path) -> None:
    """A link of another scheme is printed in no href."""
    letter = write(tmp_path, "{{ pay_box }}", replace(FACTS, pay_link="javascript:alert(1)"))
    assert "href" not in letter.html
    assert 'href="https://' in write(tmp_path, "{{ pay_box }}").html
    linked = write(tmp_path, "{{ pay_box }}", replace(FACTS, bank=None)).html
    assert "<td" in linked


def test_functions_give_phrases_and_law(tmp_path: Path) -> None:
    """phrase, law_text and country are the only functions."""
    letter = write(tmp_path, '{{ phrase("instalments") }}, {{ country("IT") }}: {{ law_text("reverse-charge") }}')
    assert letter.blocks[0] == Paragraph(f"instalments, Italy: {EN.law('reverse-charge')}")


def test_a_letter_to_a_country_without_iban_names_account_and_sort_code(tmp_path: Path) -> None:
    """BankAccount: a country without IBAN uses account and routing."""
    facts = replace(FACTS, bank=BankAccount(account="12345678", routing="20-00-00"), pay_link="")
    box = write(tmp_path, "{{ pay_box }}", facts).blocks[0]
    assert isinstance(box, PayBox)
    assert ("Account number", "12345678") in box.pairs
    assert ("Sort code", "20-00-00") in box.pairs
    assert write(tmp_path, "{{ iban }}", facts).blocks == (Paragraph("12345678"),)


def test_without_bank_and_link_there_is_no_pay_box(tmp_path: Path) -> None:
    """Then the slot is empty, and asking for it is allowed."""
    facts = replace(FACTS, bank=None, pay_link="")
    assert write(tmp_path, "{% if pay_box %}x{% else %}none{% endif %}", facts).blocks == (Paragraph("none"),)


def test_a_seller_without_mail_and_phone_is_answered_by_post(tmp_path: Path) -> None:
    """Every letter must offer a way to reply."""
    seller = Party("Studio", Address("Via Roma 1", "", "20121", "Milano", "", "GB"))
    letter = write(tmp_path, "{{ reply_to }}", replace(FACTS, seller=seller))
    assert letter.blocks == (Paragraph("Via Roma 1, 20121 Milano"),)


def test_enclosures_are_listed_in_both_twins() -> None:
    """After the letter's own blocks."""
    facts = replace(FACTS, enclosures=("Statement <1>", "Invoice"))
    letter = compose("reminder2", facts, EN, SHIPPED)
    assert letter.text.endswith("Enclosures:\n- Statement <1>\n- Invoice\n")
    assert "<li>Statement &lt;1&gt;</li>" in letter.html
    assert compose("reminder2", replace(FACTS, enclosures=("Invoice",)), EN, SHIPPED).enclosures_label == "Enclosure"


def test_text_is_wrapped_and_lists_are_indented() -> None:
    """At most 78 columns; a longer word stands alone."""
    assert wrap("a " * 60 + "end").count("\n") == 1
    assert wrap("word " * 20, "- ").split("\n")[1].startswith("  word")
    assert wrap("x" * 90) == "x" * 90


def test_an_unknown_letter_names_the_nearest_and_a_missing_language_says_so(tmp_path: Path) -> None:
    """NotFound, exit code 4."""
    with pytest.raises(NotFound) as fault:
        find_letter("remindr1", EN, SHIPPED)
    assert "reminder1" in fault.value.remedy
    with pytest.raises(NotFound) as fault:
        find_letter("zzzz", EN, SHIPPED)
    assert "letters list" in fault.value.remedy
    with pytest.raises(NotFound) as fault:
        find_letter("mine", language("it"), own(tmp_path, "Subject: x\n\nb\n"))
    assert "only in en" in fault.value.message


def test_the_catalogue_knows_kinds_grades_and_languages() -> None:
    """Design, section 5: kind and grade of a letter; a book's own has neither."""
    entries = {entry.letter: entry for entry in catalogue(SHIPPED)}
    assert entries["reminder1"].languages == ("en", "es", "it", "nl", "ro")
    assert [entry.grade for entry in catalogue(SHIPPED)][:4] == [0, 1, 1, 2]
    # Book XIX WER fixes the first reminder to a consumer: it keeps the rules of a first reminder.
    assert (kind_of("final-be-first-reminder"), grade_of("final-be-first-reminder")) == ("reminder1", 1)
    assert (kind_of("final-ro-somatie"), grade_of("final-ro-somatie")) == ("final", 4)
    assert (kind_of("mine"), grade_of("mine")) == (None, None)
    assert kind_of("refusal") == "complaint-reply"


def test_earlier_letters_have_a_name_also_when_they_are_a_books_own(tmp_path: Path) -> None:
    """A name the phrases do not know is simply a letter."""
    first = FACTS.earlier[0]
    facts = replace(FACTS, earlier=(first, replace(first, letter="mine")))
    letter = write(tmp_path, "{% for one in earlier %}{{ one.title }} {% endfor %}", facts)
    assert letter.blocks == (Paragraph("reminder letter"),)


def test_a_seller_is_known_by_a_register_number_where_there_is_no_vat(tmp_path: Path) -> None:
    """Belgian letters name the enterprise number alone; without any number the slot is empty."""
    registered = replace(FACTS.seller, vat="", identifiers=(Identifier("kbo", "0123.456.749"),))
    letter = write(tmp_path, "{{ seller_id }} {{ seller_number }}", replace(FACTS, seller=registered))
    assert letter.blocks == (Paragraph("0123.456.749 0123.456.749"),)
    assert write(tmp_path, "{{ seller_number }}").blocks == (Paragraph("01234567897"),)
    nobody = replace(FACTS, seller=replace(FACTS.seller, vat=""))
    assert write(tmp_path, "{% if seller_id %}x{% else %}none{% endif %}", nobody).blocks == (Paragraph("none"),)


def test_the_open_documents_show_interest_only_where_there_is_some(tmp_path: Path) -> None:
    """One column more, and its sum; a document without interest leaves its cell empty."""
    first, second = FACTS.documents
    facts = replace(FACTS, documents=(replace(first, interest=Money(1493, "EUR")), second))
    table = write(tmp_path, "{{ documents_table }}", facts).blocks[0]
    assert isinstance(table, Table)
    assert [row[-1] for row in table.rows] == ["€14.93", ""]
    assert table.total[-1] == "€14.93"


def test_points_can_be_signed_like_a_plan(tmp_path: Path) -> None:
    """An acceptance slip for a plan, else for the points of a talk, else none."""
    slip = write(tmp_path, "{{ acceptance_slip }}").blocks[0]
    assert isinstance(slip, Slip)
    assert slip.text == "Harper & Lowe Ltd agrees to the points above."
    assert "Signature" in write(tmp_path, "{{ acceptance_slip }}").html
    bare = replace(FACTS, points=())
    assert write(tmp_path, "{% if acceptance_slip %}x{% else %}none{% endif %}", bare).blocks == (Paragraph("none"),)


def test_one_stretch_of_interest_needs_no_sum(tmp_path: Path) -> None:
    """The table of a consumer's letter has one row."""
    table = write(tmp_path, "{{ interest_table }}", sample_facts("final-nl-14-day", EN, SHIPPED)).blocks[0]
    assert isinstance(table, Table)
    assert table.total == ()


def test_a_language_without_sample_texts_borrows_the_english_ones(tmp_path: Path) -> None:
    """A new language can be previewed from its first letter on."""
    folder = tmp_path / "letters" / "de"
    folder.mkdir(parents=True)
    (folder / "labels.toml").write_text('[labels]\ntotal = "Gesamt"\n', encoding="utf-8")
    resources = Resources(tmp_path)
    assert sample_facts("refusal", language("de", resources), resources).request == "delivery on a Sunday"


def test_loops_over_pairs_are_read_as_the_writers_own_names(tmp_path: Path) -> None:
    """A target of a loop that is no single name is left alone."""
    resources = own(
        tmp_path, "Subject: x\n\n{% for a, b in documents %}-{% endfor %}\n{% for p in legal %}{{ p }}{% endfor %}\n"
    )
    assert check_letter(resources.find("letters", "en/mine.txt")) == ()
