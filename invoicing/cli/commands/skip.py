"""Leave a grade of the ladder out."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "chasing"

app = single()


@command(app, example='invoicing skip 2026-0001 2 --reason "we spoke about it at length on Monday"')
def skip(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document.")],
    grade: Annotated[int, typer.Argument(metavar="GRADE", help="The grade to leave out, 0 to 7.")],
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Leave one grade out for a document. The reason is kept; who may do so says the policy."""
    from invoicing.app.book import Act, Book
    from invoicing.app.waive import skip as act_on

    done = act_on(Book(session.book), number, grade, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, f"Grade {done['grade']} is left out for {number}")
