"""Write letters to clients, look at them, and send them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import DryRun, Key, command, group
from invoicing.cli.output import Table, emit
from invoicing.cli.said import letter_parts, letter_steps
from invoicing.domain.errors import UsageFault

if TYPE_CHECKING:
    from invoicing.app.book import Book

PANEL = "talk"

app = group("Write letters to clients, look at them, and send them.")

Letter = Annotated[str, typer.Argument(metavar="LETTER", help="Its name, as `invoicing letters list` shows it.")]
Document = Annotated[
    list[str] | None, typer.Option("--document", metavar="NUMBER", help="A document it is about; may be repeated.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="SLOT=VALUE", help="A fact the book does not know; may be repeated."),
]
Item = Annotated[
    list[str] | None,
    typer.Option("--item", metavar='"ISSUE; ACTION; DAY"', help="A point and what is done about it, until when."),
]
Alternative = Annotated[
    list[str] | None, typer.Option("--alternative", metavar="TEXT", help="Another way we offer; may be repeated.")
]
Point = Annotated[
    list[str] | None, typer.Option("--point", metavar="TEXT", help="What was said or agreed; may be repeated.")
]
Question = Annotated[
    list[str] | None, typer.Option("--question", metavar="TEXT", help="What we need to know; may be repeated.")
]
Part = Annotated[
    list[str] | None,
    typer.Option("--instalment", metavar="DATE=AMOUNT", help="A part of a plan that is proposed; may be repeated."),
]
Handover = Annotated[
    list[str] | None,
    typer.Option("--handover", metavar='"WHAT; ; DAY"', help="What is handed over, or goes on, and when."),
]
Facts = Annotated[str, typer.Option("--file", metavar="FILE", help="The same facts in a TOML file; flags win.")]

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
    letter: Letter,
    client: Annotated[str, typer.Option(metavar="CLIENT", help="As this client would get it today.")] = "",
    sample: Annotated[bool, typer.Option("--sample", help="About a made-up case.")] = False,
    debtor: Annotated[
        str, typer.Option("--debtor", metavar="KIND", help="Write the sample to a business, consumer or public body.")
    ] = "",
    pdf: Annotated[str, typer.Option("--pdf", metavar="FILE", help="Where the PDF is written.")] = "",
    document: Document = None,
    set: Set = None,
    item: Item = None,
    alternative: Alternative = None,
    point: Point = None,
    question: Question = None,
    instalment: Part = None,
    handover: Handover = None,
    file: Facts = "",
) -> None:
    """Show a letter and write its PDF, filled as `letters write` fills it. Nothing is recorded or sent."""
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
        from invoicing.app.write_letter import read_asked

        lists = _lists(item, alternative, point, question, instalment, handover)
        asked = read_asked(letter, client, document or (), set or (), lists, file)
        found = preview_for(Opened(session.book), asked, session.today, session.lang or "", target)
    emit(session, found, *letter_parts(found))


_WRITE = """
    invoicing letters write thanks --client acme
    invoicing letters write follow-up --client acme --item "Slow pages; images reduced" --set follow_up=2026-12-16
    invoicing letters write refusal --client acme --file facts.toml --dry-run
"""


@command(app, "write", example=_WRITE)
def write(
    session: Session,
    letter: Letter,
    client: Annotated[str, typer.Option(metavar="CLIENT", help="To whom, by id or name.")],
    document: Document = None,
    set: Set = None,
    item: Item = None,
    alternative: Alternative = None,
    point: Point = None,
    question: Question = None,
    instalment: Part = None,
    handover: Handover = None,
    file: Facts = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Write a letter beside the ladder: an answer to a complaint, a recap, a refusal, thanks, a plan, a deposit.

    The book gives what it knows: the client, open documents, payments, the plan, and the client's last complaint in its
    own words. What is missing is refused at once, each with the flag that gives it. `invoicing letters send` sends it.
    """
    from invoicing.app.book import Act
    from invoicing.app.book import Book as Opened
    from invoicing.app.write_letter import read_asked, write_letter

    lists = _lists(item, alternative, point, question, instalment, handover)
    asked = read_asked(letter, client, document or (), set or (), lists, file)
    act = Act(session.today, session.who, key, dry_run)
    done = write_letter(Opened(session.book), asked, act, session.lang or "")
    emit(session, done, *letter_parts(done), *letter_steps(done, dry_run=dry_run))


def _lists(
    item: list[str] | None,
    alternative: list[str] | None,
    point: list[str] | None,
    question: list[str] | None,
    instalment: list[str] | None,
    handover: list[str] | None,
) -> dict[str, list[str]]:
    """Give the repeated flags by the names they have in a file of facts."""
    found = {"items": item, "alternatives": alternative, "points": point, "questions": question}
    found |= {"instalments": instalment, "handover": handover}
    return {name: texts for name, texts in found.items() if texts}


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
