"""Work with Stripe: what was paid, refunded and disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import DryRun, Yes, command, group
from invoicing.cli.output import Table, confirm, emit, note
from invoicing.domain.errors import UsageFault
from invoicing.payments.keys import PERMISSIONS, SECRET_VARIABLE

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book
    from invoicing.payments.provider import PaymentProvider

PANEL = "money in"

app = group(
    "Work with Stripe: what was paid, refunded and disputed.\n\n"
    f"The key comes from {SECRET_VARIABLE} or the system's keyring, never from a file. Make a restricted key (rk_…) "
    f"with: {'; '.join(PERMISSIONS)}; and nothing else."
)

Live = Annotated[bool, typer.Option("--live", help="Allow a live key: real money moves.")]


@command(app, "sync", example="invoicing stripe sync\ninvoicing stripe sync --json")
def sync(session: Session, live: Live = False, dry_run: DryRun = False) -> Exit:
    """Ask Stripe what happened, book it, and finish what earlier runs left. Exit 6 when something stays pending."""
    import time

    from invoicing.app.book import Act
    from invoicing.app.stripe_sync import sync as act_on

    book, provider = _account(session, live=live)
    done = act_on(book, Act(session.today, session.who, dry_run=dry_run), provider, int(time.time()))
    lines = [f"booked {one['payment']}: {one['amount']} {one['currency']} on {one['number']}" for one in done["booked"]]
    lines += [f"{one['kind']}: {one['number']} {one.get('raw', '')}".rstrip() for one in done["noted"]]
    lines += [f"not ours: {one['what']} {one['id']}, {one['why']}" for one in done["foreign"]]
    lines += [f"receipt {number}" for number in done["receipts"]]
    for one in done["pending"]:
        note(session, f"pending, {one['number']}: {one['why']}")
    emit(session, done, *lines, "nothing new" if not lines else f"{len(done['booked'])} booked")
    return Exit.OUTSIDE if done["pending"] else Exit.DONE


@command(app, "listen", example="invoicing stripe listen --port 4242")
def listen(
    session: Session,
    port: Annotated[int, typer.Option(metavar="PORT", help="On the loopback address; 0 takes a free one.")] = 4242,
    events: Annotated[int, typer.Option(metavar="N", help="Stop after so many events (default: never).")] = 0,
    live: Live = False,
) -> None:
    """Hear Stripe's events at http://127.0.0.1:PORT/stripe; the secret comes from STRIPE_WEBHOOK_SECRET."""
    import os
    import time
    from datetime import date

    from invoicing.app.book import Act
    from invoicing.app.stripe_listen import receiver
    from invoicing.payments.keys import WEBHOOK_VARIABLE
    from invoicing.payments.webhook import listener

    book, provider = _account(session, live=live)
    secrets = os.environ.get(WEBHOOK_VARIABLE, "").split(",")
    heard: list[dict[str, Any]] = []

    def said(result: dict[str, Any]) -> None:
        heard.append(result)
        note(
            session, f"{len(result['booked'])} booked, {len(result['noted'])} noted, {len(result['foreign'])} not ours"
        )

    started = time.localtime()[:3]

    def act_of() -> Act:
        # It may run for days; the day goes on with the clock from the one that counts as today.
        passed = date(*time.localtime()[:3]) - date(*started)
        return Act(session.today + passed, session.who)

    receive = receiver(book, act_of, provider, secrets, lambda: int(time.time()), said)
    with listener(receive, port=port) as server:
        server.timeout = 0.2
        note(session, f"listening at http://127.0.0.1:{server.server_port}/stripe")
        while not events or len(heard) < events:
            server.handle_request()
    emit(session, heard, f"{len(heard)} events heard")


@command(app, "disputes", example="invoicing stripe disputes\ninvoicing stripe disputes --json")
def disputes(session: Session, live: Live = False) -> None:
    """List the disputes of this book's documents, the nearest deadline first, and what can be done about each."""
    from invoicing.app.stripe_disputes import disputes as look
    from invoicing.app.stripe_disputes import urgent

    book, provider = _account(session, live=live)
    rows = look(book, provider, session.today)
    for one in urgent(rows):
        note(session, f"{one['dispute']} must be answered by {one['due_by']}")
    columns = ("dispute", "number", "kind", "raw", "amount", "currency", "due_by", "course", "why")
    table = Table(columns, tuple(tuple(one[name] for name in columns) for one in rows))
    emit(session, rows, table if rows else "no disputes")


_EVIDENCE = """
    invoicing stripe evidence dp_1Nv0 --out evidence.pdf
    invoicing stripe evidence dp_1Nv0 --submit
    invoicing stripe evidence dp_1Nv0 --accept-loss
"""


@command(app, "evidence", example=_EVIDENCE)
def evidence(
    session: Session,
    dispute: Annotated[str, typer.Argument(metavar="DISPUTE", help="The dispute, dp_….")],
    out: Annotated[str, typer.Option(metavar="FILE", help="Write the evidence file here too.")] = "",
    submit: Annotated[bool, typer.Option("--submit", help="Give what is staged to the bank: once, and final.")] = False,
    loss: Annotated[bool, typer.Option("--accept-loss", help="Give the dispute up as lost: final.")] = False,
    yes: Yes = False,
    live: Live = False,
    dry_run: DryRun = False,
) -> None:
    """Put evidence from the book on a dispute, staged only, to be looked at; the bank gets it with --submit."""
    from invoicing.app import stripe_disputes as verbs
    from invoicing.app.book import Act as Made

    if submit and loss:
        raise UsageFault(
            "two-ways", "--submit and --accept-loss exclude each other", remedy="choose one", where="--submit"
        )
    book, provider = _account(session, live=live)
    act = Made(session.today, session.who, dry_run=dry_run)
    if submit or loss:
        what = "Give the staged evidence to the bank" if submit else f"Accept {dispute} as lost"
        if not dry_run:
            confirm(session, f"{what}? This is final.", yes=yes)
        done = (verbs.submit if submit else verbs.accept_loss)(book, act, provider, dispute)
        emit(session, done, f"{dispute}: {done['raw']}")
        return
    done = _stage(session, book, provider, dispute, act, out)
    for text in (*done["warnings"], *done["missing"]):
        note(session, text)
    lines = [f"{name}: {text}" for name, text in done["texts"].items()]
    emit(session, done, *lines, "staged, not submitted" if done["staged"] else "not sent")


def _stage(session: Session, book: Book, provider: PaymentProvider, dispute: str, act: Act, out: str) -> dict[str, Any]:
    """Draw the evidence file, write it where it was asked for, and stage it with the texts."""
    from pathlib import Path

    from invoicing.app import stripe_disputes as verbs
    from invoicing.app.stripe_case import case_of
    from invoicing.app.stripe_packet import packet_of
    from invoicing.ledger.paths import write_file

    found = provider.dispute(dispute)
    with book.ledger() as ledger:
        number = verbs.number_of(ledger, found)
        case = case_of(ledger, number) if number else None
    packet = packet_of(book, found, number, case, session.today) if case else None
    if out and packet:
        write_file(Path(out), packet.content)
    return verbs.stage(book, act, provider, dispute, packet)


def _account(session: Session, *, live: bool) -> tuple[Book, PaymentProvider]:
    """Open the book and the account whose key the environment or the keyring holds."""
    from invoicing.app.account import account
    from invoicing.app.book import Book as Opened

    book = Opened(session.book)
    return book, account(book, live=live)
