"""The document file: TOML or JSON with the words of EN 16931, read into a `Draft`.

Two steps. `parse_document` checks each value by itself and gives a `Draft`, which says whose client and currency it
names. `Draft.to_document` adds what the file leaves to the book (parties, currency, terms, tax) and gives the domain's
`Document`. Either refuses with all its findings at once, each with its place and, in TOML, its line.

A line without a tax takes its item's, else the document's ``tax``, else the book's. Where none of them says one, it has
no tax; but a document that taxes one line and is silent on another, and one whose country has a tax
(`Defaults.tax_expected`), is refused (``missing-tax``): nobody shall forget a tax in silence. ``tax = "none"`` says
that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from invoicing import kinds
from invoicing.domain.errors import InvoicingError, Refused
from invoicing.intake import read
from invoicing.intake._forms import DocumentForm
from invoicing.intake.build import Defaults, build, too_fine
from invoicing.intake.parties import party_of
from invoicing.intake.place import with_line
from invoicing.intake.shape import fill, missing_key
from invoicing.intake.text import shorten
from invoicing.intake.values import kind_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from invoicing.domain.document import Document
    from invoicing.domain.errors import Finding
    from invoicing.domain.party import Party

__all__ = ["Defaults", "Draft", "parse_document", "parse_line_flag", "read_document"]

_LINE_KEYS = ("description", "quantity", "price", "tax", "discount")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document file that is right by itself. Empty texts and None: the file does not say.

    `seller` and `buyer` are the parties written in the file; `client` is a key of the book.
    """

    source: str
    kind: str
    client: str
    country: str
    currency: str
    language: str
    issue_date: date | None
    preceding: tuple[str, ...]
    """numbers of the documents it follows"""
    items: tuple[str, ...]
    """keys of the saved items its lines name"""
    seller: Party | None
    buyer: Party | None
    form: DocumentForm = field(repr=False)
    text: str = field(default="", repr=False)
    """the TOML as it was written, to name lines; empty for JSON and flags"""

    def to_document(self, *, seller: Party, buyer: Party, defaults: Defaults) -> Document:
        """Make the document. Refused with all findings: ``missing-tax``, ``amount-too-fine``, ``unknown-item``."""
        currency = self.currency or defaults.currency
        if not currency:
            raise Refused.of([missing_key("currency", "currency")])
        try:
            return build(self.form, currency, (seller, buyer), defaults)
        except Refused as refused:
            raise self.place(refused.findings) from None

    def place(self, findings: Iterable[Finding]) -> Refused:
        """Refuse with findings of a later check, such as the rules of the domain, adding the lines of the file."""
        return Refused.of(replace(one, where=with_line(one.where, self.text)) for one in findings)


def read_document(path: Path, changes: Mapping[str, Any] | None = None) -> Draft:
    """Read a document file of at most 10 MB. `changes` (flags) win over the file's keys."""
    text = read.decode(read.read_bytes(path), path.name)
    data = read.parse(text, path.name)
    is_json = text.lstrip().startswith("{")
    return parse_document({**data, **(changes or {})}, path.name, "" if is_json else text)


def parse_document(data: Mapping[str, Any], source: str = "", text: str = "") -> Draft:
    """Check the keys of a document file; `text` is its TOML, for line numbers. Refused with every finding at once."""
    form = fill(DocumentForm, data, toml=text, context={"credits": _credits(data.get("kind"))})
    draft = Draft(
        source=source,
        kind=form.kind,
        client=form.client,
        country=form.country,
        currency=form.currency,
        language=form.language,
        issue_date=form.issue_date,
        preceding=tuple(one.number for one in form.preceding),
        items=tuple(dict.fromkeys(one.item for one in form.lines if one.item)),
        seller=party_of(form.seller) if form.seller else None,
        buyer=party_of(form.buyer) if form.buyer else None,
        form=form,
        text=text,
    )
    if form.currency and (found := list(too_fine(form, form.currency))):
        raise draft.place(found)
    return draft


def parse_line_flag(written: str) -> dict[str, str]:
    """Read ``--line "Design; 10 h; 80; S 22; 10%"``: description, quantity with unit, price, tax, discount.

    Gives the keys of one entry of ``lines``, still as text, so that a flag is checked exactly as a file is. With two
    parts they are description and price; ``@logo; 2`` is two of the saved item. Refused with ``bad-line``.
    """
    parts = [part.strip() for part in written.split(";")]
    if parts[0].startswith("@") and len(parts) <= 2:
        return {"item": parts[0].removeprefix("@"), **_quantity(parts[1] if len(parts) == 2 else "1")}
    if len(parts) == 2:
        parts = [parts[0], "1", parts[1]]
    if not 3 <= len(parts) <= len(_LINE_KEYS) or not all(parts[:3]):
        raise Refused.one(
            "bad-line",
            f"{shorten(written)} is no line",
            where="--line",
            rule="description; quantity and unit; price; tax; discount",
            remedy="write at least description, quantity and price, with ; between them",
            example='--line "Design; 10 h; 80; S 22"',
        )
    line = {key: part for key, part in zip(_LINE_KEYS, parts, strict=False) if part}
    return line | _quantity(line["quantity"])


def _quantity(text: str) -> dict[str, str]:
    """Read a quantity that may have its unit behind it."""
    quantity, _, unit = text.partition(" ")
    return {"quantity": quantity, **({"unit": unit.strip()} if unit else {})}


def _credits(kind: object) -> bool:
    """Say whether a document of this kind gives back; an unknown kind does not, and is refused at its own place."""
    try:
        return isinstance(kind, str) and kinds.kind(kind_key(kind)).sign < 0
    except InvoicingError:
        return False
