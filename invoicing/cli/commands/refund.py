"""Send money back: through Stripe what came by it, else booked as paid by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import DryRun, Key, Yes, command, single
from invoicing.cli.output import confirm, emit, note
from invoicing.domain.errors import Refused

PANEL = "money in"

app = single()

_EXAMPLE = """
    invoicing refund 2026-0001 20.00
    invoicing refund P2026-0001 --reason duplicate --yes
    invoicing refund 2026-0001 20.00 --credit-note
    invoicing refund P2026-0007 50.00 --method cash --reason "one ticket returned"
"""


@command(app, example=_EXAMPLE)
def refund(
    session: Session,
    payment: Annotated[str, typer.Argument(metavar="PAYMENT", help="The payment, or a document: its last payment.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much (default: all that is left).")] = "",
    reason: Annotated[
        str, typer.Option(metavar="WORD", help="Why; for Stripe duplicate, fraudulent or requested_by_customer.")
    ] = "",
    method: Annotated[
        str, typer.Option(metavar="METHOD", help="How it was paid by hand: bank, cash … (default: as it came).")
    ] = "",
    live: Annotated[bool, typer.Option("--live", help="Allow a live key: real money moves.")] = False,
    credit_note: Annotated[
        bool, typer.Option("--credit-note", help="Take the same amount off the document, by a credit note.")
    ] = False,
    yes: Yes = False,
    key: Key = "",
    dry_run: DryRun = False,
) -> Exit:
    """Refund a payment in full or in part, and book it. Without a credit note what goes back is owed again.

    What came through Stripe goes back through Stripe: refused while a chargeback is open, exit 6 when Stripe did not
    answer (`invoicing stripe sync` finishes it). What came another way is booked as sent back by hand.
    """
    from invoicing.app.book import Act, Book
    from invoicing.app.hand_back import HandedBack, came_by_hand, hand_back

    book = Book(session.book)
    with book.ledger() as ledger:
        by_hand = came_by_hand(ledger, payment)
    if by_hand and credit_note:
        raise Refused.one(
            "credit-by-hand",
            f"the credit note for what goes back of {payment} by hand is a step of its own",
            where="--credit-note",
            remedy="write the credit note first; then the refund settles it",
            example="invoicing credit 2026-0001 --amount 20.00",
        )
    if by_hand:
        back = HandedBack(payment, amount, method)
        done = hand_back(book, back, Act(session.today, session.who, key, dry_run, reason))
        said = "Would book" if dry_run else "Booked"
        emit(session, done, f"{said} {done['amount']} {done['currency']} back to the client by {done['method']}")
        return Exit.DONE
    from invoicing.app.account import account
    from invoicing.app.refund import Back
    from invoicing.app.refund import refund as send

    provider = account(book, live=live)
    if not dry_run:
        confirm(session, f"Refund {amount or 'all that is left'} of {payment}?", yes=yes)
    wish = Back(payment, amount, reason, credit_note)
    done = send(book, wish, Act(session.today, session.who, key, dry_run), provider)
    if done["pending"]:
        note(session, f"The refund is pending: {done['problem']}. Run `invoicing stripe sync` later.")
    said = "Would refund" if dry_run else "Asked for" if done["pending"] else "Refunded"
    lines = [f"{said} {done['amount']} {done['currency']} of {done['payment']} ({done['number']})"]
    lines += [f"credit note {done['credit_note']}"] if done["credit_note"] else []
    emit(session, done, *lines)
    return Exit.OUTSIDE if done["pending"] else Exit.DONE
