"""Clients as CSV, in and out. The headers of other programs in five languages are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.intake import table
from invoicing.intake.client import ClientRecord, parse_client

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from invoicing.domain.terms import Terms

COLUMNS = (
    "id", "name", "address.street", "address.extra", "address.postal_code", "address.city", "address.region",
    "address.country", "vat", "email", "phone", "website", "debtor", "language", "currency", "terms", "notes",
)  # fmt: skip
_WORDS = {
    "id": "id key client-id customer-id number code",
    "name": "name company company-name client customer organization organisation ragione-sociale nome naam "
    "bedrijfsnaam nombre razón-social razon-social empresa nume denumire firma client-name customer-name display-name",
    "address.street": "street address address-1 address1 address-line-1 street-address indirizzo via adres straat "
    "dirección direccion calle adresa strada billing-address",
    "address.extra": "extra address-2 address2 address-line-2 suite",
    "address.postal_code": "postal-code postcode zip zip-code cap código-postal codigo-postal cp cod-poștal cod-postal",
    "address.city": "city town città citta comune plaats woonplaats ciudad localidad oraș oras localitate",
    "address.region": "region state province county provincia provincie județ judet",
    "address.country": "country country-code paese land país pais țara tara",
    "vat": "vat vat-number vat-id tax-id tax-number partita-iva p.iva piva btw btw-nummer nif cif cui",
    "email": "email e-mail mail email-address correo posta",
    "phone": "phone telephone tel mobile telefono teléfono telefoon telefon",
    "website": "website web url site sito",
    "debtor": "debtor type",
    "language": "language lang lingua taal idioma limba",
    "currency": "currency valuta moneda monedă",
    "terms": "terms payment-terms net-days due-days",
    "notes": "notes note comments private-notes opmerkingen notas",
}
HEADERS = {
    **table.headers(_WORDS),
    **{column.replace("_", "-"): column for column in COLUMNS},
    **{f"address-{name}": f"address.{name.replace('-', '_')}" for name in ("street", "city", "region", "country")},
}
"""what a header means, in lower case with ``-`` between words"""


def import_clients(
    raw: bytes, source: str, taken: Collection[str] = (), columns: Mapping[str, str] | None = None
) -> tuple[ClientRecord, ...]:
    """Read clients from CSV. `columns` says what further headers mean: ``{"Kunde": "name"}``; empty: leave it out.

    Refused with the findings of all rows at once, each with its line.
    """
    told = {table.folded(header): key for header, key in (columns or {}).items()}
    return table.records(raw, source, HEADERS | told, parse_client, lambda one: one.id, taken)


def export_clients(clients: Iterable[ClientRecord]) -> str:
    """Write clients as CSV, formulas made harmless; `import_clients` reads it back."""
    return table.write(COLUMNS, (_row(one) for one in clients))


def _row(client: ClientRecord) -> tuple[str, ...]:
    party, address = client.party, client.party.address
    return (
        client.id, party.name, address.street, address.extra, address.postal_code, address.city, address.region,
        address.country, party.vat, party.email, party.phone, party.website, party.debtor, client.language,
        client.currency, terms_text(client.terms), client.notes,
    )  # fmt: skip


def terms_text(terms: Terms | None) -> str:
    """Write standing terms as they are read: ``30`` or ``30 eom``."""
    if terms is None or terms.days is None:
        return ""
    return f"{terms.days} eom" if terms.end_of_month else str(terms.days)
