"""Show which letters are due today."""

from __future__ import annotations

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing plan
    invoicing plan --today 2026-12-01 --json
"""


@command(app, example=_EXAMPLE)
def plan(session: Session) -> None:
    """Plan the letters of today. Nothing is written; `invoicing remind ID` acts on just this plan."""
    from invoicing.app.book import Book
    from invoicing.app.plan import plan as look

    found = look(Book(session.book), session.today, session.lang or "")
    rows = tuple(
        (
            one["client"],
            one["letter"],
            one["grade"],
            one["language"],
            ", ".join(one["documents"]),
            "; ".join(blocker["reason"] for blocker in one["blockers"]) or one["reason"],
        )
        for one in found["actions"]
    )
    table = Table(("client", "letter", "grade", "language", "documents", "because"), rows)
    known = f"payments known up to {found['payments_known_to']}" if found["payments_known_to"] else ""
    parts = [table if rows else "No letter is due today.", *([known] if known else []), f"plan {found['id']}"]
    emit(session, found, *parts)
