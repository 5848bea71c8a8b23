"""Why a transfer can or cannot have a QR code. Source: European Payments Council, EPC069-12 version 2.1."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.domain.party import BankAccount
from invoicing.payments.providers.epc_qr import PROVIDER, transfer_text

AMOUNT = Money(123450, "EUR")
ACCOUNT = BankAccount(iban="DE89370400440532013000")


@dataclass(frozen=True)
class Asked:
    """What a transfer is made of."""

    account: BankAccount = ACCOUNT
    holder: str = "Studio Ágnes Kft."
    amount: Money = AMOUNT
    text: str = "Invoice 2026-0007"


def _text(asked: Asked) -> str:
    return transfer_text(asked.account, asked.holder, asked.amount, asked.text)


def test_the_lines_of_the_guideline_are_written() -> None:
    """Service tag, version 002, UTF-8, SCT, BIC, name, IBAN, amount, purpose, reference, text."""
    assert _text(Asked()).split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        "Studio Ágnes Kft.",
        "DE89370400440532013000",
        "EUR1234.50",
        "",
        "",
        "Invoice 2026-0007",
    ]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(amount=Money(0, "EUR")), "qr-amount"),
        (Asked(amount=Money(100_000_000_000, "EUR")), "qr-amount"),
        (Asked(amount=Money(100, "RON")), "qr-not-euro"),
        (Asked(account=BankAccount(iban="DE89370400440532013001")), "bad-iban"),
        (Asked(account=BankAccount(iban="BR1800360305000010009795493C1")), "qr-not-sepa"),
        (Asked(account=replace(ACCOUNT, bic="COBADEF")), "bad-bic"),
        (Asked(holder=" "), "qr-name"),
        (Asked(holder="x" * 71), "qr-name"),
        (Asked(text=""), "qr-text"),
        (Asked(text="x" * 141), "qr-text"),
        (Asked(holder="é" * 70, text="é" * 140), "qr-too-long"),
    ],
)
def test_what_a_banking_app_would_not_read_is_refused(asked: Asked, code: str) -> None:
    """Amount 0.01 to 999 999 999.99 EUR, name 70, text 140, 331 bytes in all, a SEPA IBAN."""
    with pytest.raises(Refused) as caught:
        _text(asked)
    assert caught.value.code == code


@pytest.mark.parametrize("minor", [1, 99_999_999_999])
def test_the_edges_of_the_amount_are_taken(minor: int) -> None:
    """0.01 and 999 999 999.99."""
    assert f"EUR{Money(minor, 'EUR')}" in _text(Asked(amount=Money(minor, "EUR")))


def test_all_findings_come_at_once() -> None:
    """Name, IBAN, currency and text in one go."""
    with pytest.raises(Refused) as caught:
        _text(Asked(BankAccount(iban="x"), "", Money(1, "USD"), ""))
    assert [one.code for one in caught.value.findings] == ["qr-not-euro", "bad-iban", "qr-name", "qr-text"]


def test_it_needs_no_account_of_its_own() -> None:
    """Discovery finds a way to be paid that is not online."""
    assert PROVIDER.currencies == {"EUR"}
    assert not PROVIDER.online
    assert PROVIDER.connect is None
