"""Italy: the notice of default is a written demand; fifteen days are usual (art. 1219 c.c.)."""

from __future__ import annotations

from invoicing.domain.dunning.forms import Form

LETTERS = (
    Form(
        "final-it-messa-in-mora",
        grade=4,
        debtors=("business", "consumer", "public"),
        term=15,
        from_receipt=True,
        delivery=3,
        next_step="payment-order",
        citation="artt. 1219, 2943 c.c.",
        source="Codice civile artt. 1219, 1334-1335: it takes effect on arrival",
        proof="pec",
    ),
)
