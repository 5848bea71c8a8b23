"""Documents read back: what they say, where it stands, and in which file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pdfplumber
import pytest

from invoicing import texts
from invoicing.domain.dates import Period
from invoicing.domain.document import Preceding, Reduction
from invoicing.domain.money import Money
from invoicing.domain.party import BankAccount
from invoicing.pdf.document import render
from invoicing.pdf.theme import load
from invoicing.resources import Resources
from tests.pdf import cases
from tests.pdf.reading import THEMES, boxes, drawn, reader, sizes, text, theme, words

if TYPE_CHECKING:
    from invoicing.domain.issued import Issued

HEAVY = {"right-to-left"}
"""a name in another script brings a third face with it"""
ONE_PAGE_LIMIT = 35_000
LARGEST_TYPE = 45
"""higher boxes are the word across a draft, which lies under everything on purpose"""


@pytest.mark.parametrize("case", sorted(cases.CASES))
@pytest.mark.parametrize("name", THEMES)
def test_nothing_on_a_page_overlaps_or_leaves_its_margins(name: str, case: str) -> None:
    """Done when: rendered pages looked at; nothing overlaps, nothing is cut. Margins are those of theme.toml."""
    data = drawn(name, case)
    top, right, bottom, left = theme(name).margins
    found = [box for box in boxes(data) if box.text.strip() and box.top - box.bottom < LARGEST_TYPE]
    assert found
    for (wide, high), number in zip(sizes(data), range(99), strict=False):
        for box in (box for box in found if box.page == number):
            assert box.left >= left - 8
            assert box.right <= wide - right + 8
            assert box.top <= high - top + 8
            assert box.bottom >= bottom - 8
    hits = [(one.text, two.text) for index, one in enumerate(found) for two in found[index + 1 :] if one.overlaps(two)]
    assert hits == []


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("language", sorted(cases.SELLERS))
def test_an_invoice_says_what_the_law_asks_in_its_language(language: str, name: str) -> None:
    """Article 226 of Directive 2006/112/EC: number, dates, both parties with VAT numbers, rate, base, tax, total."""
    issued = cases.issue(cases.plain(language))
    said = words(drawn(name, f"plain-{language}"))
    words_of = texts.language(language)
    document, totals = issued.document, issued.totals
    wanted = [
        words_of.title("invoice"),
        issued.number,
        words_of.date(document.issue_date),
        words_of.date(issued.schedule[0].day),
        document.seller.name,
        document.seller.vat,
        document.buyer.vat,
        words_of.amount(totals.net),
        words_of.amount(totals.tax),
        words_of.amount(totals.due),
        " ".join(document.lines[1].description.split()[:2]),
        "Straße" if "Straße" in said else "Kurfürstendamm 101",
        document.notes[0],
    ]
    assert [part for part in wanted if " ".join(part.split()) not in said] == []


@pytest.mark.parametrize("language", sorted(cases.SELLERS))
def test_every_letter_of_the_language_can_be_copied_out(language: str) -> None:
    """Diacritics right: the ToUnicode map gives back what went in, comma-below letters of Romanian included."""
    joined = words(drawn("classic", f"plain-{language}"))
    for description in cases.WORDS[language]:
        for word in re.findall(r"\w+", description):
            assert word in joined


@pytest.mark.parametrize("case", sorted(cases.CASES))
def test_the_same_input_gives_the_same_bytes(case: str) -> None:
    """Design 6a: invariant; nothing of the clock, of chance or of what was drawn before."""
    again = render(cases.CASES[case](), theme("classic"))
    assert again == drawn("classic", case)


def test_two_documents_never_share_a_file_identifier() -> None:
    """ISO 32000-1, 14.4: the identifier tells two files apart."""
    marks = {reader(drawn("classic", case)).trailer["/ID"][0] for case in ("plain-it", "plain-nl", "one-line")}
    assert len(marks) == 3


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("case", ["plain-it", "right-to-left", "receipt", "draft"])
def test_every_font_is_embedded_and_mapped_to_unicode(case: str, name: str) -> None:
    """ISO 19005-3, 6.2.11.4: every font program is embedded; Helvetica is never referenced."""
    for page in reader(drawn(name, case)).pages:
        for font in page["/Resources"]["/Font"].values():
            found = font.get_object()
            assert "/ToUnicode" in found
            assert "/FontFile2" in found["/FontDescriptor"]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("case", sorted(set(cases.CASES) - HEAVY))
def test_a_page_weighs_at_most_35_kilobytes(case: str, name: str) -> None:
    """Design 6a; a document whose names need a further face may weigh more."""
    data = drawn(name, case)
    assert len(data) <= ONE_PAGE_LIMIT * max(1, len(sizes(data)))


def test_sums_are_carried_over_pages_and_the_head_stands_again() -> None:
    """120 lines: each page but the last ends with the sum so far, which the next begins with."""
    data = drawn("classic", "many-lines")
    pages = [" ".join(page.extract_text().split()) for page in reader(data).pages]
    carried = [re.search(r"Carried forward ([\d,.]+)", page) for page in pages]
    brought = [re.search(r"Brought forward ([\d,.]+)", page) for page in pages]
    tables = [index for index, page in enumerate(pages) if "Unit price" in page]
    assert len(tables) >= 4
    for index in tables[:-1]:
        before, after = carried[index], brought[index + 1]
        assert before is not None
        assert after is not None
        assert before[1] == after[1]
    assert carried[tables[-1]] is None
    assert f"Page 2 of {len(pages)}" in pages[1]


def test_a_line_longer_than_a_page_is_split() -> None:
    """All of its paragraphs are there, over several pages."""
    said = words(drawn("classic", "long-line"))
    assert all(f"Paragraph {number}:" in said for number in range(45))
    assert len(sizes(drawn("classic", "long-line"))) >= 3


def test_text_that_looks_like_markup_is_printed_as_it_is() -> None:
    """Design 7: everything a client or a file says is data."""
    said = words(drawn("classic", "hostile"))
    for part in ("<font color='red'>x</font>", "{{ 77*77 }}", "<b>bold</b>", ") Tj ET \\ ((((", "%s &amp; <br>"):
        assert part in said
    assert "5929" not in said


def test_the_discount_column_is_there_only_when_a_line_has_one() -> None:
    """Only rows and columns that say something."""
    assert "Discount" in text(drawn("classic", "plain-en"))
    assert "Discount" not in text(drawn("classic", "one-line"))


def test_a_unit_price_keeps_its_own_decimals() -> None:
    """BT-146 has as many decimals as it needs."""
    assert "0.123456" in words(drawn("classic", "twelve-digits"))
    assert "€444,444,583,104.68" in words(drawn("classic", "twelve-digits"))


@pytest.mark.parametrize(("case", "amount"), [("yen", "144,000"), ("dinar", "465.188")])
def test_amounts_have_the_decimals_of_their_currency(case: str, amount: str) -> None:
    """ISO 4217: the yen has none, the dinar three."""
    assert amount in words(drawn("classic", case))


def test_withholding_and_what_was_paid_are_taken_off_what_is_due() -> None:
    """Design 4: payable = total - withheld; due = payable - prepaid."""
    said = words(drawn("classic", "withholding"))
    assert "€ 1.818,58" in said
    assert "-€ 304,00" in said
    assert "€ 1.514,58" in said
    assert "€ 1.214,58" in said
    assert "Inversione contabile" in said


def test_prices_that_include_tax_say_so() -> None:
    """The agreed gross stands in the lines."""
    said = words(drawn("classic", "prices-include-tax"))
    assert "36,60" in said
    assert texts.language("it").label("prices-include-tax") in said


def test_instalments_stand_with_their_days_and_sum_to_what_is_due() -> None:
    """BT-9 for each part; the parts sum to BT-115."""
    issued = cases.instalments()
    said = words(drawn("modern", "instalments"))
    words_of = texts.language("nl")
    assert sum(part.amount.minor for part in issued.schedule) == issued.totals.due.minor
    for part in issued.schedule:
        assert words_of.amount(part.amount) in said
        assert words_of.date(part.day) in said


def test_a_payment_link_can_be_clicked_and_is_printed() -> None:
    """The link annotation goes to the address, and prints (flag 4)."""
    page = next(page for page in reader(drawn("classic", "instalments")).pages if "/Annots" in page)
    note = page["/Annots"][0].get_object()
    assert note["/A"]["/URI"] == "https://pay.example/i/2026-0042?k=a1b2c3d4"
    assert note["/F"] == 4
    assert "https://pay.example/i/2026-0042?k=a1b2c3d4" in text(drawn("classic", "instalments"))


@pytest.mark.parametrize("name", THEMES)
def test_with_instalments_the_first_day_stands_beside_what_is_due_on_it(name: str) -> None:
    """The whole sum is not due on the first day, nor is the first part due on the last: both are named."""
    said = _lines(drawn(name, "instalments"))
    assert "1 juni 2026 € 3.256,96" not in said
    assert "Termijn 1 € 977,09" in said or "€ 3.256,96 € 977,09 1 april 2026" in said


def test_the_code_of_an_invoice_in_instalments_says_for_which_one_it_is() -> None:
    """The payload asks for the first part only."""
    assert "Scan om te betalen: Termijn 1" in words(drawn("classic", "instalments"))


@pytest.mark.parametrize("name", THEMES)
def test_no_ground_sticks_out_past_the_margins(name: str) -> None:
    """Every filled rectangle stands between the left and the right margin of theme.toml."""
    _, right, _, left = theme(name).margins
    for case in ("plain-en", "untaxed", "instalments", "many-lines"):
        with pdfplumber.open(BytesIO(drawn(name, case))) as opened:
            for page in opened.pages:
                for rect in page.rects:
                    assert rect["x0"] >= left - 0.01
                    assert rect["x1"] <= float(page.width) - right + 0.01


@pytest.mark.parametrize("name", ["modern", "compact"])
def test_sums_stand_under_the_amounts(name: str) -> None:
    """Where the table has grounds its amounts are set in, and the sums with them."""
    found = boxes(drawn(name, "plain-en"))
    ends = {text: next(box.right for box in found if box.text.endswith(text)) for text in ("1,550.00", "€557.20")}
    assert ends["1,550.00"] == pytest.approx(ends["€557.20"], abs=0.6)


@pytest.mark.parametrize("name", THEMES)
def test_the_way_to_pay_has_one_order(name: str) -> None:
    """Amount, holder, IBAN, national account, BIC, bank, reference: as on letters."""
    label = texts.language("en").label
    said = words(drawn(name, "plain-en"))
    said = said[said.index(label("pay-by", date="1 April 2026")) :]
    keys = ("amount-due", "account-holder", "iban", "account-number", "routing", "bic", "bank", "payment-reference")
    places = [said.index(f"{label(key)} ") for key in keys]
    assert places == sorted(places)


@pytest.mark.parametrize("bank", [None, BankAccount(bank="A bank without an account")])
def test_without_an_account_or_a_link_nothing_is_said_of_paying(bank: BankAccount | None) -> None:
    """No heading over nothing; a payment page alone is a way to pay."""
    label = texts.language("en").label
    issued = cases.issue(replace(cases.plain(), bank=bank))
    assert label("pay-by", date="1 April 2026") not in words(render(issued, theme("classic")))
    linked = replace(issued, payment_link="https://pay.example/1")
    said = words(render(linked, theme("classic")))
    assert label("pay-by", date="1 April 2026") in said
    assert "https://pay.example/1" in said


def test_an_offer_says_until_when_it_holds_and_carries_no_sentence_of_tax_law() -> None:
    """A quote is no tax event; its fact box has the day by which the client decides."""
    said = words(drawn("modern", "quote"))
    assert "Valido fino al 15 aprile 2026" in said
    assert "Operazione esente" not in said
    assert "Spett.le" not in said


def test_a_delivery_note_shows_quantities_and_no_price() -> None:
    """Neither prices nor taxes nor what law says of them; the other party is where it is delivered."""
    said = words(drawn("classic", "delivery-note"))
    label = texts.language("nl").label
    assert "85,00" not in said
    assert "Operazione" not in said
    assert label("prices-include-tax") not in said
    assert label("deliver-to") in said
    assert label("issue-date") not in said
    assert f"{label('date')} 2 maart 2026" in said


def test_a_purchase_order_names_its_supplier() -> None:
    """The other party of an order sells to us, and nothing is due."""
    said = words(drawn("modern", "purchase-order"))
    label = texts.language("es").label
    assert label("supplier") in said
    assert label("amount-due") not in said
    assert "ES91 2100" not in said


def test_a_pro_forma_invoice_says_that_it_is_none() -> None:
    """Directive 2006/112/EC, article 203: whoever enters VAT on an invoice owes it, so this is not one."""
    said = words(drawn("classic", "pro-forma"))
    assert texts.language("ro").label("not-a-tax-document") in said
    assert "Operazione" not in said


def test_a_statement_has_one_amount_a_line() -> None:
    """Quantity one and a price equal to the amount say nothing; an invoice shows both, as article 226 asks."""
    said = words(drawn("classic", "statement"))
    assert "Unit price" not in said
    assert "Amount (EUR)" in said
    flat = replace(cases.plain(), lines=(replace(cases.plain().lines[1], discount=None),))
    assert "Unit price" in words(render(cases.issue(flat), theme("classic")))


def test_a_credit_note_asks_for_nothing() -> None:
    """No payment box, no due date; the preceding invoice (BG-3) is named."""
    said = words(drawn("classic", "credit-note"))
    assert "2026-0040" in said
    assert "ES91 2100" not in said
    assert texts.language("es").label("amount-credited") in said


def test_a_receipt_says_what_was_paid_and_what_remains() -> None:
    """A receipt confirms one payment and asks for nothing."""
    said = words(drawn("modern", "receipt"))
    words_of = texts.language("ro")
    for part in ("1.500,00", "P-17", "2026-0042, 2026-0043", words_of.label("method-transfer"), "1.234,56"):
        assert part in said
    assert "RO49 AAAA" not in said
    assert words_of.label("preceding") not in said
    assert words_of.label("unit-price") not in said
    assert words_of.label("issue-date") not in said
    assert "Reg. Com. J40/1234/2020" in said


def test_a_receipt_that_settles_says_so() -> None:
    """Nothing remains."""
    issued = cases.receipt()
    assert issued.receipt is not None
    settled = replace(issued, receipt=replace(issued.receipt, outstanding=replace(issued.receipt.amount, minor=0)))
    assert texts.language("ro").label("settled-in-full") in words(render(settled, theme("classic")))
    silent = replace(issued, receipt=replace(issued.receipt, outstanding=None))
    assert texts.language("ro").label("still-open") not in words(render(silent, theme("classic")))


def test_a_draft_has_no_number_and_no_way_to_pay() -> None:
    """Numbers are given only at issue, so a draft can promise none."""
    data = drawn("classic", "draft")
    assert texts.language("it").label("draft") in words(data)
    assert "2026-0042" not in words(data)
    assert b"/FormXob.qr-" not in data


def test_a_copy_says_it_is_one() -> None:
    """Design 3: later copies say so."""
    said = words(drawn("classic", "copy"))
    assert texts.language("en").label("copy-note", date="2 March 2026") in said


def test_what_the_file_says_of_itself() -> None:
    """Title, author, subject, language and the day of the document."""
    opened = reader(drawn("classic", "plain-ro"))
    assert opened.metadata is not None
    assert opened.metadata.title == "Factură 2026-0042"
    assert opened.metadata.author == "Atelierul Țesut și Împletit S.R.L."
    assert "Kanzlei Müller" in (opened.metadata.subject or "")
    assert str(opened.metadata.creation_date).startswith("2026-03-02")
    assert opened.trailer["/Root"]["/Lang"] == "ro"
    assert opened.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_several_pages_have_bookmarks() -> None:
    """One per page, the first with the title."""
    outline = reader(drawn("classic", "many-lines")).outline
    assert [entry["/Title"] for entry in outline][:2] == ["Invoice 2026-0042", "Page 2 of 6"]
    assert reader(drawn("classic", "one-line")).outline == []


def _elements(data: bytes) -> list[tuple[str, str]]:
    root = reader(data).trailer["/Root"]["/StructTreeRoot"]["/K"]
    return [(str(kid.get_object()["/S"]), str(kid.get_object().get("/Alt", ""))) for kid in root["/K"]]


def test_pages_are_tagged_and_pictures_say_what_they_show() -> None:
    """ISO 32000-1, 14.7 and 14.9.3: a heading, paragraphs in reading order, alternative text of logo and codes."""
    pictured = load(Resources(), "classic", logo=cases.logo(300, 100))
    elements = _elements(render(cases.issue(cases.plain()), pictured))
    assert ("Figure", "Harbour & Finch Ltd") in [(kind.strip("/"), alt) for kind, alt in elements]
    assert ("Figure", "QR code: Scan to pay") in [(kind.strip("/"), alt) for kind, alt in elements]
    assert [kind for kind, _ in elements].count("/H1") == 1
    assert reader(drawn("classic", "one-line")).trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    ("width", "height", "photo", "transparent"),
    [(900, 90, False, False), (60, 400, False, True), (1600, 1200, True, False), (30, 30, False, False)],
)
def test_a_logo_of_any_shape_stays_in_its_box(width: int, height: int, *, photo: bool, transparent: bool) -> None:
    """Wide, tall, photo, tiny: the same text stands at the same margins, and the file stays small."""
    logo = cases.logo(width, height, photo=photo, transparent=transparent)
    data = render(cases.one_line(), load(Resources(), "classic", logo=logo))
    images = [image for page in reader(data).pages for image in page.images]
    assert len(images) == 1
    assert images[0].image is not None
    assert images[0].image.width / images[0].image.height == pytest.approx(width / height, rel=0.05)
    assert len(data) < 100_000
    assert "Harbour & Finch Ltd" in text(data)


def test_letter_paper_for_sellers_who_use_it() -> None:
    """US regime: paper LETTER, 8.5 x 11 inches."""
    assert sizes(render(cases.one_line(), load(Resources(), "classic", paper="LETTER")))[0] == (612, 792)
    assert sizes(drawn("classic", "one-line"))[0] == pytest.approx((595.28, 841.89), abs=0.01)


def _two_taxes() -> Issued:
    document = cases.plain()
    line = document.lines[0]
    named = replace(line.taxes[0], name="PST", rate=line.taxes[0].rate)
    return cases.issue(replace(document, lines=(replace(line, taxes=(line.taxes[0], named)),)))


def test_several_taxes_of_a_line_are_named() -> None:
    """Design 4: the second tax of a line is named."""
    said = words(render(_two_taxes(), theme("compact")))
    assert "20% + PST 20%" in said
    assert "VAT 20%" in said


def test_a_price_for_several_units_says_for_how_many() -> None:
    """BT-149: the price base."""
    document = cases.plain()
    line = replace(document.lines[0], price_base=replace(cases.yen().totals.net, minor=0).amount + 100)
    issued = cases.issue(replace(document, lines=(line,)))
    assert "85.00 per 100" in words(render(issued, theme("classic")))


@pytest.mark.parametrize(
    ("category", "reason", "shown"),
    [
        ("AE", "Reverse charge, article 196", "Reverse charge 1,020.00 0.00 Reverse charge €0.00 article 196"),
        ("E", "Article 132(1)(i)", "Exempt 1,020.00 0.00 Exempt €0.00 Article 132(1)(i)"),
        ("K", "", "Intra-Community supply 1,020.00"),
        ("E", "unknown-key", "Exempt 1,020.00"),
        ("Z", "", "VAT 0% 1,020.00 0.00 VAT 0% €0.00 Zero rated"),
    ],
)
def test_a_row_without_tax_says_why(category: str, reason: str, shown: str) -> None:
    """BT-120: the summary and the totals name the category in words; the reason stands under its row, once."""
    document = cases.plain()
    tax = replace(document.lines[0].taxes[0], category=category, rate=None, reason=reason)
    issued = cases.issue(replace(document, lines=(replace(document.lines[0], taxes=(tax,)),)))
    said = _lines(render(issued, theme("classic")))
    assert shown in said
    assert "unknown-key" not in said


def _lines(data: bytes) -> str:
    """Give the text of a page as its rows stand, left to right."""
    with pdfplumber.open(BytesIO(data)) as opened:
        return " ".join(" ".join(page.extract_text().split()) for page in opened.pages)


def test_a_line_without_tax_shows_a_dash_and_a_raised_number_where_reasons_differ() -> None:
    """A client knows no UNTDID 5305 letters: the dash leads to the summary, which has the reason in words."""
    said = _lines(drawn("classic", "untaxed"))
    for mark, name in (("¹", "Inversione contabile ¹"), ("²", "Esente ²"), ("³", "Fuori campo IVA ³")):
        assert f"85,00 –{mark} 1.020,00" in said
        assert name in said
    assert "10% 22% 216,00" in said
    assert " AE" not in said


def test_every_reference_field_of_the_model_is_printed() -> None:
    """BT-10 to BT-13, BT-72, further fields, item codes, periods, an account without IBAN, an exchange rate."""
    document = cases.plain()
    line = replace(document.lines[0], item="ART-9", period=Period(date(2026, 1, 1), date(2026, 1, 31)))
    discounted = replace(document.lines[1], discount=Reduction(amount=Money(1500, "EUR"), reason="old friends"))
    full = replace(
        document,
        lines=(line, discounted),
        supply_date=date(2026, 2, 20),
        reference="RF18539007547034",
        preceding=(Preceding("2025-0900"),),
        bank=BankAccount(account="31926819", routing="60-16-13"),
        rounding_step=Money(500, "EUR"),
    )
    said = words(render(cases.issue(full, exchange_rate=Decimal("1.1725")), theme("classic")))
    for part in (
        "ART-9",
        "1 Jan 2026 to 31 Jan 2026",
        "Discount: old friends",
        "-15.00",
        "20 February 2026",
        "2025-0900",
    ):
        assert part in said
    for part in ("2025-0900", "31926819", "60-16-13", "1.1725", "Rounding", "RF18539007547034"):
        assert part in said


def test_a_document_without_bank_or_taxes_is_still_a_page() -> None:
    """Nothing to pay into, no tax on any line: no payment words of an account, no tax rows."""
    document = cases.plain()
    bare = replace(document, bank=None, lines=tuple(replace(line, taxes=(), unit="C62") for line in document.lines))
    said = words(render(cases.issue(bare), theme("modern")))
    assert "IBAN" not in said
    assert "Total excluding tax" not in said
    assert "Unit price" in said


def test_a_long_delivery_note_carries_no_sum() -> None:
    """Quantities are not added up over pages; the head stands again all the same."""
    issued = cases.many_lines(90)
    note = replace(issued, document=replace(issued.document, kind="delivery-note"))
    said = words(render(note, theme("classic")))
    assert said.count("Description") == len(sizes(render(note, theme("classic"))))
    assert "Carried forward" not in said


def test_the_head_of_the_table_never_stands_alone_at_the_foot_of_a_page() -> None:
    """A head needs a line below it: with less room than both, the table begins on the next page."""
    document = replace(cases.plain(), lines=cases.plain().lines[:1])
    for count in range(26, 34):
        extra = tuple((f"Field {number}", "value") for number in range(count))
        pages = reader(render(cases.issue(replace(document, extra=extra)), theme("classic"))).pages
        heads = [index for index, page in enumerate(pages) if "Unit price" in page.extract_text()]
        lines = [index for index, page in enumerate(pages) if "Brand identity" in page.extract_text()]
        assert heads == lines
