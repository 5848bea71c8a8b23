"""An issued document: the snapshot that the ledger keeps and the page is drawn from.

Everything a reader of the page sees is in here or in the labels of its language; nothing is looked up again later.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from invoicing.domain.document import Document
from invoicing.domain.money import Money
from invoicing.domain.terms import Due
from invoicing.domain.totals import Totals


@dataclass(frozen=True, slots=True)
class LegalPhrase:
    """A sentence that law asks for: its key, its text in the document's language, and the source."""

    key: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptFor:
    """What a receipt confirms: the payment and the document it settled."""

    payment: str
    number: str
    amount: Money
    method: str = ""
    outstanding: Money | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """`document` with its number (BT-1), totals, due days, legal sentences and payment link."""

    number: str
    document: Document
    totals: Totals
    type_code: str = "380"
    """BT-3, UNTDID 1001; empty for kinds outside that list"""
    schedule: tuple[Due, ...] = ()
    phrases: tuple[LegalPhrase, ...] = ()
    tax_label: str = "VAT"
    """how the seller's country calls its tax (IVA, BTW, TVA …)"""
    party_labels: tuple[tuple[str, str], ...] = ()
    """identifier scheme -> printed label (``codice-fiscale`` -> ``C.F.``)"""
    payment_link: str = ""
    receipt: ReceiptFor | None = None
    exchange_rate: Decimal | None = None
    """for a document in another currency than the seller's books: one unit of its currency in the book's currency"""
    copy: bool = False
    draft: bool = False
    """a preview: drawn with a mark and without a number"""
