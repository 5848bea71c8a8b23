"""The saved items of the book: what is sold again and again, with its price, unit and tax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, once
from invoicing.app.clients import merged, tax_form
from invoicing.domain.money import plain
from invoicing.domain.values import from_json, to_json
from invoicing.intake.item import Item
from invoicing.ledger import queries
from invoicing.ledger.paths import sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.store import Work

ITEM = "item"


def add_item(book: Book, file: str, flags: Mapping[str, Any], act: Act) -> Result:
    """Save an item from a file, from flags or from both (flags win). Conflict (``item-exists``) for an id in use."""
    from pathlib import Path

    from invoicing.intake.item import parse_item
    from invoicing.intake.read import decode, parse, read_bytes

    data = merged(parse(decode(read_bytes(Path(file)), file), file) if file else {}, flags)
    with acting(book, act) as work:
        inputs = {"act": "item-add", "item": data}
        return once(work, act, inputs, lambda: _enter(work, parse_item(data, _taken(work)), "item-added"))


def edit_item(book: Book, key: str, flags: Mapping[str, Any], act: Act) -> Result:
    """Change what the flags say of an item; documents keep what was printed on them."""
    from invoicing.intake.item import parse_item

    with acting(book, act) as work:
        item = item_of(work, key)
        changed = parse_item(merged(form_of(item), flags), _taken(work))
        inputs = {"act": "item-edit", "item": to_json(changed)}
        return once(work, act, inputs, lambda: _enter(work, changed, "item-changed"))


def list_items(book: Book, *, archived: bool = False) -> list[dict[str, Any]]:
    """Give the items by id; archived ones too when asked."""
    with book.ledger() as ledger:
        return [_shown(from_json(Item, row.body)) for row in queries.records(ledger, ITEM, archived=archived)]


def import_items(book: Book, file: Path, act: Act) -> Result:
    """Save the items of a CSV file, all or none; every row's findings come at once."""
    from invoicing.intake.item import import_items as read_table
    from invoicing.intake.read import read_bytes

    raw = read_bytes(file)

    def enter(work: Work) -> Result:
        items = read_table(raw, file.name, _taken(work))
        for item in items:
            _enter(work, item, "item-added")
        return {"items": [one.key for one in items], "dry_run": act.dry_run}

    with acting(book, act) as work:
        return once(work, act, {"act": "item-import", "sha256": sha256_of(raw)}, lambda: enter(work))


def export_items(book: Book) -> str:
    """Give all items as CSV."""
    from invoicing.intake.item import export_items as write_table

    with book.ledger() as ledger:
        return write_table(from_json(Item, row.body) for row in queries.records(ledger, ITEM, archived=True))


def item_of(work: Work, key: str) -> Item:
    """Give an item, archived ones too; NotFound (``item-unknown``) names the nearest."""
    return from_json(Item, queries.record(work, ITEM, key).body)


def form_of(item: Item) -> dict[str, Any]:
    """Give an item as an item file would say it."""
    form: dict[str, Any] = {"id": item.key, "description": item.description, "price": plain(item.price)}
    form |= {"unit": item.unit, "archived": item.archived}
    if item.currency:
        form["currency"] = item.currency
    if item.taxes is not None:
        form["tax"] = [tax_form(one) for one in item.taxes] or "none"
    return form


def _taken(work: Work) -> frozenset[str]:
    return frozenset(row.id for row in queries.records(work, ITEM, archived=True))


def _enter(work: Work, item: Item, event: str) -> Result:
    work.append(event, item.key, {"id": item.key, "item": to_json(item)})
    return _shown(item)


def _shown(item: Item) -> Result:
    taxes = None
    if item.taxes is not None:
        taxes = [f"{one.category} {plain(one.rate)}" if one.rate is not None else one.category for one in item.taxes]
    return {
        "id": item.key,
        "description": item.description,
        "price": plain(item.price),
        "unit": item.unit,
        "currency": item.currency,
        "tax": taxes,
        "archived": item.archived,
    }
