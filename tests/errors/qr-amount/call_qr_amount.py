"""A code for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.money import Money
from invoicing.domain.party import BankAccount
from invoicing.payments.providers.epc_qr import transfer_text

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    account = BankAccount(iban="IT60X0542811101000000123456")
    return transfer_text(account, "Studio Lumen", Money(0, "EUR"), "2026-0001")
