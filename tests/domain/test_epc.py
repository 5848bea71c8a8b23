"""The EPC QR payload, line by line (EPC069-12 v2.1)."""

from __future__ import annotations

import pytest

from invoicing.domain.epc import is_creditor_reference, payload
from invoicing.domain.money import Money
from invoicing.domain.party import BankAccount

IBAN = "IT60X0542811101000000123456"


def test_a_payload_has_the_lines_of_the_standard() -> None:
    """EPC069-12, 2.2: service tag, version, character set, identification, BIC, name, IBAN, amount, purpose, text."""
    account = BankAccount(IBAN, "BPMIITMM")
    assert payload(account, "Studio Lumière", Money(121458, "EUR"), "2026-0042").split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "BPMIITMM",
        "Studio Lumière",
        IBAN,
        "EUR1214.58",
        "",
        "",
        "2026-0042",
    ]


def test_a_creditor_reference_goes_into_the_structured_line() -> None:
    """ISO 11649: RF18 5390 0754 7034 is the standard's own example."""
    lines = payload(BankAccount(IBAN), "x", Money(1, "EUR"), "RF18 5390 0754 7034").split("\n")
    assert lines[9:] == ["RF18539007547034"]


@pytest.mark.parametrize(
    ("iban", "money"),
    [
        (IBAN, Money(0, "EUR")),
        (IBAN, Money(-5, "EUR")),
        (IBAN, Money(100, "GBP")),
        (IBAN, Money(100_000_000_000, "EUR")),
        ("", Money(100, "EUR")),
        ("BR1800360305000010009795493C1", Money(100, "EUR")),
    ],
)
def test_what_the_scheme_cannot_carry_gives_no_payload(iban: str, money: Money) -> None:
    """Euro only, 0.01 to 999 999 999.99, an account of a SEPA country."""
    assert payload(BankAccount(iban), "x", money, "y") == ""


def test_long_and_broken_texts_are_cut_to_one_line() -> None:
    """Name 70 characters, text 140, no line end inside."""
    lines = payload(BankAccount(IBAN, holder="n" * 90), "x", Money(1, "EUR"), "a\nb" + "c" * 200).split("\n")
    assert lines[5] == "n" * 70
    assert lines[10] == ("a b" + "c" * 200)[:140]


@pytest.mark.parametrize(
    ("text", "right"), [("RF18539007547034", True), ("RF19539007547034", False), ("2026-0042", False), ("RF18", False)]
)
def test_check_digits_of_a_creditor_reference(text: str, right: bool) -> None:  # noqa: FBT001
    """ISO 11649: the reference with RF and check digits moved to its end is 1 modulo 97."""
    assert is_creditor_reference(text) is right
