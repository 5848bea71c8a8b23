"""Romania: the notice that must precede an order for payment (art. 1015 of the Code of Civil Procedure)."""

from __future__ import annotations

from invoicing.domain.dunning.forms import Form

LETTERS = (
    Form(
        "final-ro-somatie",
        grade=4,
        debtors=("business", "consumer", "public"),
        term=15,
        from_receipt=True,
        delivery=5,
        next_step="payment-order",
        citation="art. 1015 C. proc. civ., art. 1522 C. civ.",
        source="Codul de procedură civilă art. 1015: by bailiff or registered letter with declared content, 15 days",
        proof="registered",
    ),
)
