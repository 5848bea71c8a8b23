"""The clients of the book: entered, changed, put away, brought in and taken out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing import regimes
from invoicing.app.book import acting, once
from invoicing.domain.errors import Refused
from invoicing.domain.money import plain
from invoicing.domain.values import from_json, to_json
from invoicing.intake.client import ClientRecord
from invoicing.ledger import queries
from invoicing.ledger.paths import sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.tax import Tax
    from invoicing.ledger.queries import ClientRow, Source
    from invoicing.ledger.store import Work


def client_record(source: Source, text: str) -> ClientRecord:
    """Give the client meant by an id or a name; NotFound (``client-unknown``) names the nearest."""
    return record_of(queries.find_client(source, text))


def record_of(row: ClientRow) -> ClientRecord:
    """Give the whole client of a row."""
    return from_json(ClientRecord, row.profile["record"])


def add_client(book: Book, file: str, flags: Mapping[str, Any], act: Act) -> Result:
    """Enter a client from a file, from flags or from both (flags win).

    Conflict (``client-exists``) for an id in use.
    """
    from invoicing.intake.client import parse_client
    from invoicing.intake.read import decode, parse, read_bytes

    data: dict[str, Any] = {}
    if file:
        data = parse(decode(read_bytes(Path(file)), file), file)
    data = merged(data, flags)
    with acting(book, act) as work:
        return once(
            work,
            act,
            {"act": "client-add", "client": data},
            lambda: _enter(work, parse_client(data, _taken(work)), "client-added"),
        )


def edit_client(book: Book, name: str, flags: Mapping[str, Any], act: Act) -> Result:
    """Change what the flags say of a client; its documents keep what was printed on them."""
    from invoicing.intake.client import parse_client

    with acting(book, act) as work:
        record = client_record(work, name)
        changed = parse_client(merged(form_of(record), flags), _taken(work))
        inputs = {"act": "client-edit", "id": record.id, "client": to_json(changed)}
        return once(work, act, inputs, lambda: _enter(work, changed, "client-changed"))


def list_clients(book: Book, *, archived: bool = False, bookmarked: bool = False) -> list[dict[str, Any]]:
    """Give the clients by id; bookmarked ones only, or archived ones too, when asked."""
    with book.ledger() as ledger:
        rows = queries.clients(ledger, archived=archived)
    return [_row_json(row) for row in rows if row.bookmarked or not bookmarked]


def show_client(book: Book, name: str) -> dict[str, Any]:
    """Give a client with what is open by currency, credit left, the last documents, and all that happened."""
    from invoicing.app.timeline import of_client

    with book.ledger() as ledger:
        row = queries.find_client(ledger, name)
        open_sums: dict[str, Any] = {}
        for claim in queries.open_claims(ledger, row.id):
            open_sums[claim.currency] = (
                open_sums[claim.currency] + claim.outstanding if claim.currency in open_sums else claim.outstanding
            )
        documents = queries.documents(ledger, queries.DocumentFilter(client=row.id, limit=20))
        left = queries.credits_of(ledger, row.id)
        timeline = of_client(ledger, row.id)
    return _row_json(row) | {
        "client": form_of(record_of(row)),
        "open": [{"currency": currency, "outstanding": str(amount)} for currency, amount in sorted(open_sums.items())],
        "credit": [{"source": one.id, "currency": one.currency, "amount": str(one.unallocated)} for one in left],
        "documents": [one.number for one in documents],
        "timeline": timeline,
    }


def import_clients(book: Book, file: Path, act: Act) -> Result:
    """Enter the clients of a CSV or vCard file, all or none; every row's findings come at once."""
    from invoicing.intake.client_table import import_clients as read_table
    from invoicing.intake.read import read_bytes
    from invoicing.intake.vcard import import_vcards

    read = import_vcards if file.suffix.lower() in {".vcf", ".vcard"} else read_table
    raw = read_bytes(file)

    def enter(work: Work) -> Result:
        records = read(raw, file.name, _taken(work))
        for record in records:
            _enter(work, record, "client-added")
        return {"clients": [one.id for one in records], "dry_run": act.dry_run}

    with acting(book, act) as work:
        return once(work, act, {"act": "client-import", "sha256": sha256_of(raw)}, lambda: enter(work))


def export_clients(book: Book, form: str) -> str:
    """Give all clients as CSV or as vCards."""
    from invoicing.intake.client_table import export_clients as write_table
    from invoicing.intake.vcard import export_vcards

    with book.ledger() as ledger:
        records = [record_of(row) for row in queries.clients(ledger, archived=True)]
    if form == "csv":
        return write_table(records)
    if form == "vcard":
        return export_vcards(records)
    raise Refused.one(
        "unknown-form",
        f"clients are not written as {form!r}",
        where="--format",
        remedy="csv or vcard",
        example="--format vcard",
    )


def form_of(record: ClientRecord) -> dict[str, Any]:
    """Give a client with the keys of a client file; reading it again gives the same client."""
    from invoicing.intake.client_table import terms_text

    party = record.party
    data: dict[str, Any] = {"id": record.id, "name": party.name}
    words = ("vat", "trading_name", "legal_form", "email", "phone", "website", "endpoint", "debtor")
    data |= {name: getattr(party, name) for name in words if getattr(party, name)}
    data["address"] = {name: value for name, value in asdict(party.address).items() if value}
    if party.identifiers:
        data["identifiers"] = {one.scheme: one.value for one in party.identifiers}
    if party.contacts:
        data["contacts"] = [{name: value for name, value in asdict(one).items() if value} for one in party.contacts]
    data |= {name: getattr(record, name) for name in ("language", "currency", "notes") if getattr(record, name)}
    if record.terms is not None:
        data["terms"] = terms_text(record.terms)
    if record.taxes is not None:
        data["tax"] = [tax_form(one) for one in record.taxes]
    return data | {name: True for name in ("bookmark", "archived") if getattr(record, name)}


def tax_form(tax: Tax) -> dict[str, Any]:
    """Give a tax with the keys of a file."""
    form: dict[str, Any] = {"category": tax.category, "name": tax.name, "key": tax.key}
    if tax.rate is not None:
        form["rate"] = plain(tax.rate)
    if tax.reason:
        form["reason"] = tax.reason
    return form | ({"on": "previous"} if tax.compound else {})


def merged(data: Mapping[str, Any], flags: Mapping[str, Any]) -> dict[str, Any]:
    """Put flags over the keys of a file; those of the address go into its table."""
    result = dict(data)
    for name, value in flags.items():
        table, _, key = name.partition(".")
        if key:
            result[table] = {**result.get(table, {}), key: value}
        else:
            result[name] = value
    return result


def _taken(work: Work) -> frozenset[str]:
    return frozenset(row[0] for row in work.driver.execute("SELECT id FROM clients"))


def _enter(work: Work, record: ClientRecord, event: str) -> Result:
    """Record a client whose numbers are right. Refused with the findings of its VAT and register numbers."""
    findings = regimes.check_party(record.party, "client")
    if findings:
        raise Refused.of(findings)
    party = record.party
    profile = {
        "name": party.name,
        "country": party.country,
        "language": record.language,
        "debtor": party.debtor,
        "archived": record.archived,
        "bookmarked": record.bookmark,
        "record": to_json(record),
    }
    work.append(event, record.id, {"id": record.id, "profile": profile})
    return {
        "id": record.id,
        **{name: profile[name] for name in ("name", "country", "language", "debtor", "archived", "bookmarked")},
    }


def _row_json(row: ClientRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "country": row.country,
        "language": row.language,
        "debtor": row.debtor,
        "archived": row.archived,
        "bookmarked": row.bookmarked,
    }
