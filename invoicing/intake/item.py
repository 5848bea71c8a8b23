"""Saved items: what is sold again and again, with its price, unit and tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing.domain.money import plain
from invoicing.domain.tax import Tax
from invoicing.intake import table
from invoicing.intake.client import free_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

COLUMNS = ("id", "description", "price", "unit", "currency", "tax")
_HEADERS = {
    "id": "id key code sku codice código cod item",
    "description": "description name item-name product service descrizione omschrijving descripción descriere",
    "price": "price unit-price rate cost prezzo prijs precio preț pret",
    "unit": "unit um unità eenheid unidad unitate",
    "currency": "currency valuta moneda",
    "tax": "tax vat iva btw tva tax-rate vat-rate",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A saved line. `currency` empty: the document's; `taxes` None: as the document says."""

    key: str
    description: str
    price: Decimal
    unit: str = "C62"
    currency: str = ""
    taxes: tuple[Tax, ...] | None = None
    archived: bool = False


def parse_item(data: Mapping[str, Any], taken: Collection[str] = (), text: str = "") -> Item:
    """Make an item of the keys of an item file or of flags; refused with every finding at once."""
    from invoicing.intake._records import ItemForm
    from invoicing.intake.parties import taxes_of
    from invoicing.intake.shape import fill

    form = fill(ItemForm, data, toml=text)
    key = form.id or free_key(form.description, taken)
    return Item(key, form.description, form.price, form.unit, form.currency, taxes_of(form.tax), form.archived)


def import_items(raw: bytes, source: str, taken: Collection[str] = ()) -> tuple[Item, ...]:
    """Read items from CSV; each key is new. Refused with the findings of all rows at once."""
    return table.records(raw, source, table.headers(_HEADERS), parse_item, lambda one: one.key, taken)


def export_items(items: Iterable[Item]) -> str:
    """Write items as CSV, formulas made harmless. A tax of several parts is written as its first."""
    return table.write(COLUMNS, (_row(one) for one in items))


def _row(item: Item) -> tuple[str, ...]:
    tax = ""
    if item.taxes:
        first = item.taxes[0]
        tax = first.category if first.rate is None else f"{first.category} {plain(first.rate)}"
    return (item.key, item.description, plain(item.price), item.unit, item.currency, tax)
