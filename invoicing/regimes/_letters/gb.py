"""United Kingdom: letters before a claim, of the Practice Direction (firms) and the Debt Protocol (individuals)."""

from __future__ import annotations

from invoicing.domain.dunning.forms import Form

LETTERS = (
    Form(
        "final-gb-company",
        grade=4,
        debtors=("business", "public"),
        term=14,
        exact=True,
        citation="Practice Direction Pre-Action Conduct, paragraph 6",
        source="https://www.justice.gov.uk/courts/procedure-rules/civil/rules/pd_pre-action_conduct",
    ),
    Form(
        "final-gb-individual",
        grade=4,
        debtors=("consumer",),
        term=30,
        exact=True,
        citation="Pre-Action Protocol for Debt Claims, paragraphs 3-4",
        source="https://www.justice.gov.uk/courts/procedure-rules/civil/protocol/debt-pap.pdf",
    ),
)
