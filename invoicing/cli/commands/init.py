"""Start a book in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, command, single
from invoicing.cli.output import emit, note

PANEL = "start"

app = single()

_EXAMPLE = """
    invoicing init
    invoicing init ~/books/studio --name "Studio Lumen" --country IT --vat IT00243030673
"""


@command(app, example=_EXAMPLE)
def init(
    session: Session,
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="The folder of the new book; made when it is missing.")
    ] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help="Your name or your firm's.")] = "",
    country: Annotated[str, typer.Option(metavar="CC", help="Your country, ISO 3166-1: its tax law holds.")] = "",
    vat: Annotated[str, typer.Option(metavar="NUMBER", help="Your VAT identifier.")] = "",
    street: Annotated[str, typer.Option(metavar="TEXT", help="Street and number.")] = "",
    postal_code: Annotated[str, typer.Option(metavar="CODE", help="Postal code.")] = "",
    city: Annotated[str, typer.Option(metavar="TEXT", help="City.")] = "",
    region: Annotated[str, typer.Option(metavar="TEXT", help="Province or state.")] = "",
    email: Annotated[str, typer.Option(metavar="ADDRESS", help="Your e-mail address.")] = "",
    phone: Annotated[str, typer.Option(metavar="NUMBER", help="Your telephone.")] = "",
    iban: Annotated[str, typer.Option(metavar="IBAN", help="The account that is to be paid into.")] = "",
    bic: Annotated[str, typer.Option(metavar="BIC", help="Its BIC.")] = "",
    holder: Annotated[str, typer.Option(metavar="TEXT", help="Whose account it is.")] = "",
    currency: Annotated[str, typer.Option(metavar="CODE", help="ISO 4217 (default: the country's).")] = "",
    language: Annotated[str, typer.Option(metavar="TAG", help="For clients who have none of their own.")] = "",
    terms: Annotated[str, typer.Option(metavar="TERMS", help='Days to pay, or "30 eom".')] = "",
    tax: Annotated[str, typer.Option(metavar="TAX", help='Of lines that name none, such as "S".')] = "",
    dry_run: DryRun = False,
) -> None:
    """Start a book: write an invoicing.toml. What is there already is never overwritten."""
    from invoicing.app.start import start

    known = {
        "name": name,
        "country": country.upper(),
        "vat": vat,
        "street": street,
        "postal_code": postal_code,
        "city": city,
        "region": region,
        "email": email,
        "phone": phone,
        "iban": iban,
        "bic": bic,
        "holder": holder,
        "currency": currency.upper(),
        "language": language,
        "terms": terms,
        "tax": tax,
    }
    target = Path(folder).expanduser().absolute() if folder else session.named or Path.cwd()
    done = start(target, known, dry_run=dry_run)
    missing = " and ".join(done["missing"])
    note(session, f"Still to fill in: {missing}." if missing else "Next: invoicing client add --help")
    emit(session, done, f"{'Would write' if dry_run else 'Wrote'} {done['settings']}")
