"""Types of the fields of a form, and what all forms share (pydantic).

Each type reads one value with a reader of this room and says in JSON Schema what may be written.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema  # noqa: TC002  pydantic reads the signature

from invoicing.domain.errors import Finding, Refused
from invoicing.domain.rules import negative_price, negative_quantity
from invoicing.intake import identifiers, numbers, taxes, text, values, words
from invoicing.intake.shape import as_error, guard

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
BLOCK: Schema = {**TEXT, "maxLength": text.DESCRIPTION}
NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?\d+(\.\d+)?$"}]}
_PERCENT: Schema = {
    "anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "string", "pattern": r"^\d+(\.\d+)?\s*%?$"}]
}
_DAY: Schema = {"type": "string", "format": "date"}
_CODE2: Schema = {"type": "string", "pattern": "^[A-Za-z]{2}$"}
_CODE3: Schema = {"type": "string", "pattern": "^[A-Za-z]{3}$"}


def _signed_quantity(value: object, info: ValidationInfo) -> Decimal:
    quantity = guard(numbers.number)(value)
    if quantity < 0 and not (info.context or {}).get("credits"):
        raise as_error(negative_quantity(quantity, ""))
    return quantity


def read_price(value: object) -> Decimal:
    """Read a price, which is never negative (BR-27)."""
    price = numbers.number(value)
    if price < 0:
        raise Refused.of([negative_price(price, "")])
    return price


def _positive(value: object) -> Decimal:
    base = numbers.amount(value)
    if not base:
        raise Refused.one(
            "bad-number",
            "0 units have no price",
            rule="BT-149",
            remedy="write for how many units the price is",
            example="100",
        )
    return base


Number = Annotated[Decimal, PlainValidator(guard(numbers.number)), WithJsonSchema(NUMBER)]
Amount = Annotated[Decimal, PlainValidator(guard(numbers.amount)), WithJsonSchema(NUMBER)]
Percent = Annotated[Decimal, PlainValidator(guard(numbers.percent)), WithJsonSchema(_PERCENT)]
Quantity = Annotated[Decimal, PlainValidator(_signed_quantity), WithJsonSchema(NUMBER)]
PriceBase = Annotated[Decimal, PlainValidator(guard(_positive)), WithJsonSchema(NUMBER)]
Day = Annotated[date, PlainValidator(guard(numbers.day)), WithJsonSchema(_DAY)]
Word = Annotated[str, PlainValidator(guard(text.word)), WithJsonSchema({**TEXT, "maxLength": text.WORD})]
OneLine = Annotated[str, PlainValidator(guard(text.line_of_text)), WithJsonSchema({**TEXT, "maxLength": text.NAME})]
Block = Annotated[str, PlainValidator(guard(text.block_of_text)), WithJsonSchema(BLOCK)]
Unit = Annotated[str, PlainValidator(guard(words.unit)), WithJsonSchema(TEXT)]
Currency = Annotated[str, PlainValidator(guard(words.currency)), WithJsonSchema(_CODE3)]
Country = Annotated[str, PlainValidator(guard(words.country)), WithJsonSchema(_CODE2)]
Language = Annotated[str, PlainValidator(guard(words.language)), WithJsonSchema(TEXT)]
Kind = Annotated[str, PlainValidator(guard(values.kind_key)), WithJsonSchema(TEXT)]
Key = Annotated[str, PlainValidator(guard(values.client_key)), WithJsonSchema({**TEXT, "maxLength": text.WORD})]
Email = Annotated[str, PlainValidator(guard(words.email)), WithJsonSchema({**TEXT, "format": "email"})]
Flag = Annotated[bool, PlainValidator(guard(words.yes_or_no)), WithJsonSchema({"type": "boolean"})]
Category = Annotated[str, PlainValidator(guard(words.category)), WithJsonSchema(TEXT)]
RateKey = Annotated[str, PlainValidator(guard(taxes.rate_key)), WithJsonSchema(TEXT)]
On = Annotated[str, PlainValidator(guard(taxes.on_what)), WithJsonSchema({"enum": ["previous", "net"]})]
Iban = Annotated[str, PlainValidator(guard(identifiers.iban)), WithJsonSchema(TEXT)]
Bic = Annotated[str, PlainValidator(guard(identifiers.bic)), WithJsonSchema(TEXT)]
Debtor = Annotated[
    str, PlainValidator(guard(values.debtor)), WithJsonSchema({"enum": ["business", "consumer", "public"]})
]
Role = Annotated[
    str, PlainValidator(guard(values.role)), WithJsonSchema({"enum": ["billing", "approver", "director", "legal"]})
]
Fields = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(guard(values.fields)),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": ["string", "number"]}}),
]


class OneOrMany:
    """Marks a list that may be written as its only entry, so that the JSON Schema says so too."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        """Offer the entry beside the list of entries."""
        several = handler(core)
        return {"anyOf": [several["items"], several]}


def listed(value: object) -> object:
    """Wrap a single entry into a list."""
    return value if isinstance(value, list | tuple) else [value]


class Form(BaseModel):
    """A table of a file: known keys only. `also` says which shorter ways of writing it are taken, as JSON Schema."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    also: ClassVar[tuple[Schema, ...]] = ()

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        """Offer the shorter ways beside the table."""
        table = handler(core)
        return {"anyOf": [*cls.also, table]} if cls.also else table


def either(first: object, second: object, names: str, example: str) -> None:
    """Refuse both or neither of two keys (``either-or``)."""
    if (first is None) == (second is None):
        which = "neither is" if first is None else "both are"
        raise as_error(
            Finding(
                "either-or",
                f"either {names} is wanted, but {which} there",
                rule="one of the two",
                remedy=f"write either {names}",
                example=example,
            )
        )
