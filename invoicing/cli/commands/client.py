"""Keep the list of clients."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from invoicing.cli.client_view import assessment_parts, client_parts
from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, group
from invoicing.cli.output import Table, emit

PANEL = "records"

app = group("Keep the list of clients.")

Name = Annotated[str, typer.Option("--name", metavar="TEXT", help="Name of the firm or person.")]
Country = Annotated[str, typer.Option("--country", metavar="CC", help="ISO 3166-1 code.")]
Vat = Annotated[str, typer.Option("--vat", metavar="NUMBER", help="VAT identifier with its country prefix.")]
Street = Annotated[str, typer.Option("--street", metavar="TEXT", help="Street and number.")]
Postal = Annotated[str, typer.Option("--postal-code", metavar="CODE", help="Postal code.")]
City = Annotated[str, typer.Option("--city", metavar="TEXT", help="City.")]
Region = Annotated[str, typer.Option("--region", metavar="TEXT", help="Province or state.")]
Email = Annotated[str, typer.Option("--email", metavar="ADDRESS", help="Where documents and letters go.")]
Phone = Annotated[str, typer.Option("--phone", metavar="NUMBER", help="Telephone.")]
Language = Annotated[str, typer.Option("--language", metavar="TAG", help="Language of its documents and letters.")]
Currency = Annotated[str, typer.Option("--currency", metavar="CODE", help="ISO 4217.")]
Terms = Annotated[str, typer.Option("--terms", metavar="TERMS", help='Days, or "30 eom".')]
Debtor = Annotated[str, typer.Option("--debtor", metavar="KIND", help="business, consumer or public.")]
Contact = Annotated[
    list[str] | None,
    typer.Option(
        "--contact", metavar='"NAME; ROLE; EMAIL"', help="A person; role billing, approver, director or legal."
    ),
]
Notes = Annotated[str, typer.Option("--notes", metavar="TEXT", help="For you only.")]
Who = Annotated[str, typer.Argument(metavar="CLIENT", help="The client, by id or name.")]

_ADD = """
    invoicing client add client.toml
    invoicing client add --name "Acme B.V." --country NL --vat NL191885113B01 --language nl
"""


@command(app, "add", example=_ADD)
def add(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A client file, TOML or JSON.")] = "",
    id: Annotated[str, typer.Option("--id", metavar="ID", help="Key in the book (default: made from the name).")] = "",
    name: Name = "",
    country: Country = "",
    vat: Vat = "",
    street: Street = "",
    postal_code: Postal = "",
    city: City = "",
    region: Region = "",
    email: Email = "",
    phone: Phone = "",
    language: Language = "",
    currency: Currency = "",
    terms: Terms = "",
    debtor: Debtor = "",
    contact: Contact = None,
    notes: Notes = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Enter a client, from a file, from options, or from both."""
    from invoicing.app.book import Act, Book
    from invoicing.app.clients import add_client

    flags = _flags(
        {
            "id": id,
            "name": name,
            "address.country": country,
            "vat": vat,
            "address.street": street,
            "address.postal_code": postal_code,
            "address.city": city,
            "address.region": region,
            "email": email,
            "phone": phone,
            "language": language,
            "currency": currency,
            "terms": terms,
            "debtor": debtor,
            "notes": notes,
        },
        contact,
    )
    done = add_client(Book(session.book), file, flags, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would enter' if dry_run else 'Entered'} {done['id']}: {done['name']}")


@command(app, "edit", example='invoicing client edit acme --terms "30 eom" --email accounts@acme.example')
def edit(
    session: Session,
    client: Who,
    name: Name = "",
    country: Country = "",
    vat: Vat = "",
    street: Street = "",
    postal_code: Postal = "",
    city: City = "",
    region: Region = "",
    email: Email = "",
    phone: Phone = "",
    language: Language = "",
    currency: Currency = "",
    terms: Terms = "",
    debtor: Debtor = "",
    contact: Contact = None,
    notes: Notes = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Change a client. Documents already issued keep what was printed on them."""
    flags = _flags(
        {
            "name": name,
            "address.country": country,
            "vat": vat,
            "address.street": street,
            "address.postal_code": postal_code,
            "address.city": city,
            "address.region": region,
            "email": email,
            "phone": phone,
            "language": language,
            "currency": currency,
            "terms": terms,
            "debtor": debtor,
            "notes": notes,
        },
        contact,
    )
    _change(session, client, flags, key=key, dry_run=dry_run)


@command(app, "bookmark", example="invoicing client bookmark acme")
def bookmark(
    session: Session,
    client: Who,
    off: Annotated[bool, typer.Option("--off", help="Take the bookmark away.")] = False,
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Put a bookmark on a client, or take it away."""
    _change(session, client, {"bookmark": not off}, key=key, dry_run=dry_run)


@command(app, "archive", example="invoicing client archive acme")
def archive(
    session: Session,
    client: Who,
    off: Annotated[bool, typer.Option("--off", help="Bring it back.")] = False,
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Put a client away: no longer listed, nothing is lost."""
    _change(session, client, {"archived": not off}, key=key, dry_run=dry_run)


@command(app, "list", example="invoicing client list --bookmarked")
def list_(
    session: Session,
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones too.")] = False,
    bookmarked: Annotated[bool, typer.Option("--bookmarked", help="Bookmarked ones only.")] = False,
) -> None:
    """List the clients."""
    from invoicing.app.book import Book
    from invoicing.app.clients import list_clients

    rows = list_clients(Book(session.book), archived=archived, bookmarked=bookmarked)
    columns = ("id", "name", "country", "language", "debtor")
    table = Table(columns, tuple(tuple(row[name] for name in columns) for row in rows))
    emit(session, rows, table if rows else "No clients. Enter the first: invoicing client add --help")


@command(app, "show", example="invoicing client show acme")
def show(session: Session, client: Who) -> None:
    """Show a client: its data, what is open, credit, its last documents, and all that happened."""
    from invoicing.app.book import Book
    from invoicing.app.clients import show_client

    found = show_client(Book(session.book), client)
    emit(session, found, *client_parts(found))


_ASSESS = """
    invoicing client assess acme
    invoicing client assess acme --payment-history mixed --references yes --scope vague --tone comfortable
"""


@command(app, "assess", example=_ASSESS)
def assess(
    session: Session,
    client: Who,
    payment_history: Annotated[
        str, typer.Option("--payment-history", metavar="WORD", help="How others were paid: good, mixed, unknown, poor.")
    ] = "",
    references: Annotated[
        str, typer.Option("--references", metavar="yes|no", help="Whether there are any that speak for it.")
    ] = "",
    scope: Annotated[
        str, typer.Option("--scope", metavar="clear|vague", help="Whether it is plain what is wanted.")
    ] = "",
    tone: Annotated[
        str, typer.Option("--tone", metavar="comfortable|uneasy", help="How the talk so far went for you.")
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What else you noticed; for you only.")] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Look at a client before the work is agreed: how it pays, what is open, and which terms fit.

    What is answered is recorded. The advice is normal-terms, deposit or decline; nothing else is done by it.
    """
    from invoicing.app.assess import Look, assess_client
    from invoicing.app.book import Act, Book

    look = Look(client, payment_history, references, scope, tone, note)
    done = assess_client(Book(session.book), look, Act(session.today, session.who, key, dry_run))
    emit(session, done, *assessment_parts(done))


@command(app, "import", example="invoicing client import clients.csv --dry-run")
def import_(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A CSV or vCard file.")],
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Enter the clients of a CSV or vCard file: all of them or none."""
    from invoicing.app.book import Act, Book
    from invoicing.app.clients import import_clients

    act = Act(session.today, session.who, key, dry_run)
    done = import_clients(Book(session.book), Path(file), act)
    said = "Would enter" if dry_run else "Entered"
    emit(session, done, f"{said} {len(done['clients'])} clients: {', '.join(done['clients'])}")


@command(app, "export", example="invoicing client export --format vcard --out clients.vcf")
def export(
    session: Session,
    form: Annotated[str, typer.Option("--format", metavar="FORM", help="csv or vcard.")] = "csv",
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="The file to write (default: standard output).")
    ] = "",
) -> None:
    """Write all clients as CSV or vCards."""
    from invoicing.app.book import Book
    from invoicing.app.clients import export_clients
    from invoicing.ledger.paths import write_file

    text = export_clients(Book(session.book), form)
    if out:
        write_file(Path(out), text.encode())
        emit(session, {"file": out}, f"Wrote {out}")
    else:
        emit(session, {"format": form, "text": text}, text.rstrip("\n"))


def _flags(words: dict[str, str], contacts: list[str] | None) -> dict[str, Any]:
    """Keep what was written; a contact is ``NAME; ROLE; EMAIL``, the last two may be missing."""
    flags: dict[str, Any] = {name: value for name, value in words.items() if value}
    if contacts:
        keys = ("name", "role", "email", "phone", "salutation")
        flags["contacts"] = [
            {key: part.strip() for key, part in zip(keys, one.split(";"), strict=False) if part.strip()}
            for one in contacts
        ]
    return flags


def _change(session: Session, client: str, flags: dict[str, Any], *, key: str = "", dry_run: bool = False) -> None:
    from invoicing.app.book import Act, Book
    from invoicing.app.clients import edit_client

    done = edit_client(Book(session.book), client, flags, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would change' if dry_run else 'Changed'} {done['id']}: {done['name']}")
