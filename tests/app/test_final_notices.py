"""The final notice of each country says what its law asks, item by item (tone.md section 3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from invoicing.app.book import Act, Book
from invoicing.app.clients import add_client
from invoicing.app.remind import remind
from invoicing.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


class Case(NamedTuple):
    """A seller and a client of one country, and the letter that is due."""

    country: str
    currency: str
    vat: str
    iban: str
    tax: str
    language: str
    debtor: str
    letter: str
    settings: str = ""


_IBANS = {
    "IT": "IT60X0542811101000000123456",
    "NL": "NL91ABNA0417164300",
    "BE": "BE71096123456769",
    "ES": "ES9121000418450200051332",
    "RO": "RO49AAAA1B31007593840000",
    "GB": "GB29NWBK60161331926819",
}
_VATS = {
    "IT": "IT00743110157",
    "NL": "NL004495445B01",
    "BE": "BE0428759497",
    "ES": "ESB12345674",
    "RO": "RO18547290",
    "GB": "GB123456782",
}
_AGREEMENT = 'agreement = "AGREEMENT-7"'


def case(country: str, language: str, debtor: str, letter: str, settings: str = "") -> Case:
    """Write a case; sums are 1000 net and no tax, so that every amount can be checked by head."""
    currency = {"RO": "RON", "GB": "GBP"}.get(country, "EUR")
    return Case(country, currency, _VATS[country], _IBANS[country], "O", language, debtor, letter, settings)


def written(one: Case, folder: Path, grade: int = 4) -> dict[str, Any]:
    """Play a debtor who never pays up to a grade; give the letter's event, its text on one line."""
    name = "Anna Berg" if one.debtor == "consumer" else "Berg Arredi"
    (folder / "invoicing.toml").write_text(
        f'country = "{one.country}"\ncurrency = "{one.currency}"\nlanguage = "{one.language}"\n'
        f'[seller]\nname = "Studio Ferri"\nvat = "{one.vat}"\nemail = "ferri@studio.example"\n'
        f'[seller.address]\nstreet = "Main Street 1"\npostal_code = "1000"\ncity = "Town"\ncountry = "{one.country}"\n'
        f'[bank]\niban = "{one.iban}"\n[policy]\n{one.settings}\n',
        encoding="utf-8",
    )
    book = Book(folder)
    client = {"id": "berg", "name": name, "debtor": one.debtor, "language": one.language, "address.city": "Town"}
    add_client(book, "", client | {"address.country": one.country}, Act(date(2026, 1, 1)))
    line = f"Website; 1; 1000; {one.tax}"
    common = ("--book", str(folder), "--today", "2026-01-05", "--json")
    assert main([*common, "issue", "--client", "berg", "--line", line, "--terms", "2026-02-02"]) == 0
    day = date(2026, 2, 3)
    while day < date(2026, 8, 1):
        done = remind(book, Act(day), confirmed=("all",))
        assert done["incomplete"] == []
        if any(letter["grade"] == grade for letter in done["letters"]):
            break
        day += timedelta(days=1)
    with book.ledger() as ledger:
        body = list(ledger.events(type="letter-written"))[-1].body
    return body | {"text": " ".join(body["text"].split()), "subject": " ".join(body["subject"].split())}


def has(body: dict[str, Any], *items: str) -> None:
    """Say which of the items a letter lacks: none."""
    whole = f"{body['subject']} {body['text']}"
    assert [one for one in items if one not in whole] == []


def test_italy_messa_in_mora(tmp_path: Path) -> None:
    """Parties with tax data, invoice, sums, term, interest and its basis, 40 EUR, IBAN, consequence, 2943 c.c."""
    body = written(case("IT", "it", "business", "final-it-messa-in-mora"), tmp_path)
    assert (body["letter"], body["kind"], body["grade"]) == ("final-it-messa-in-mora", "final", 4)
    has(
        body,
        *("1219", "Studio Ferri", "IT00743110157", "Berg Arredi"),
        *("2026-0001", "05/01/2026", "02/02/2026", "€ 1.000,00"),
        *("15 giorni dal ricevimento", "10,15%", "D.Lgs. 231/2002", "€ 40,00"),
        *("IT60 X054 2811 1010 0000 0123 456", "decreto ingiuntivo", "2943", "ferri@studio.example"),
    )
    assert body["compensation"] == "40.00"
    # 1000 x 10.15 % x 45 / 365 = 12.5136 on the 45th day after the due date.
    assert (body["date"], body["interest"]) == ("2026-03-19", "12.51")


def test_italy_consumer_owes_the_legal_rate_and_no_lump_sum(tmp_path: Path) -> None:
    """Art. 1284 c.c.: 1.6 % from 1 January 2026; art. 6 D.Lgs. 231/2002 is for businesses."""
    body = written(case("IT", "it", "consumer", "final-it-messa-in-mora"), tmp_path)
    has(body, "1,6%", "1224")
    assert "compensation" not in body
    assert "€ 40,00" not in body["text"]
    assert "231/2002" not in body["text"]


def test_netherlands_consumer_fourteen_days(tmp_path: Path) -> None:
    """Art. 6:96(6) BW: free, fourteen days from the day after delivery, the exact costs: 15 % of 1000."""
    body = written(case("NL", "nl", "consumer", "final-nl-14-day"), tmp_path)
    assert body["letter"] == "final-nl-14-day"
    has(body, "veertien dagen vanaf de dag nadat deze brief bij u is bezorgd", "€ 150,00", "6:96", "€ 1.000,00")
    assert "costs" not in body
    for wrong in ("na dagtekening", "vanaf heden", "binnen veertien dagen na"):
        assert wrong not in body["text"]


def test_netherlands_consumer_owes_costs_only_when_the_fourteen_days_are_over(tmp_path: Path) -> None:
    """HR 13-6-2014: no further act is needed then; the hand-over claims them, nothing earlier does."""
    body = written(case("NL", "nl", "consumer", ""), tmp_path, grade=7)
    assert (body["letter"], body["costs"]) == ("hand-over", "150.00")


def test_netherlands_business_notice_of_default(tmp_path: Path) -> None:
    """Art. 6:82 BW, trade interest 6:119a, costs by the scale without a letter: 150."""
    body = written(case("NL", "nl", "business", "final-nl-ingebrekestelling"), tmp_path)
    assert body["letter"] == "final-nl-ingebrekestelling"
    has(body, "6:82", "6:119a", "€ 150,00", "NL91 ABNA 0417 1643 00")
    assert (body["costs"], "compensation" in body) == ("150.00", False)


def test_belgium_consumer_first_reminder_is_free_and_complete(tmp_path: Path) -> None:
    """Book XIX WER: balance, creditor with number, description of the service, due date, term; and no costs."""
    body = written(case("BE", "nl", "consumer", "", _AGREEMENT), tmp_path, grade=1)
    assert body["letter"] == "final-be-first-reminder"
    has(
        body, "kosteloos", "XIX.2", "€ 1.000,00", "Studio Ferri", "0428759497", "Website", "2 februari 2026", "14 dagen"
    )
    assert not {"interest", "compensation", "costs"} & set(body)
    assert "€ 40,00" not in body["text"]


def test_belgium_business_gets_the_usual_final_notice(tmp_path: Path) -> None:
    """No form is fixed for firms; the rate is that of the law of 2 August 2002."""
    body = written(case("BE", "nl", "business", ""), tmp_path)
    assert (body["letter"], body["compensation"]) == ("final", "40.00")
    has(body, "2 augustus 2002", "€ 40,00", "€ 1.000,00")


def test_spain_demand_with_an_offer_to_negotiate(tmp_path: Path) -> None:
    """Art. 1100 CC and 63 CCom, 1973 CC, Ley 3/2004 with 40 EUR, LO 1/2025 with thirty days to answer."""
    settings = 'offers = ["pago en tres partes mensuales"]'
    body = written(case("ES", "es", "business", "final-es-requerimiento", settings), tmp_path)
    assert body["letter"] == "final-es-requerimiento"
    has(body, "1100", "63", "1973", "Ley 3/2004", "40,00 €", "1/2025", "30 días", "pago en tres partes mensuales")


def test_romania_notice_before_an_order_for_payment(tmp_path: Path) -> None:
    """Art. 1015 C. proc. civ. and 1522 C. civ., fifteen days from receipt, 2540 C. civ., both parties' data."""
    body = written(case("RO", "ro", "business", "final-ro-somatie"), tmp_path)
    assert body["letter"] == "final-ro-somatie"
    has(body, "1015", "1522", "15 zile", "2540", "RO18547290", "Studio Ferri", "Berg Arredi", "1.000,00 lei")
    assert "1457" not in body["text"]
    assert "1516" not in body["text"]
    # 40 EUR are not converted to lei: the law's day of conversion is not verified.
    assert "compensation" not in body


def test_britain_letter_before_claim_to_a_company(tmp_path: Path) -> None:
    """Practice Direction Pre-Action Conduct: basis, sum and its calculation, fourteen days; the 1998 Act: 70 pounds."""
    body = written(case("GB", "en", "business", "final-gb-company"), tmp_path)
    assert (body["letter"], body["compensation"]) == ("final-gb-company", "70.00")
    deadline = date.fromisoformat(body["date"]) + timedelta(days=14)
    has(body, "Pre-Action Conduct", "within 14 days", f"{deadline.day} {deadline:%B %Y}", "£70.00", "11.75%", "1998")


def test_britain_letter_of_claim_to_an_individual(tmp_path: Path) -> None:
    """Debt Protocol: date near the top, sum, no interest runs on, the agreement, forms enclosed, thirty days."""
    body = written(case("GB", "en", "consumer", "final-gb-individual", _AGREEMENT), tmp_path)
    assert body["letter"] == "final-gb-individual"
    deadline = date.fromisoformat(body["date"]) + timedelta(days=30)
    has(body, "Pre-Action Protocol for Debt Claims", "£1,000.00", "no interest and no other charges", "AGREEMENT-7")
    has(
        body,
        "Information Sheet",
        "Reply Form",
        "Standard Financial Statement",
        "statement of account",
        "14 days' notice",
    )
    has(body, "30 days", f"{deadline.day} {deadline:%B %Y}", "has not been assigned")
    assert not {"interest", "compensation", "costs"} & set(body)


@pytest.mark.parametrize("country", ["IT", "NL", "ES", "RO", "GB"])
def test_no_further_letter_while_the_term_of_a_form_runs(country: str, tmp_path: Path) -> None:
    """What the letter promised is kept: the next step waits for the last day of the term."""
    language = {"GB": "en"}.get(country, country.lower())
    body = written(case(country, language, "business", ""), tmp_path)
    book = Book(tmp_path)
    day = date.fromisoformat(body["date"]) + timedelta(days=1)
    while day <= date.fromisoformat(body["deadline"]):
        assert remind(book, Act(day), confirmed=("all",))["letters"] == []
        day += timedelta(days=1)
