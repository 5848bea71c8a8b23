"""Belgium: the first reminder to a consumer is free and gives 14 days (Book XIX of the Code of Economic Law)."""

from __future__ import annotations

from invoicing.domain.dunning.forms import Form

LETTERS = (
    Form(
        "final-be-first-reminder",
        grade=1,
        debtors=("consumer",),
        term=14,
        delivery=3,
        delivery_in_business_days=True,
        exact=True,
        next_step="reminder",
        citation="art. XIX.2 WER",
        source="Boek XIX WER, all debts since 2023-12-01: first reminder free, at least 14 calendar days",
        whole_sum=True,
    ),
)
