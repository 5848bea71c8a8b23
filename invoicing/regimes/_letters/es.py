"""Spain: the demand for payment carries an offer to negotiate, because a claim needs the attempt (LO 1/2025)."""

from __future__ import annotations

from invoicing.domain.dunning.forms import Form

LETTERS = (
    Form(
        "final-es-requerimiento",
        grade=4,
        debtors=("business", "consumer", "public"),
        term=30,
        from_receipt=True,
        delivery=5,
        next_step="court",
        citation="art. 1100 CC, art. 63 CCom, LO 1/2025 art. 10",
        source="LO 1/2025, since 2025-04-03: no reply within 30 days counts as attempted",
        proof="burofax",
    ),
)
