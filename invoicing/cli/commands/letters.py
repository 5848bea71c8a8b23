"""Look at the letters before they are sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import DryRun, command, group
from invoicing.cli.output import Table, emit
from invoicing.domain.errors import UsageFault

if TYPE_CHECKING:
    from invoicing.app.book import Book

PANEL = "talk"

app = group("Look at the letters before they are sent.")

_PREVIEW = """
    invoicing letters preview reminder1 --client acme
    invoicing letters preview final --sample --lang en
"""
_CHECK = """
    invoicing letters check mine.txt --lang it --kind reminder2
"""


def _book(session: Session) -> Book | None:
    from invoicing.app.book import Book as Opened

    folder = session.book_if_any
    return Opened(folder) if folder else None


@command(app, "list", example="invoicing letters list --lang nl")
def list_(session: Session) -> None:
    """List every letter with its kind of tone rules, its grade and the languages it is written in."""
    from invoicing.app.letter_texts import list_letters

    found = list_letters(_book(session), session.lang or "")
    rows = tuple((one["letter"], one["kind"], one["grade"], " ".join(one["languages"])) for one in found)
    emit(session, found, Table(("letter", "kind", "grade", "languages"), rows))


@command(app, "preview", example=_PREVIEW)
def preview(
    session: Session,
    letter: Annotated[str, typer.Argument(metavar="LETTER", help="Its name, as `invoicing letters list` shows it.")],
    client: Annotated[str, typer.Option(metavar="CLIENT", help="As this client would get it today.")] = "",
    sample: Annotated[bool, typer.Option("--sample", help="About a made-up case.")] = False,
    debtor: Annotated[
        str, typer.Option("--debtor", metavar="KIND", help="Write the sample to a business, consumer or public body.")
    ] = "",
    pdf: Annotated[str, typer.Option("--pdf", metavar="FILE", help="Where the PDF is written.")] = "",
) -> None:
    """Show a letter and write its PDF. Nothing is recorded or sent."""
    from invoicing.app.letter_texts import preview_for, preview_sample

    if bool(client) == sample:
        raise UsageFault(
            "client-or-sample",
            "name a client, or ask for the sample",
            remedy="--client CLIENT or --sample",
            where="--client",
        )
    book = None if sample and not session.book_if_any else _book(session)
    target = Path(pdf).expanduser() if pdf else _place(book, letter, client or session.lang or "en")
    if sample:
        found = preview_sample(book, letter, session.lang or "", debtor, target)
    else:
        from invoicing.app.book import Book as Opened

        found = preview_for(Opened(session.book), letter, client, session.today, session.lang or "", target)
    emit(session, found, f"{found['subject']}\n\n{found['text']}", found["pdf"])


def _place(book: Book | None, letter: str, who: str) -> Path:
    """Give the place of a preview: in the book, or beside it all in the system's folder for what is soon forgotten."""
    import tempfile

    folder = book.folder if book else Path(tempfile.gettempdir()) / "invoicing"
    return folder / "previews" / f"{letter}-{who.replace('/', '-')}.pdf"


@command(app, "check", example=_CHECK)
def check(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A letter, as a text or with slots.")],
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help="reminder1-3, final, termination or complaint-reply (default: none)."
        ),
    ] = "",
) -> Exit:
    """Check slots, syntax and tone of a letter in the language --lang. Exit 1 when a rule is broken."""
    from invoicing.app.letter_texts import check_letter_file, need_language

    found = check_letter_file(_book(session), Path(file), need_language(session.lang), kind or None)
    rows = tuple((one["rule"], one["passage"], one["message"], one["suggestion"]) for one in found["findings"])
    shown = [Table(("rule", "passage", "message", "suggestion"), rows)] if rows else []
    emit(session, found, found["verdict"], *shown)
    return Exit.DONE if found["verdict"] == "ok" else Exit.FINDINGS


_SEND = """
    invoicing letters send
    invoicing letters send 41 --eml outbox
    invoicing letters send 41 --printed
"""


@command(app, "send", example=_SEND)
def send(
    session: Session,
    letter: Annotated[
        list[int] | None, typer.Argument(metavar="LETTER", help="Its id (default: all that wait to be mailed).")
    ] = None,
    eml: Annotated[str, typer.Option("--eml", metavar="DIR", help="Write .eml files there instead of sending.")] = "",
    printed: Annotated[bool, typer.Option("--printed", help="Note that it was printed and posted.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send once more what failed or may have arrived.")] = False,
    dry_run: DryRun = False,
) -> Exit:
    """Send letters by mail, each at most once. Exit 6 when the mail server did not take one."""
    from datetime import UTC, datetime

    from invoicing.app.book import Act
    from invoicing.app.book import Book as Opened
    from invoicing.app.post import Sending, delivering, send_letters

    book = Opened(session.book)
    with delivering(book, eml, printed=printed) as (way, deliver):
        act = Act(session.today, session.who, dry_run=dry_run)
        done = send_letters(book, letter or (), act, Sending(datetime.now(UTC), deliver, again, way))
    rows = tuple((one["letter_id"], one["outcome"], one["words"]) for one in done["letters"])
    emit(session, done, Table(("letter", "outcome", "words"), rows) if rows else "No letter waits to be sent.")
    bad = any(one["outcome"] in {"failed", "uncertain"} for one in done["letters"])
    return Exit.OUTSIDE if bad else Exit.DONE


@command(app, "sent", example="invoicing letters sent acme")
def sent(
    session: Session,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Only letters to this client.")] = "",
) -> None:
    """List the letters written, with their ids and what became of each."""
    from invoicing.app.book import Book as Opened
    from invoicing.app.post import sent_letters

    found = sent_letters(Opened(session.book), client)
    columns = ("letter_id", "date", "client", "letter", "grade", "outcome")
    rows = tuple((*(one[name] for name in columns), ", ".join(one["documents"])) for one in found)
    emit(session, found, Table((*columns, "documents"), rows) if rows else "No letter was written.")
