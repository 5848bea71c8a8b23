"""Keep the log of talk with clients."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, group
from invoicing.cli.output import Table, emit
from invoicing.cli.said import letter_parts, letter_steps

PANEL = "talk"

app = group("Keep the log of talk with clients.")

_ADD = """
    invoicing log add acme --words "Where is my invoice?" --channel email
    invoicing log add acme --out --channel phone --words "Told Mr Rossi that the invoice is on its way."
    invoicing log add acme --kind incident --channel phone --words "You are all thieves."
"""


@command(app, "add", example=_ADD)
def add(
    session: Session,
    target: Annotated[str, typer.Argument(metavar="CLIENT|NUMBER", help="The client, or the document it was about.")],
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="What was said, word for word.")] = "",
    channel: Annotated[
        str, typer.Option("--channel", metavar="KEY", help="phone, meeting, video, email, letter, message or other.")
    ] = "email",
    direction: Annotated[
        str, typer.Option("--direction", metavar="in|out", help="in: from the client; out: from us.")
    ] = "in",
    out: Annotated[bool, typer.Option("--out", help="The same as --direction out.")] = False,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="contact|incident|delivery",
            help="An incident may end it; a delivery proves the work was handed over.",
        ),
    ] = "contact",
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The day it happened (default: today).")] = "",
    behind: Annotated[
        str, typer.Option("--behind", metavar="TEXT", help="What is probably behind it, neutrally.")
    ] = "",
    no_answer: Annotated[bool, typer.Option("--no-answer", help="The message needs no answer.")] = False,
    attach: Annotated[list[str] | None, typer.Option("--attach", metavar="FILE", help="Kept by its hash.")] = None,
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Note a contact or an incident. While a message of the client has no answer, nobody reminds him."""
    from invoicing.app.book import Act, Book
    from invoicing.app.log import Said, add_entry

    way = "out" if out else direction
    said = Said(target, words, channel, way, kind, date, behind, no_answer, tuple(attach or ()))
    done = add_entry(Book(session.book), said, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, f"{'Would log' if dry_run else 'Logged'}: {kind} with {done['client']} on {done['date']}")


@command(app, "list", example="invoicing log list acme --kind incident")
def list_(
    session: Session,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Only this client.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="contact|incident|delivery", help="Only entries of this kind.")
    ] = "",
) -> None:
    """List the log, newest last; `waits` marks messages that have no answer yet."""
    from invoicing.app.book import Book
    from invoicing.app.log import entries

    found = entries(Book(session.book), client, kind)
    columns = ("entry", "date", "client", "direction", "channel", "kind", "words", "waits")
    rows = tuple(tuple(one[name] for name in columns) for one in found)
    emit(session, found, Table(columns, rows) if rows else "Nothing is in the log.")


_RECAP = """
    invoicing log recap 41
    invoicing log recap --client acme --since 2026-11-20 --point "You send the texts by 15 June"
"""


@command(app, "recap", example=_RECAP)
def recap(
    session: Session,
    entry: Annotated[
        int,
        typer.Argument(metavar="ENTRY", help="The entry, as `invoicing log list` numbers it.", show_default=False),
    ] = 0,
    client: Annotated[str, typer.Option(metavar="CLIENT", help="The last talk with this client.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="All talks with it from this day on.")] = "",
    point: Annotated[
        list[str] | None,
        typer.Option("--point", metavar="TEXT", help="A point in the client's language, in place of the log's words."),
    ] = None,
    item: Annotated[
        list[str] | None, typer.Option("--item", metavar='"ISSUE; ACTION; DAY"', help="A next step, and until when.")
    ] = None,
    answer_by: Annotated[
        str, typer.Option("--answer-by", metavar="DATE", help="Until when the client may correct it.")
    ] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Write the client a recap of a talk: what was said and promised, to be confirmed or corrected.

    Without --point the words of the log are its points, the client's own in quotation marks.
    """
    from invoicing.app.book import Act, Book
    from invoicing.app.recap import Recap, write_recap
    from invoicing.correspondence.given_forms import from_flags

    sets = [f"answer_day={answer_by}"] if answer_by else []
    given = from_flags(sets, {"points": point or (), "items": item or ()})
    act = Act(session.today, session.who, key, dry_run)
    done = write_recap(Book(session.book), Recap(entry, client, since, given), act, session.lang or "")
    emit(session, done, *letter_parts(done), *letter_steps(done, dry_run=dry_run))
