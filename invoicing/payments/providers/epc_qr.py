"""Payment by bank transfer from a QR code (EPC069-12): needs no account, no network and no key.

The text of the code is written by `domain.epc`, drawn by `pdf`; here is said why a transfer cannot have one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invoicing.domain import epc
from invoicing.domain.errors import Finding, Refused
from invoicing.payments.provider import Offer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.domain.money import Money
    from invoicing.domain.party import BankAccount

LONGEST_PAYLOAD = 331
_RULE = "EPC069-12"
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


def transfer_text(account: BankAccount, holder: str, amount: Money, text: str) -> str:
    """Give the text of the QR code of one transfer; refused with every finding when a banking app could not read it.

    A text that is an ISO 11649 creditor reference goes into the structured field.
    """
    found = tuple(transfer_findings(account, holder, amount, text))
    if found:
        raise Refused.of(found)
    return epc.payload(account, holder, amount, text)


def transfer_findings(account: BankAccount, holder: str, amount: Money, text: str) -> Iterator[Finding]:
    """List what a banking app would refuse, or would silently cut."""
    from stdnum import iban

    name = account.holder or holder
    if amount.currency != "EUR":
        yield Finding("qr-not-euro", f"a SEPA QR code is in EUR, not {amount.currency}", "currency", _RULE)
    elif not 0 < amount.minor <= epc.LARGEST:
        yield Finding("qr-amount", f"{amount} is not between 0.01 and 999999999.99", "amount", _RULE)
    if not iban.is_valid(account.iban):
        yield Finding("bad-iban", f"{account.iban!r} is not a valid IBAN", "iban", "ISO 13616", "copy it from the bank")
    elif account.iban[:2] not in epc.SEPA:
        yield Finding("qr-not-sepa", f"no SEPA transfer reaches {account.iban[:2]}", "iban", "EPC409-09")
    if account.bic and not _BIC.fullmatch(account.bic):
        yield Finding("bad-bic", f"{account.bic!r} is not a BIC", "bic", "ISO 9362")
    if not 0 < len(name.strip()) <= epc.NAME_LIMIT:
        yield Finding("qr-name", f"the name must have 1 to {epc.NAME_LIMIT} characters", "holder", _RULE)
    if not 0 < len(text.strip()) <= epc.TEXT_LIMIT:
        yield Finding("qr-text", f"the text must have 1 to {epc.TEXT_LIMIT} characters", "text", _RULE)
    elif len(epc.payload(account, holder, amount, text).encode()) > LONGEST_PAYLOAD:
        yield Finding("qr-too-long", f"the code would have more than {LONGEST_PAYLOAD} bytes", "text", _RULE)


PROVIDER = Offer(key="epc-qr", online=False, currencies=frozenset({"EUR"}))
