"""Show what is to be done today."""

from __future__ import annotations

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing today
    invoicing today --json
"""


@command(app, example=_EXAMPLE)
def today(session: Session) -> None:
    """Show what needs a hand: letters due, days that have come, disputes to answer, runs to make, mail that hangs."""
    from invoicing.app.book import Book
    from invoicing.app.today import agenda

    found = agenda(Book(session.book), session.today)
    rows = [("letter", ", ".join(one["documents"]), f"{one['letter']} to {one['client']}") for one in found["letters"]]
    rows += [(one["what"], one["subject"], f"until {one['until']} {one['why']}".rstrip()) for one in found["days"]]
    rows += [
        ("dispute", one["number"], f"{one['dispute']}: answer by {one['due_by']}, {one['days_left']} days left")
        for one in found["disputes"]
    ]
    rows += [
        ("recurring", one["recurring"], f"run of {one['run']}: invoicing recurring run") for one in found["recurring"]
    ]
    rows += [("mail", one["number"], f"{one['outcome']}: invoicing send --list") for one in found["mail"]]
    rows += [("call", one["subject"], f"{one['what']}: invoicing stripe sync") for one in found["calls"]]
    emit(session, found, Table(("what", "about", "to do"), tuple(rows)) if rows else "Nothing needs a hand today.")
