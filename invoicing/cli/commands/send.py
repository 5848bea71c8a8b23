"""Send documents by e-mail with their PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import Key, command, single
from invoicing.cli.output import Table, emit

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing send 2026-0001
    invoicing send 2026-0001 --to accounts@acme.example --dry-run
    invoicing send
    invoicing send --list
    invoicing send 2026-0001 --again
"""


@command(app, example=_EXAMPLE)
def send(
    session: Session,
    number: Annotated[
        list[str] | None, typer.Argument(metavar="NUMBER", help="The documents (default: those to be tried again).")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="ADDRESS", help="To whom (default: the client's bill contact).")
    ] = None,
    cc: Annotated[list[str] | None, typer.Option("--cc", metavar="ADDRESS", help="A copy, seen by all.")] = None,
    bcc: Annotated[list[str] | None, typer.Option("--bcc", metavar="ADDRESS", help="A copy nobody sees.")] = None,
    subject: Annotated[str, typer.Option("--subject", metavar="TEXT", help="The subject, instead of ours.")] = "",
    message: Annotated[str, typer.Option("--message", metavar="TEXT", help="The text, instead of ours.")] = "",
    eml: Annotated[
        str, typer.Option("--eml", metavar="DIR", help="Where --dry-run writes (default: outbox in the book).")
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="Send once more what was sent or may have arrived.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List what was to be sent, with how far it came.")] = False,
    key: Key = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write the mails as .eml files and send nothing.")] = False,
) -> Exit:
    """Mail documents, each at most once. Exit 6 when the server did not take one.

    A mail that may have arrived is uncertain: it is listed, and only --again sends it once more.
    """
    from datetime import UTC, datetime

    from invoicing.app.book import Act, Book, keyed
    from invoicing.app.mail_text import Written
    from invoicing.app.post import delivering, on_paper
    from invoicing.app.send import Posting, outbox, write_eml
    from invoicing.app.send import send as act_on

    book, now = Book(session.book), datetime.now(UTC)
    if listed:
        _show_outbox(session, outbox(book))
        return Exit.DONE
    written = Written(tuple(to or ()), tuple(cc or ()), tuple(bcc or ()), subject, message)
    if dry_run:
        done = write_eml(book, number or (), Posting(now, on_paper, written), _folder(eml, book.folder))
        emit(session, done, *([one["file"] for one in done["mails"]] or ["No document was named."]))
        return Exit.DONE
    with delivering(book) as (_, deliver):
        act = Act(session.today, session.who)
        posting = Posting(now, deliver, written, again)
        inputs = {"act": "send", "numbers": list(number or ()), "mail": written, "again": again}
        done = keyed(book, replace(act, key=key), inputs, lambda: act_on(book, number or (), act, posting))
    rows = tuple((one["number"], one["outcome"], one["words"]) for one in done["mails"])
    emit(session, done, Table(("number", "outcome", "words"), rows) if rows else "No mail waits to be sent.")
    bad = any(one["outcome"] in {"failed", "uncertain", "refused"} for one in done["mails"])
    return Exit.OUTSIDE if bad else Exit.DONE


def _folder(eml: str, book: Path) -> Path:
    return Path(eml).expanduser() if eml else book / "outbox"


def _show_outbox(session: Session, found: list[dict[str, Any]]) -> None:
    columns = ("number", "outcome", "date", "attempts", "next_at")
    rows = tuple((*(one[name] for name in columns), ", ".join(one["to"])) for one in found)
    emit(session, found, Table((*columns, "to"), rows) if rows else "Nothing was sent by mail.")
