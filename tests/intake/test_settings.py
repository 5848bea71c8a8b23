"""The settings of a book."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from invoicing.domain.dunning import GradeRule, Policy
from invoicing.domain.errors import Refused
from invoicing.domain.numbering import Series
from invoicing.domain.party import BankAccount
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Terms
from invoicing.intake.read import parse_toml
from invoicing.intake.settings import Mail, Settings, Stripe, read_settings
from invoicing.intake.skeleton import skeleton

if TYPE_CHECKING:
    from pathlib import Path

FULL = """
country = "it"
currency = "EUR"
language = "it"
theme = "modern"
logo = "pictures/logo.png"
ledger = "postgresql://db.example/books"
terms = "30"
tax = "S"

[country_terms]
NL = "14"
de = "30 eom"

[seller]
name = "Studio Rossi"
vat = "00743110157"

[seller.address]
country = "IT"

[[bank]]
iban = "IT60X0542811101000000123456"
[[bank]]
account = "12345678"
routing = "10-20-30"

[series.invoice]
pattern = "F{year}-{n:4}"
[series.credit_note]
pattern = "N{n:6}"
yearly = false

[policy]
pay_within = 14
[policy.grades.2]
wait = 21
minimum = "10.00"
[policy.grades.0]
enabled = true
wait = -5

[mail]
host = "smtp.example.com"
port = 465
user = "studio"
from = "accounts@example.com"
security = "tls"

[stripe]
links = "auto"
live = true

[extra]
REA = "TO-123"
"""


def settings(text: str) -> Settings:
    """Settings of that text."""
    return Settings(parse_toml(text, "invoicing.toml"), "invoicing.toml", text)


def findings(text: str) -> list[tuple[str, str]]:
    """Code and place of everything wrong with settings of that text."""
    with pytest.raises(Refused) as caught:
        settings(text).check()
    return [(one.code, one.where) for one in caught.value.findings]


def test_every_setting_is_read(tmp_path: Path) -> None:
    """All keys of the settings file."""
    path = tmp_path / "invoicing.toml"
    path.write_text(FULL)
    found = read_settings(path)
    assert (found.country, found.currency, found.language, found.theme) == ("IT", "EUR", "it", "modern")
    assert (found.logo, found.ledger) == ("pictures/logo.png", "postgresql://db.example/books")
    assert (found.seller.name, found.seller.vat) == ("Studio Rossi", "IT00743110157")
    assert found.banks == (
        BankAccount(iban="IT60X0542811101000000123456"),
        BankAccount(account="12345678", routing="10-20-30"),
    )
    assert found.bank == found.banks[0]
    assert (found.taxes, found.stripe, found.extra) == (
        (Tax("S"),),
        Stripe("auto", live=True),
        (("REA", "TO-123"),),
    )
    assert found.mail == Mail("smtp.example.com", 465, "studio", "accounts@example.com", "tls")


def test_terms_come_from_the_country_or_the_book() -> None:
    """The client's own stand in the client."""
    found = settings(FULL)
    assert found.terms("NL") == Terms(14)
    assert found.terms("DE") == Terms(30, end_of_month=True)
    assert found.terms("FR") == found.terms() == Terms(30)


def test_a_series_is_the_books_or_the_kinds_own() -> None:
    """The key of a kind is taken with - or _."""
    found = settings(FULL)
    assert found.series("credit-note", "x") == Series("credit-note", "N{n:6}", yearly=False)
    assert found.series("receipt", "R{year}-{n}") == Series("receipt", "R{year}-{n}")


def test_the_policy_changes_only_what_is_written() -> None:
    """The usual ladder with two grades changed; 10.00 euro are 1000 minor units."""
    policy = settings(FULL).policy
    assert policy.pay_within == 14
    assert policy.grades[0] == GradeRule(0, wait=-5, enabled=True)
    assert policy.grades[2] == GradeRule(2, wait=21, gap=14, minimum=1000)
    assert [asdict(one) for one in policy.grades[3:]] == [asdict(one) for one in Policy().grades[3:]]


def test_silence_is_a_usual_book() -> None:
    """Nothing is needed to open a book."""
    found = settings("")
    assert (found.country, found.currency, found.language, found.theme) == ("", "", "", "classic")
    assert (found.logo, found.ledger, found.policy, found.bank, found.mail) == ("", "", Policy(), None, None)
    assert (found.taxes, found.terms("IT"), found.seller.name) == (None, None, "")


def test_the_country_is_the_sellers_when_it_is_not_set() -> None:
    """Design section 5: country is the seller's."""
    assert settings('[seller.address]\ncountry = "NL"\n').country == "NL"


def test_the_skeleton_of_a_new_book_is_right_even_with_its_examples_taken() -> None:
    """Every commented example can be pasted."""
    settings(skeleton({})).check()
    lines = skeleton({}).split("\n")
    taken = "\n".join(line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in lines)
    found = settings(taken)
    found.check()
    assert found.policy.grades[2].wait == 21


WRONG = """\
ledger = "postgresql://me:geheim@db/books"
curency = "EUR"
terms = "2026-12-31"
logo = "../logo.png"

[seller]
api_key = "x"
notes = "sk_live_abcdef123"

[series.invoise]
pattern = "{n}"
[mail]
host = "h"
port = 70000
password = "geheim"
security = "ssl"
[policy]
grades = 3
"""


def test_all_findings_of_the_settings_come_at_once() -> None:
    """A secret is named by its place and takes the place of other findings there; it is never shown."""
    assert findings(WRONG) == [
        ("secret-in-file", "ledger (line 1)"),
        ("secret-in-file", "seller.api_key (line 7)"),
        ("secret-in-file", "seller.notes (line 8)"),
        ("secret-in-file", "mail.password (line 15)"),
        ("unknown-key", "curency (line 2)"),
        ("bad-terms", "terms (line 3)"),
        ("bad-path", "logo (line 4)"),
        ("unknown-kind", "series.invoise (line 10)"),
        ("bad-number", "mail.port (line 14)"),
        ("unknown-word", "mail.security (line 16)"),
        ("wrong-type", "policy.grades (line 18)"),
    ]
    with pytest.raises(Refused) as caught:
        settings(WRONG).check()
    assert "geheim" not in str([*caught.value.findings, caught.value])


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ('[series.invoice]\npattern = "x"\n', "bad-number-pattern", "series.invoice.pattern (line 2)"),
        ("series = 5\n", "wrong-type", "series (line 1)"),
        ("[series]\ninvoice = 5\n", "wrong-type", "series.invoice (line 2)"),
        ('ledger = "mysql://db"\n', "bad-ledger", "ledger (line 1)"),
        ('ledger = "postgresql://db/b?password=x"\n', "secret-in-file", "ledger (line 1)"),
        ('extra = { a = "sk_test_abcdefgh" }\n', "secret-in-file", "extra.a (line 1)"),
        ("policy = 5\n", "wrong-type", "policy (line 1)"),
        ("[policy]\npay = 3\n", "unknown-key", "policy.pay (line 2)"),
        ("[policy]\npay_within = 1.5\n", "bad-number", "policy.pay_within (line 2)"),
        ("[policy.grades]\n2 = 5\n", "wrong-type", "policy.grades.2 (line 2)"),
        ("[policy.grades.9]\nwait = 5\n", "unknown-key", "policy.grades.9 (line 1)"),
        ("[policy.grades.2]\nwaiting = 5\n", "unknown-key", "policy.grades.2.waiting (line 2)"),
        ('[policy.grades.2]\nrole = "boss"\n', "unknown-word", "policy.grades.2.role (line 2)"),
        ('[policy.grades.2]\nminimum = "0.001"\n', "amount-too-fine", "policy.grades.2.minimum (line 2)"),
        ("[policy.grades.2]\nenabled = 1\n", "wrong-type", "policy.grades.2.enabled (line 2)"),
        ("[mail]\nport = 25\n", "missing-key", "mail.host (line 1)"),
        ('[mail]\nhost = "h"\nfrom = "x"\n', "bad-email", "mail.from (line 3)"),
        ('[mail]\nhost = "h"\nform = "x@y.example"\n', "unknown-key", "mail.form (line 3)"),
        ('[country_terms]\nZZ = "30"\n', "unknown-country", "country_terms.ZZ (line 2)"),
        ('theme = "a b"\n', "bad-key", "theme (line 1)"),
        ("[stripe]\nlinks = true\n", "wrong-type", "stripe.links (line 2)"),
        ('[stripe]\nlinks = "always"\n', "unknown-word", "stripe.links (line 2)"),
        ('[stripe]\nlive = "yes"\n', "wrong-type", "stripe.live (line 2)"),
        ("[stripe]\nlink = 1\n", "unknown-key", "stripe.link (line 2)"),
        ("stripe = 1\n", "wrong-type", "stripe (line 1)"),
    ],
)
def test_a_wrong_setting_is_one_finding_at_its_place(text: str, code: str, where: str) -> None:
    """One table per group of settings."""
    assert findings(text) == [(code, where)]


def test_a_wrong_quick_value_brings_the_findings_of_the_whole_file() -> None:
    """Lists read the ledger's address alone; when it is wrong, everything is said."""
    with pytest.raises(Refused) as caught:
        _ = settings('ledger = "x"\ncurency = "EUR"\n').ledger
    assert [one.code for one in caught.value.findings] == ["bad-ledger", "unknown-key"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[stripe]\nlink = 1\n", "unknown-key"),
        ("stripe = 1\n", "wrong-type"),
        ('[stripe]\nlinks = "on"\n', "unknown-word"),
    ],
)
def test_what_stripe_may_do_is_read_quickly_and_refused_like_the_rest(text: str, code: str) -> None:
    """It is looked at after every transaction that touches a link, so it does without pydantic while it is right."""
    assert settings("").stripe == Stripe("manual", live=False)
    with pytest.raises(Refused) as caught:
        _ = settings(text).stripe
    assert [one.code for one in caught.value.findings] == [code]


def test_lists_read_settings_without_pydantic(tmp_path: Path) -> None:
    """Design section 6: pydantic costs more than a whole list; what late and list need does without."""
    (tmp_path / "invoicing.toml").write_text(FULL)
    code = (
        "import sys; from pathlib import Path; from invoicing.intake.settings import read_settings\n"
        f"s = read_settings(Path({str(tmp_path / 'invoicing.toml')!r}))\n"
        "s.ledger, s.policy, s.theme, s.language, s.currency, s.country, s.logo, s.stripe\n"
        "print([one for one in ('pydantic', 'stdnum', 'csv') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_is_known_stands_in_the_first_settings_quoted_as_toml() -> None:
    """Quotation marks and backslashes in a name are data; a holder alone still opens its table."""
    known = {"name": 'Studio "Lumen" \\ Co', "country": "IT", "holder": "Giulia Ferri"}
    read = settings(skeleton(known))
    read.check()
    assert read.seller.name == known["name"]
    assert read.seller.country == "IT"
    assert read.bank is not None
    assert read.bank.holder == "Giulia Ferri"
