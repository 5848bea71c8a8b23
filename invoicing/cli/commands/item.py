"""Keep the list of what is sold again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, group
from invoicing.cli.output import Table, emit

PANEL = "records"

app = group("Keep the list of what is sold again and again.")

Description = Annotated[str, typer.Option("--description", metavar="TEXT", help="What is printed on the line.")]
Price = Annotated[str, typer.Option("--price", metavar="AMOUNT", help="The price of one unit.")]
Unit = Annotated[str, typer.Option("--unit", metavar="UNIT", help="hour, day, piece … or a code of UN/ECE rec. 20.")]
Currency = Annotated[str, typer.Option("--currency", metavar="CODE", help="ISO 4217 (default: the document's).")]
Tax = Annotated[str, typer.Option("--tax", metavar="TAX", help='"S 22", "E", "none" (default: the document\'s).')]
Which = Annotated[str, typer.Argument(metavar="ITEM", help="The item's id.")]

_ADD = """
    invoicing item add --id logo --description "Logo design" --price 450.00 --tax "S 22"
    invoicing item add item.toml
"""


@command(app, "add", example=_ADD)
def add(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="An item file, TOML or JSON.")] = "",
    id: Annotated[str, typer.Option("--id", metavar="ID", help="Key in the book (default: from the text).")] = "",
    description: Description = "",
    price: Price = "",
    unit: Unit = "",
    currency: Currency = "",
    tax: Tax = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Save an item; a line of a document then says only `item = "logo"`, or `--line "@logo; 2"`."""
    from invoicing.app.book import Act, Book
    from invoicing.app.items import add_item

    flags = _flags(id=id, description=description, price=price, unit=unit, currency=currency, tax=tax)
    done = add_item(Book(session.book), file, flags, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would save' if dry_run else 'Saved'} {done['id']}: {done['description']} {done['price']}")


@command(app, "edit", example="invoicing item edit logo --price 480.00")
def edit(
    session: Session,
    item: Which,
    description: Description = "",
    price: Price = "",
    unit: Unit = "",
    currency: Currency = "",
    tax: Tax = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Change an item. Documents already issued keep what was printed on them."""
    from invoicing.app.book import Act, Book
    from invoicing.app.items import edit_item

    flags = _flags(description=description, price=price, unit=unit, currency=currency, tax=tax)
    done = edit_item(Book(session.book), item, flags, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would change' if dry_run else 'Changed'} {item}: {done['description']} {done['price']}")


@command(app, "archive", example="invoicing item archive logo")
def archive(
    session: Session,
    item: Which,
    off: Annotated[bool, typer.Option("--off", help="Bring it back.")] = False,
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Put an item away: no longer listed or used on new lines, nothing is lost."""
    from invoicing.app.book import Act, Book
    from invoicing.app.items import edit_item

    done = edit_item(Book(session.book), item, {"archived": not off}, Act(session.today, session.who, key, dry_run))
    said = ("Would bring" if dry_run else "Brought") + " back" if off else "Would archive" if dry_run else "Archived"
    emit(session, done, f"{said} {item}")


@command(app, "list", example="invoicing item list")
def list_(
    session: Session,
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones too.")] = False,
) -> None:
    """List the items."""
    from invoicing.app.book import Book
    from invoicing.app.items import list_items

    rows = list_items(Book(session.book), archived=archived)
    columns = ("id", "description", "price", "unit", "currency")
    table = Table(
        (*columns, "tax"),
        tuple((*(row[name] for name in columns), ", ".join(row["tax"] or ())) for row in rows),
    )
    emit(session, rows, table if rows else "No items. Save the first: invoicing item add --help")


@command(app, "import", example="invoicing item import items.csv --dry-run")
def import_(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV: id, description, price, unit, currency, tax.")],
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Save the items of a CSV file: all of them or none."""
    from invoicing.app.book import Act, Book
    from invoicing.app.items import import_items

    done = import_items(Book(session.book), Path(file), Act(session.today, session.who, key, dry_run))
    said = "Would save" if dry_run else "Saved"
    emit(session, done, f"{said} {len(done['items'])} items: {', '.join(done['items'])}")


@command(app, "export", example="invoicing item export --out items.csv")
def export(
    session: Session,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="The file to write (default: standard output).")
    ] = "",
) -> None:
    """Write all items as CSV."""
    from invoicing.app.book import Book
    from invoicing.app.items import export_items
    from invoicing.ledger.paths import write_file

    text = export_items(Book(session.book))
    if out:
        write_file(Path(out), text.encode())
        emit(session, {"file": out}, f"Wrote {out}")
    else:
        emit(session, {"format": "csv", "text": text}, text.rstrip("\n"))


def _flags(**words: str) -> dict[str, str]:
    return {name: value for name, value in words.items() if value}
