"""The shape of client, item and settings files (pydantic); they share their tables with the document file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema

from invoicing.domain.dunning import Policy
from invoicing.domain.errors import Finding, Refused
from invoicing.domain.numbering import Series, check_pattern
from invoicing.intake import ladder, secrets, text, values
from invoicing.intake._fields import (
    NUMBER,
    TEXT,
    Block,
    Country,
    Currency,
    Email,
    Fields,
    Flag,
    Form,
    Key,
    Language,
    OneOrMany,
    Unit,
    Word,
    listed,
    read_price,
)
from invoicing.intake._forms import BankForm, PartyForm, Taxes, TermsForm
from invoicing.intake.numbers import whole
from invoicing.intake.shape import as_error, guard


def _standing(terms: TermsForm) -> TermsForm:
    """Take terms that can stand for every document: days, not a day or parts."""
    guard(values.standing_terms)(terms.days)
    return terms


StandingTerms = Annotated[TermsForm, AfterValidator(_standing)]


class ClientForm(PartyForm):
    """A client of the book: a party with what holds for every document to it."""

    id: Key = Field("", description="key in the book; made from the name when left out")
    name: Annotated[str, PlainValidator(guard(lambda one: text.needed(text.line_of_text(one)))), WithJsonSchema(TEXT)]
    language: Language = Field("", description="BCP 47: of documents and letters")
    currency: Currency = Field("", description="ISO 4217")
    terms: StandingTerms | None = Field(None, description="days, or days to the end of the month")
    tax: Taxes | None = Field(None, description="of every line that names none")
    notes: Block = ""
    bookmark: Flag = False
    archived: Flag = False


class ItemForm(Form):
    """A saved item: what is sold again and again."""

    id: Key = Field("", description="key in the book; made from the description when left out")
    description: Annotated[
        str, PlainValidator(guard(lambda one: text.needed(text.block_of_text(one)))), WithJsonSchema(TEXT)
    ]
    price: Annotated[Decimal, PlainValidator(guard(read_price)), WithJsonSchema(NUMBER)]
    unit: Unit = "C62"
    currency: Currency = Field("", description="ISO 4217; the document's when left out")
    tax: Taxes | None = None
    archived: Flag = False


class SeriesForm(Form):
    """How the numbers of a kind look: {year} {yy} {month} {n:4}."""

    pattern: Word
    yearly: Flag = True


def _by_kind(series: object) -> object:
    """Bring the keys to those of the kinds; each wrong one is placed at itself."""
    if not isinstance(series, dict):
        return series
    found: list[Finding] = []
    result = {}
    for key, one in series.items():
        try:
            result[values.kind_key(key)] = one
        except Refused as refused:
            found.extend(replace(finding, where=f".{key}") for finding in refused.findings)
    if found:
        raise as_error(*found)
    return result


def _well_numbered(series: dict[str, SeriesForm]) -> dict[str, SeriesForm]:
    """Refuse patterns that could give a number twice, each placed at its series."""
    found: list[Finding] = []
    for key, one in series.items():
        try:
            check_pattern(Series(key, one.pattern, one.yearly))
        except Refused as refused:
            found.extend(replace(finding, where=f".{key}.pattern") for finding in refused.findings)
    if found:
        raise as_error(*found)
    return series


class MailForm(Form):
    """The mail server that sends; its password comes from the environment or the keyring, never from here."""

    host: Word
    port: Annotated[int, PlainValidator(guard(whole)), WithJsonSchema({"type": "integer", "minimum": 1})] = 587
    user: Word = ""
    sender: Email = Field("", alias="from")
    security: Annotated[
        str, PlainValidator(guard(values.mail_security)), WithJsonSchema({"enum": ["starttls", "tls", "none"]})
    ] = "starttls"


class StripeForm(Form):
    """What Stripe may do for this book; its key comes from the environment or the keyring, never from here."""

    links: Annotated[str, PlainValidator(guard(values.link_mode)), WithJsonSchema({"enum": ["auto", "manual"]})] = (
        Field("manual", description="auto: `issue` makes a payment link for every document that asks for money")
    )
    live: Flag = Field(default=False, description="a live key may be used without --live: real money moves")


def _policy(value: object, info: ValidationInfo) -> Policy:
    currency = str(info.data.get("currency", ""))

    def read(written: object) -> Policy:
        return ladder.policy(written, currency)

    return guard(read)(value)


class SettingsForm(Form):
    """invoicing.toml: the seller, and what holds where a document and its client are silent."""

    country: Country = Field("", description="whose tax law; the seller's address when left out")
    currency: Currency = ""
    language: Language = ""
    theme: Key = "classic"
    logo: Annotated[str, PlainValidator(guard(values.inside_book)), WithJsonSchema(TEXT)] = Field(
        "", description="a picture in the book's folder"
    )
    ledger: Annotated[str, PlainValidator(guard(secrets.ledger_url)), WithJsonSchema(TEXT)] = Field(
        "", description="postgresql://…; ledger.db in the book's folder when left out"
    )
    terms: StandingTerms | None = None
    country_terms: dict[Country, StandingTerms] = Field({}, description="terms by the client's country")
    tax: Taxes | None = Field(None, description="of every line that names none")
    seller: PartyForm = Field(default_factory=PartyForm)
    bank: Annotated[tuple[BankForm, ...], BeforeValidator(listed), OneOrMany()] = Field(
        (), description="where money is to go; the first stands on documents (BG-17)"
    )
    series: Annotated[dict[str, SeriesForm], BeforeValidator(_by_kind), AfterValidator(_well_numbered)] = Field(
        {}, description="how numbers look, by kind"
    )
    policy: Annotated[Policy, PlainValidator(_policy), WithJsonSchema(ladder.SCHEMA)] = Field(default_factory=Policy)
    mail: MailForm | None = None
    stripe: StripeForm = Field(default_factory=StripeForm)
    extra: Fields = Field((), description="labels and values printed on every document")
