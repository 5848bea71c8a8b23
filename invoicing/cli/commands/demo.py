"""Play a sample book, from the first invoice to the reminders."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit, note, progress
from invoicing.domain.errors import InvoicingError

if TYPE_CHECKING:
    from invoicing.app.demo import Line

PANEL = "start"

app = single()

_EXAMPLE = """
    invoicing demo
    invoicing demo my-demo --sample studio
"""


@command(app, example=_EXAMPLE)
def demo(
    session: Session,
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Where the book goes; an earlier demo there is replaced.")
    ] = "demo",
    sample: Annotated[str, typer.Option(metavar="NAME", help="Which sample book.")] = "studio",
) -> None:
    """Play a sample book: every line of its story is a command that you could type."""
    from invoicing.app.demo import prepare

    target = Path(folder).absolute()
    lines = prepare(sample, target)
    with progress(session, "commands", len(lines)) as step:
        for line in lines:
            play(target, line)
            step()
    found = _found(target, lines[-1].day)
    note(session, f"Look around: invoicing --book {folder} --today {lines[-1].day} late")
    rows = tuple(
        (one["client_name"], one["number"], one["days_late"], one["outstanding"], one["currency"])
        for one in found["late"]
    )
    emit(
        session,
        found,
        f"{len(lines)} commands, {len(found['documents'])} documents, {len(found['letters'])} letters",
        Table(("late", "document", "days", "outstanding", ""), rows),
        f"Documents: {target / 'documents'}",
        "Letters:",
        *(f"  {name}" for name in found["letters"]),
    )


def play(book: Path, line: Line) -> str:
    """Run one line of a story through the command line that users type, and give its JSON answer."""
    from invoicing.cli.main import main

    answer, trouble = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(answer), contextlib.redirect_stderr(trouble), contextlib.chdir(book):
        code = main(["--book", str(book), "--today", line.day, "--json", *line.words])
    if code != Exit.DONE:
        said = answer.getvalue().strip() or trouble.getvalue().strip()
        raise InvoicingError(
            "story-failed",
            f"line {line.number} of the story ended with {code}: {said}",
            where=f"story.txt line {line.number}",
            remedy="report it: a sample book is expected to play to its end",
        )
    return answer.getvalue()


def _found(target: Path, day: str) -> dict[str, Any]:
    """Say what the book holds at the end of the story."""
    from invoicing.app.book import Book
    from invoicing.app.late import late
    from invoicing.domain.dates import parse_date

    def papers(folder: Path) -> list[str]:
        return sorted(str(path) for path in folder.glob("*.pdf"))

    documents = target / "documents"
    return {
        "book": str(target),
        "late": late(Book(target), parse_date(day)),
        "documents": papers(documents),
        "letters": papers(documents / "letters"),
    }
