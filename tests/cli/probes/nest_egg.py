"""Group several probes."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import Yes, command, group
from invoicing.cli.output import confirm, emit
from invoicing.domain.errors import Conflict, Finding, InvoicingError, NotFound, OutsideFailed, Refused

PANEL = "records"

app = group("Group several probes.")

FAILURES: dict[str, BaseException] = {
    "refused": Refused.of(
        [Finding("bad-tax", "no such tax", "lines[0].tax", "BR-S-01", "write S 22", 'tax = "S 22"')] * 2
    ),
    "not-found": NotFound("no-such-document", "there is no 2026-9", remedy="see `invoicing list`", where="NUMBER"),
    "conflict": Conflict("key-reused", "the key was used for other inputs"),
    "outside": OutsideFailed("mail-failed", "the server at smtp://me:secret@mail.example said no"),
    "file": FileNotFoundError(2, "No such file or directory", "nowhere.toml"),
    "bug": KeyError("surprise"),
    "strange": InvoicingError("strange", "an error of no listed class"),
    "interrupt": KeyboardInterrupt(),
    "pipe": BrokenPipeError(32, "Broken pipe"),
}


@command(app, "list", example="invoicing nest-egg list")
def list_(session: Session) -> None:
    """Answer with one value."""
    emit(session, {"book": session.book}, "one line")


@command(app, "find", example="invoicing nest-egg find")
def find(session: Session) -> Exit:
    """Answer with findings."""
    emit(session, {"ok": False}, "a finding")
    return Exit.FINDINGS


@command(app, "ask", example="invoicing nest-egg ask --yes")
def ask(session: Session, yes: Yes = False) -> None:
    """Ask before answering."""
    confirm(session, "Write to 3 clients?", yes=yes)
    emit(session, {"asked": True}, "done")


@command(app, "fail", example="invoicing nest-egg fail refused")
def fail(
    session: Session,  # noqa: ARG001  every command has one
    how: Annotated[str, typer.Argument(metavar="HOW", help="Which error to raise.")],
) -> None:
    """Raise an error of one kind."""
    raise FAILURES[how]
