"""Hard cases of a page, by name: used by the tests and by the gallery (``python -m tests.pdf.gallery``)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from invoicing.domain.dates import Period
from invoicing.domain.document import Adjustment, Document, Line, Preceding, Reduction, Withholding
from invoicing.domain.issued import Issued, LegalPhrase, ReceiptFor
from invoicing.domain.money import Money
from invoicing.domain.party import Address, BankAccount, Contact, Identifier, Party
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Instalment, Terms, schedule
from invoicing.domain.totals import compute
from invoicing.pdf.letter import LetterPage, Listing, Paragraph, PayBox, Table
from invoicing.pdf.report import Bar, ReportPage, ReportTable

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 3, 2)
LABELS = (("codice-fiscale", "C.F."), ("kvk", "KvK"), ("company-number", "Company no."), ("reg-com", "Reg. Com."))

SELLERS: dict[str, tuple[Party, BankAccount, str, str]] = {
    "it": (
        Party(
            "Studio Lumière S.r.l.",
            Address("Via dei Fiori Chiari 12", "", "20121", "Milano", "MI", "IT"),
            vat="IT01234567897",
            identifiers=(Identifier("codice-fiscale", "01234567897"),),
            legal_form="capitale sociale 10.000 € i.v.",
            email="conti@studiolumiere.example",
            phone="+39 02 5550 1234",
            website="studiolumiere.example",
        ),
        BankAccount("IT60X0542811101000000123456", "BPMIITMM", "Banca Popolare"),
        "IVA",
        "22",
    ),
    "nl": (
        Party(
            "Grachtwerk Ontwerpbureau B.V.",
            Address("Prinsengracht 263-I", "", "1016 GV", "Amsterdam", "", "NL"),
            vat="NL123456782B90",
            identifiers=(Identifier("kvk", "12345678"),),
            email="facturen@grachtwerk.example",
            phone="+31 20 555 0123",
        ),
        BankAccount("NL91ABNA0417164300", "ABNANL2A", "ABN AMRO"),
        "Btw",
        "21",
    ),
    "es": (
        Party(
            "Muñoz & Peña Diseño, S.L.",
            Address("Calle de la Cañada 18, 3.º izq.", "", "28004", "Madrid", "", "ES"),
            vat="ESB12345674",
            email="facturas@munozpena.example",
            phone="+34 91 555 01 23",
        ),
        BankAccount("ES9121000418450200051332", "CAIXESBB", "CaixaBank"),
        "IVA",
        "21",
    ),
    "ro": (
        Party(
            "Atelierul Țesut și Împletit S.R.L.",
            Address("Strada Ștefan cel Mare nr. 7", "bl. A2, ap. 14", "010101", "București", "Sector 1", "RO"),
            vat="RO1234563",
            identifiers=(Identifier("reg-com", "J40/1234/2020"),),
            email="facturi@atelier.example",
            phone="+40 21 555 0123",
        ),
        BankAccount("RO49AAAA1B31007593840000", "AAAAROBU", "Banca Română"),
        "TVA",
        "21",
    ),
    "en": (
        Party(
            "Harbour & Finch Ltd",
            Address("14 Ropewalk Lane", "", "BS1 6XN", "Bristol", "", "GB"),
            vat="GB123456782",
            identifiers=(Identifier("company-number", "01234567"),),
            legal_form="Registered in England and Wales",
            email="accounts@harbourfinch.example",
            phone="+44 117 496 0123",
            website="harbourfinch.example",
        ),
        BankAccount("GB29NWBK60161331926819", "NWBKGB2L", "NatWest", account="31926819", routing="60-16-13"),
        "VAT",
        "20",
    ),
}
WORDS: dict[str, tuple[str, str, str, str]] = {
    "it": (
        "Identità visiva: ricerca, schizzi, tre proposte\nDue giri di correzioni e un incontro in sede compresi",
        "Licenza del carattere tipografico, perché così è più città",
        "Impaginazione della relazione annuale",
        "Grazie per la bella collaborazione.",
    ),
    "nl": (
        "Huisstijl: onderzoek, schetsen, drie richtingen\nInclusief twee correctierondes en een werksessie op locatie",
        "Licentie lettertype, geïnstalleerd op één werkplek",
        "Opmaak van het jaarverslag, ’s-Hertogenbosch",
        "Dank voor de prettige samenwerking.",
    ),
    "es": (
        "Identidad visual: investigación, bocetos, tres rutas\nIncluye dos rondas de cambios y una reunión in situ",
        "Licencia tipográfica «Señorío», ¿con cursiva? ¡Sí!",
        "Maquetación de la memoria anual",
        "Gracias por la confianza y el buen trabajo en común.",
    ),
    "ro": (
        "Identitate vizuală: cercetare, schițe, trei direcții\nInclude două runde de modificări și o ședință la sediu",
        "Licență pentru fontul „Țărână”, în ediția românească",
        "Machetarea raportului anual, așa cum s-a stabilit",
        "Vă mulțumim pentru colaborare.",
    ),
    "en": (
        "Brand identity: research, sketches, three routes\nIncluding two rounds of changes and one workshop on site",
        "Type licence, one workstation",
        "Layout of the annual report",
        "Thank you for the good work together.",
    ),
}
BUYER = Party(
    "Kanzlei Müller & Søn Partnerschaft mbB",
    Address("Kurfürstendamm 101", "4. OG", "10711", "Berlin", "", "DE"),
    vat="DE123456788",
    contacts=(Contact("Anna Weiß"),),
)


def plain(language: str = "en") -> Document:
    """An invoice of three lines in a language, from a seller of its country."""
    seller, bank, _, rate = SELLERS[language]
    tax = Tax("S", Decimal(rate))
    first, second, third, note = WORDS[language]
    lines = (
        Line(first, Decimal(12), "HUR", Decimal(85), taxes=(tax,)),
        Line(second, Decimal(1), "C62", Decimal(240), discount=Reduction(Decimal(10)), taxes=(tax,)),
        Line(third, Decimal("2.5"), "DAY", Decimal(620), taxes=(tax,)),
    )
    return Document(
        "invoice",
        "EUR",
        DAY,
        seller,
        BUYER,
        lines,
        country=seller.country,
        language=language,
        bank=bank,
        terms=Terms(30),
        order="PO-7781",
        notes=(note,),
    )


def issue(document: Document, number: str = "2026-0042", **more: object) -> Issued:
    """Give a document its number, totals and due days."""
    totals = compute(document)
    asks = document.kind == "invoice"
    due = schedule(document.terms, document.issue_date, totals.due) if asks else ()
    label = next((entry[2] for entry in SELLERS.values() if entry[0].country == document.country), "VAT")
    base = Issued(number, document, totals, schedule=due, tax_label=label, party_labels=LABELS)
    return replace(base, **more)  # type: ignore[arg-type]


def _lines(count: int) -> tuple[Line, ...]:
    words = ("Design of page", "Photography, set", "Editing of chapter", "Proofs, round", "Printing of edition")
    return tuple(
        Line(
            f"{words[index % 5]} {index + 1}" + ("\nwith a second line of small print" if index % 7 == 0 else ""),
            Decimal(index % 9 + 1) + Decimal("0.25") * (index % 3),
            ("HUR", "C62", "DAY")[index % 3],
            Decimal("12.5") * (index % 11 + 1),
            taxes=(Tax("S", Decimal((20, 5)[index % 2])),),
        )
        for index in range(count)
    )


def one_line() -> Issued:
    """One line, one rate."""
    return issue(replace(plain(), lines=plain().lines[:1]))


def many_lines(count: int = 120) -> Issued:
    """So many lines that sums are carried over pages."""
    return issue(replace(plain(), lines=_lines(count)))


def long_line() -> Issued:
    """A line longer than a page, between two short ones."""
    text = "\n".join(
        f"Paragraph {number}: " + "a sentence that goes on for a while and says little. " * 4 for number in range(45)
    )
    before, after = plain().lines[:2]
    return issue(replace(plain(), lines=(before, replace(before, description="The whole brief\n" + text), after)))


def long_names() -> Issued:
    """Names and words longer than any column."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    name = "Internationale Beteiligungs- und Vermögensverwaltungsgesellschaft der Vereinigten Werke mbH & Co. KGaA"
    document = plain()
    buyer = replace(BUYER, name=name, address=replace(BUYER.address, street=word))
    seller = replace(
        document.seller,
        name=name,
        email="an.extremely.long.address.of.the.accounts.department@subdomain.of.a.long.example",
    )
    lines = (replace(document.lines[0], description=word), replace(document.lines[1], description=name + " " + word))
    return issue(
        replace(
            document,
            buyer=buyer,
            seller=seller,
            lines=lines,
            reference=word,
            extra=(("Kostenstellenverantwortlicher", word),),
        )
    )


def twenty_taxes() -> Issued:
    """Twenty rows in the tax summary."""
    lines = tuple(
        Line(f"Goods at {rate} per cent", Decimal(1), "C62", Decimal(100 + rate), taxes=(Tax("S", Decimal(rate)),))
        for rate in range(1, 21)
    )
    return issue(replace(plain(), lines=lines))


def twelve_digits() -> Issued:
    """Totals of twelve digits and a price with six decimals."""
    tax = Tax("S", Decimal(20))
    lines = (
        Line("Power station, turnkey", Decimal(3), "C62", Decimal("123456789012.34"), taxes=(tax,)),
        Line(
            "Energy",
            Decimal("987654.321"),
            "KWH",
            Decimal("0.123456"),
            discount=Reduction(Decimal("2.5")),
            taxes=(tax,),
        ),
    )
    return issue(replace(plain(), lines=lines))


def yen() -> Issued:
    """A currency without decimals."""
    document = plain()
    lines = (Line("Illustration", Decimal(3), "C62", Decimal(48000), taxes=(Tax("G", Decimal(0), reason=""),)),)
    buyer = Party("Kabushiki Kaisha Aoi", Address("1-2-3 Jingumae", "Shibuya-ku", "150-0001", "Tokyo", "", "JP"))
    return issue(replace(document, currency="JPY", lines=lines, buyer=buyer))


def dinar() -> Issued:
    """A currency of three decimals."""
    lines = (Line("Consulting", Decimal("1.5"), "DAY", Decimal("310.125"), taxes=(Tax("O", Decimal(0)),)),)
    return issue(replace(plain(), currency="KWD", lines=lines))


def right_to_left() -> Issued:
    """Hebrew and Arabic names, and marks that only say how to read."""
    buyer = Party(
        'סטודיו אור בע"מ \u200f(Or)\u202c',
        Address("רחוב הרצל 12", "شركة النور للتجارة", "6688102", "תל אביב", "", "IL"),
    )
    return issue(replace(plain(), buyer=buyer, reference="\u202eABC-123\u202c"))


def prices_include_tax() -> Issued:
    """Prices that include tax, two rates, a discount."""
    lines = (
        Line("Notebook", Decimal(3), "C62", Decimal("12.20"), taxes=(Tax("S", Decimal(22)),)),
        Line(
            "Book",
            Decimal(2),
            "C62",
            Decimal("18.90"),
            discount=Reduction(Decimal(5), reason="fair"),
            taxes=(Tax("S", Decimal(4)),),
        ),
    )
    return issue(replace(plain("it"), lines=lines, prices_include_tax=True))


def withholding() -> Issued:
    """Italian professional: fund, withholding, part paid before, reverse charge on one line."""
    document = plain("it")
    lines = (
        document.lines[0],
        Line(
            "Consulenza a impresa estera",
            Decimal(1),
            "C62",
            Decimal(500),
            taxes=(Tax("AE", Decimal(0), reason="Inversione contabile, art. 7-ter D.P.R. 633/1972"),),
        ),
    )
    fund = Adjustment("Contributo previdenziale", percent=Decimal(4), taxes=(Tax("S", Decimal(22)),), kind="fund")
    held = Withholding(Decimal(20), "ritenuta-professionista")
    document = replace(document, lines=lines, charges=(fund,), withholding=(held,), prepaid=Money(30000, "EUR"))
    phrases = (LegalPhrase("x", "Operazione soggetta a ritenuta d’acconto ai sensi dell’art. 25 D.P.R. 600/1973."),)
    return issue(document, phrases=phrases)


def instalments() -> Issued:
    """Three instalments, an allowance and a charge, all reference fields."""
    terms = Terms(
        instalments=tuple(
            Instalment(date(2026, month, 1), percent=Decimal(share)) for month, share in ((4, 30), (5, 30), (6, 40))
        )
    )
    return issue(
        replace(
            plain("nl"),
            terms=terms,
            allowances=(Adjustment("Vroegboekkorting", percent=Decimal(5)),),
            charges=(Adjustment("Transport", amount=Money(4500, "EUR"), taxes=(Tax("S", Decimal(21)),)),),
            contract="C-2026/7",
            project="Huisstijl",
            reference="afd. Inkoop",
            period=Period(date(2026, 1, 1), date(2026, 2, 28)),
            extra=(("Kostenplaats", "4711"),),
            attachments=("urenstaat.pdf", "foto’s.zip"),
        ),
        payment_link="https://pay.example/i/2026-0042?k=a1b2c3d4",
    )


def credit_note() -> Issued:
    """A credit note on a Spanish invoice."""
    document = replace(plain("es"), kind="credit-note", preceding=(Preceding("2026-0040", date(2026, 2, 3)),))
    return issue(document, "CN2026-0003", type_code="381")


def receipt() -> Issued:
    """A receipt of a part payment."""
    line = Line("2026-0042, 2026-0043", price=Decimal(1500))
    preceding = (Preceding("P-17", DAY), Preceding("2026-0042", DAY), Preceding("2026-0043", DAY))
    document = replace(plain("ro"), kind="receipt", lines=(line,), preceding=preceding, notes=())
    paid = ReceiptFor("P-17", "2026-0042, 2026-0043", Money(150000, "EUR"), "transfer", Money(123456, "EUR"))
    return issue(document, "R2026-0009", type_code="", receipt=paid)


EXEMPT = LegalPhrase("exempt", "Operazione esente, art. 10 D.P.R. 633/1972")


def quote() -> Issued:
    """An offer that holds until a day; its law has a sentence on tax, which an offer does not carry."""
    document = replace(plain("it"), kind="quote", valid_until=date(2026, 4, 15), preceding=())
    return issue(document, "Q2026-0003", type_code="", phrases=(EXEMPT,))


def delivery_note() -> Issued:
    """Quantities without prices, from prices that include tax."""
    document = replace(plain("nl"), kind="delivery-note", prices_include_tax=True, preceding=(Preceding("2026-0040"),))
    return issue(document, "DL2026-0001", type_code="", phrases=(EXEMPT,))


def purchase_order() -> Issued:
    """What we order: the other party is the supplier."""
    return issue(replace(plain("es"), kind="purchase-order"), "PO2026-0001", type_code="")


def pro_forma() -> Issued:
    """What will be invoiced."""
    return issue(replace(plain("ro"), kind="pro-forma"), "PF2026-0001", type_code="325", phrases=(EXEMPT,))


def statement() -> Issued:
    """What is open, document by document."""
    lines = tuple(
        Line(
            f"Invoice 2026-00{number}\nof {number} January 2026, due {number} February 2026", price=Decimal(number * 7)
        )
        for number in (11, 14, 23)
    )
    return issue(replace(plain(), kind="statement", lines=lines), "ST2026-0001", type_code="")


def untaxed() -> Issued:
    """Three lines, three reasons not to tax, beside one that is taxed."""
    reasons = (
        Tax("AE", reason="Inversione contabile, art. 7-ter D.P.R. 633/1972"),
        Tax("E", reason="art. 10 D.P.R. 633/1972"),
        Tax("O", reason="outside-scope"),
    )
    document = plain("it")
    lines = [replace(document.lines[0], taxes=(replace(tax, rate=Decimal(0)),)) for tax in reasons]
    return issue(replace(document, lines=(*lines, document.lines[1])), phrases=(EXEMPT,))


def draft() -> Issued:
    """A preview."""
    return replace(issue(plain("it")), number="", draft=True)


def copy() -> Issued:
    """A later copy."""
    return replace(issue(plain("en")), copy=True)


def long_notes() -> Issued:
    """Notes over more than a page."""
    note = (
        "Terms of the work. " + "The client has thirty days to look at the drafts and to say what should change. " * 60
    )
    return issue(replace(plain(), notes=(note, note)))


def hostile() -> Issued:
    """Text that tries to be markup, template code or a PDF string."""
    text = "<font color='red'>x</font> {{ 77*77 }} <row label=\"a\">b</row> <b>bold</b> ) Tj ET \\ (((( %s &amp; <br>"
    document = plain()
    return issue(
        replace(
            document,
            buyer=replace(BUYER, name=text),
            notes=(text,),
            reference=text,
            lines=(replace(document.lines[0], description=text),),
            extra=((text, text),),
        )
    )


def _plain(language: str) -> Issued:
    return issue(plain(language))


CASES: dict[str, Callable[[], Issued]] = {
    "one-line": one_line,
    "many-lines": many_lines,
    "long-line": long_line,
    "long-names": long_names,
    "twenty-taxes": twenty_taxes,
    "twelve-digits": twelve_digits,
    "yen": yen,
    "dinar": dinar,
    "right-to-left": right_to_left,
    "prices-include-tax": prices_include_tax,
    "withholding": withholding,
    "instalments": instalments,
    "credit-note": credit_note,
    "receipt": receipt,
    "quote": quote,
    "delivery-note": delivery_note,
    "purchase-order": purchase_order,
    "pro-forma": pro_forma,
    "statement": statement,
    "untaxed": untaxed,
    "draft": draft,
    "copy": copy,
    "long-notes": long_notes,
    "hostile": hostile,
    **{f"plain-{language}": partial(_plain, language) for language in SELLERS},
}


def logo(width: int, height: int, *, photo: bool = False, transparent: bool = False) -> bytes:
    """Make a logo of that many pixels: PNG, with a transparent ground, or JPEG."""
    from PIL import Image, ImageDraw

    image = Image.new(
        "RGBA" if transparent else "RGB", (width, height), (0, 0, 0, 0) if transparent else (255, 255, 255)
    )
    draw = ImageDraw.Draw(image)
    side = min(width, height)
    draw.ellipse((0, 0, side - 1, side - 1), fill=(31, 61, 92))
    draw.rectangle((side * 1.2, side * 0.35, max(width - 1, side * 1.2), side * 0.65), fill=(200, 71, 43))
    buffer = BytesIO()
    image.save(buffer, "JPEG" if photo else "PNG")
    return buffer.getvalue()


def letter(language: str = "it", window: str = "right") -> LetterPage:
    """A reminder with every kind of block."""
    seller = SELLERS[language][0]
    number = "2026-0042"
    blocks = (
        Paragraph("Gentile Signora Weiß,"),
        Paragraph("La ringraziamo per la collaborazione di questi mesi. " * 3),
        Table(
            ("Documento", "Data", "Scadenza", "Importo aperto"),
            (
                (f"Fattura {number}", "02/03/2026", "01/04/2026", "€ 3.398,92"),
                ("Fattura 2026-0043", "05/03/2026", "04/04/2026", "€ 120,00"),
            ),
            (3,),
            ("Totale aperto", "", "", "€ 3.518,92"),
        ),
        Paragraph("Se qualcosa nella fattura non corrisponde, ci dica che cosa:"),
        Listing(("la prestazione o la quantità; " * 6, "il prezzo", "i dati di fatturazione"), numbered=True),
        PayBox(
            (("Importo da pagare", "€ 3.518,92"), ("IBAN", "IT60 X054 2811 1010 0000 0123 456"), ("Causale", number)),
            "Pagare online",
            "https://pay.example/i/2026-0042",
            (("BCD\n002\n1\nSCT\n\nStudio\nIT60X0542811101000000123456\nEUR3518.92", "Inquadri per pagare"),),
        ),
        Paragraph("Cordiali saluti,"),
    )
    return LetterPage(
        seller,
        ("Kanzlei Müller & Søn Partnerschaft mbB", "C.a. Anna Weiß", "Kurfürstendamm 101", "10711 Berlin", "Germania"),
        "Promemoria di pagamento: fattura 2026-0042",
        blocks,
        language,
        date(2026, 5, 2),
        "Milano, 2 maggio 2026",
        (("Numero cliente", "mueller"), ("Fattura", number)),
        window,
        "Giulia Lumière",
        ("Fattura 2026-0042", "Estratto conto"),
        "Allegati",
        LABELS,
    )


def report() -> ReportPage:
    """An aging report with bars and a table over pages."""
    bars = tuple(
        Bar(label, Decimal(value), f"€ {value}")
        for label, value in (("Not yet due", 4200), ("1-30 days", 1800), ("Over 90 days", 350))
    )
    rows = tuple(
        (f"Client {index} with a name", f"{index * 3}", "0", f"{index * 7}.00", f"{index * 10}.50")
        for index in range(70)
    )
    table = ReportTable(
        ("Client", "Not yet due", "1-30 days", "31-60 days", "Balance"),
        rows,
        (1, 2, 3, 4),
        ("Total", "1", "2", "3", "4"),
        "By client",
    )
    return ReportPage(
        SELLERS["en"][0],
        "Aged receivables",
        "en",
        DAY,
        ("All sums are what is open today.",),
        (("As of", "2 March 2026"),),
        bars,
        (table,),
        ("EUR",),
        LABELS,
    )
