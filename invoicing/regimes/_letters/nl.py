"""The Netherlands: the 14-day letter to a consumer, the notice of default to everyone else."""

from __future__ import annotations

from invoicing.domain.dunning.forms import Form

LETTERS = (
    # HR 25-11-2016, ECLI:NL:HR:2016:2704: fourteen days from the day after delivery; no post on Sunday and Monday.
    Form(
        "final-nl-14-day",
        grade=4,
        debtors=("consumer",),
        term=15,
        from_receipt=True,
        delivery=3,
        citation="art. 6:96(6) BW",
        source="BW 6:96(6)-(7); ECLI:NL:HR:2016:2704",
    ),
    Form(
        "final-nl-ingebrekestelling",
        grade=4,
        debtors=("business", "public"),
        term=14,
        citation="art. 6:82 BW",
        source="BW 6:82",
    ),
)
