"""The text inside an EPC QR code, by which a bank's app fills in a SEPA credit transfer.

Source: European Payments Council, EPC069-12 v2.1, "Quick Response Code: Guidelines to Enable Data Capture for the
Initiation of a SEPA Credit Transfer": version 002, UTF-8, euro only, 0.01 to 999 999 999.99, at most 331 bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invoicing.domain.money import Money
    from invoicing.domain.party import BankAccount

NAME_LIMIT = 70
TEXT_LIMIT = 140
LARGEST = 99_999_999_999
"""in cents"""
_LINE_END = re.compile(r"[\r\n\t]+")
# Countries and territories whose accounts a SEPA credit transfer reaches, by the IBAN's prefix: EPC409-09,
# "EPC list of SEPA scheme countries" (territories share the prefix of their state).
SEPA = frozenset(
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV "
    "MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA".split()
)


def payload(account: BankAccount, holder: str, amount: Money, text: str) -> str:
    """Write the payload for one transfer; empty when the scheme cannot carry it (currency, amount, account).

    A text that is an ISO 11649 creditor reference (``RF…``) goes into the structured field, any other into the
    unstructured one, cut to its 140 characters.
    """
    iban = account.iban.replace(" ", "").upper()
    if amount.currency != "EUR" or not 0 < amount.minor <= LARGEST or iban[:2] not in SEPA:
        return ""
    name = _LINE_END.sub(" ", account.holder or holder).strip()[:NAME_LIMIT]
    remittance = _LINE_END.sub(" ", text).strip()[:TEXT_LIMIT]
    structured = is_creditor_reference(remittance)
    rows = (
        "BCD",
        "002",
        "1",
        "SCT",
        account.bic.replace(" ", "").upper(),
        name,
        iban,
        f"EUR{amount}",
        "",
        remittance.replace(" ", "") if structured else "",
        "" if structured else remittance,
    )
    return "\n".join(rows).rstrip("\n")


def is_creditor_reference(text: str) -> bool:
    """Say whether a text is an ISO 11649 creditor reference with right check digits."""
    compact = text.replace(" ", "").upper()
    if not re.fullmatch(r"RF\d{2}[A-Z0-9]{1,21}", compact):
        return False
    digits = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
    return int(digits) % 97 == 1
