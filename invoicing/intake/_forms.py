"""The shape of a document file and of the tables it shares with clients and settings (pydantic).

A form only holds what was written, each value read and checked by itself. `invoicing schema` prints these forms as
JSON Schema, so that descriptions here are what an editor shows.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema  # noqa: TC002  pydantic reads the signature

from invoicing.domain.errors import Finding
from invoicing.domain.tax import Tax
from invoicing.intake import identifiers, numbers, taxes, text, values
from invoicing.intake._fields import (
    BLOCK,
    NUMBER,
    TEXT,
    Amount,
    Bic,
    Block,
    Category,
    Country,
    Currency,
    Day,
    Debtor,
    Email,
    Fields,
    Flag,
    Form,
    Iban,
    Key,
    Kind,
    Language,
    On,
    OneLine,
    OneOrMany,
    Percent,
    PriceBase,
    Quantity,
    RateKey,
    Role,
    Schema,
    Unit,
    Word,
    either,
    listed,
    read_price,
)
from invoicing.intake.shape import as_error, guard, missing_key


class TaxForm(Form):
    """One tax of a line, allowance or charge."""

    also = (
        {"type": "string", "examples": ["S 22", "VAT 21", "S", "reduced", "AE", "none"]},
        {"type": "number", "minimum": 0, "maximum": 100},
    )
    category: Category = Field("S", description="UNTDID 5305: S Z E AE K G O L M (BT-151)")
    rate: Percent | None = Field(
        None, description="per cent (BT-152); without it the regime's rate of `key` on the day of supply"
    )
    name: Word = Field("", description="what the tax is called, where a line has several")
    key: RateKey = Field("standard", description="which rate of the regime")
    on: On = Field("", description="previous: the base is the net and the taxes before this one")
    reason: OneLine = Field("", description="why there is no tax (BT-120)")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> Any:  # noqa: ANN401  a table of the file
        return guard(taxes.parts_of_tax)(value)

    @model_validator(mode="after")
    def _fits(self) -> TaxForm:
        guard(lambda _: self.tax())(None)
        return self

    def tax(self) -> Tax:
        """Give the tax, still without the name its position gives it."""
        return taxes.make_tax(
            category=self.category, rate=self.rate, name=self.name, key=self.key, on=self.on, reason=self.reason
        )


def _well_named(several: tuple[TaxForm, ...]) -> tuple[TaxForm, ...]:
    guard(lambda _: taxes.named([one.tax() for one in several]))(None)
    return several


Taxes = Annotated[tuple[TaxForm, ...], BeforeValidator(taxes.list_of_taxes), AfterValidator(_well_named), OneOrMany()]


class PeriodForm(Form):
    """From the first to the last day (BG-14, BG-26)."""

    also = ({"type": "string", "examples": ["2026-01-01/2026-01-31"]},)
    start: Day
    end: Day

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> Any:  # noqa: ANN401  a table of the file
        return guard(numbers.period)(value)

    @model_validator(mode="after")
    def _forwards(self) -> PeriodForm:
        guard(lambda _: values.period(self.start, self.end))(None)
        return self


class DiscountForm(Form):
    """A discount on a line (BG-27)."""

    also = ({"type": ["string", "number"], "examples": ["10%", "25.00"]},)
    percent: Percent | None = None
    amount: Amount | None = None
    reason: OneLine = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> Any:  # noqa: ANN401  a table of the file
        return guard(values.parts_of_discount)(value)

    @model_validator(mode="after")
    def _one(self) -> DiscountForm:
        either(self.percent, self.amount, "percent or amount", 'discount = "10%"')
        return self


def _described(value: object, info: ValidationInfo) -> str:
    description = guard(text.block_of_text)(value)
    if not description and not info.data.get("item", ""):
        raise as_error(missing_key("description", ""))
    return description


def _priced(value: object, info: ValidationInfo) -> Decimal | None:
    if value is not None:
        return guard(read_price)(value)
    if not info.data.get("item", ""):
        raise as_error(missing_key("price", ""))
    return None


class LineForm(Form):
    """One line (BG-25)."""

    item: Key = Field("", description="a saved item, which gives what the line leaves out (BT-155)")
    description: Annotated[str, PlainValidator(_described), WithJsonSchema(BLOCK)] = Field(
        "", description="what was sold (BT-153); may hold several lines", validate_default=True
    )
    quantity: Quantity = Field(Decimal(1), description="BT-129")
    unit: Unit = Field("C62", description="hour, day, piece, kg … or a code of UN/ECE rec. 20 (BT-130)")
    price: Annotated[Decimal | None, PlainValidator(_priced), WithJsonSchema(NUMBER)] = Field(
        None, description="of one unit, with as many decimals as needed (BT-146)", validate_default=True
    )
    price_base: PriceBase = Field(Decimal(1), description="the price is for so many units (BT-149)")
    discount: DiscountForm | None = None
    tax: Taxes | None = None
    period: PeriodForm | None = None


class AdjustmentForm(Form):
    """An allowance (BG-20) or a charge (BG-21) on the whole document."""

    reason: OneLine = Field("", description="BT-97, BT-104")
    amount: Amount | None = Field(None, description="BT-92, BT-99")
    percent: Percent | None = Field(None, description="BT-94, BT-101: of `base`, else of the sum of lines")
    base: Amount | None = Field(None, description="BT-93, BT-100")
    tax: Taxes | None = Field(None, description="without it the sum is split over the taxes of the lines")
    kind: Word = Field("", description="fund: an Italian professional fund, outside the base of withholding")

    @model_validator(mode="after")
    def _one(self) -> AdjustmentForm:
        either(self.percent, self.amount, "percent or amount", "amount = 50")
        if self.kind not in {"", "fund"}:
            raise as_error(
                Finding(
                    "unknown-word",
                    f"{text.shorten(self.kind)} is no kind of charge",
                    ".kind",
                    rule="fund or nothing",
                    remedy="write fund or leave it out",
                    example='kind = "fund"',
                ),
            )
        return self


class WithholdingForm(Form):
    """Tax the buyer pays to the state for the seller."""

    also = ({"type": "number"},)
    rate: Percent
    kind: Word = "withholding"
    base: Amount | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> Any:  # noqa: ANN401  a table of the file
        return value if isinstance(value, dict) else {"rate": value}


class PrecedingForm(Form):
    """A document this one follows (BG-3)."""

    also = ({"type": "string", "examples": ["2026-0007"]},)
    number: Word = Field(description="BT-25")
    issue_date: Day | None = Field(None, description="BT-26")
    amount: Amount | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> Any:  # noqa: ANN401  a table of the file
        return {"number": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says(self) -> PrecedingForm:
        if not self.number:
            raise as_error(missing_key("number", ".number"))
        return self


class InstalmentForm(Form):
    """One part of what is due, with its day."""

    due: Day
    amount: Amount | None = None
    percent: Percent | None = None

    @model_validator(mode="after")
    def _one(self) -> InstalmentForm:
        either(self.percent, self.amount, "percent or amount", "{ due = 2026-12-01, percent = 50 }")
        return self


class TermsForm(Form):
    """When what is due falls due; written as ``"30"``, ``"30 eom"``, a day, or a list of parts."""

    days: int | None = None
    end_of_month: bool = False
    due: date | None = None
    parts: tuple[InstalmentForm, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> Any:  # noqa: ANN401  a table of the file
        return guard(values.parts_of_terms)(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        """Show what is written, which is never the table itself."""
        table = handler.resolve_ref_schema(handler(core))
        short = {"type": ["string", "integer"], "examples": ["30", "30 eom", "2026-12-31"]}
        return {"anyOf": [short, {"type": "array", "items": table["properties"]["parts"]["items"]}]}

    @model_validator(mode="after")
    def _adds_up(self) -> TermsForm:
        guard(values.shares_add_up)([one.percent for one in self.parts])
        return self


class ContactForm(Form):
    """A person at a party (BG-6, BG-9)."""

    name: OneLine
    role: Role = "billing"
    email: Email = ""
    phone: Word = ""
    salutation: OneLine = ""


class AddressForm(Form):
    """A postal address (BG-5, BG-8)."""

    street: OneLine = Field("", description="BT-35, BT-50")
    extra: OneLine = Field("", description="building, floor, care of (BT-36, BT-51)")
    postal_code: Word = Field("", description="BT-38, BT-53")
    city: OneLine = Field("", description="BT-37, BT-52")
    region: OneLine = Field("", description="province or state (BT-39, BT-54)")
    country: Country = Field("", description="ISO 3166-1 (BT-40, BT-55)")


def _country_of(info: ValidationInfo) -> str:
    address = info.data.get("address")
    return address.country if isinstance(address, AddressForm) else ""


def _vat(value: object, info: ValidationInfo) -> str:
    return guard(lambda written: identifiers.vat_number(written, _country_of(info)))(value)


def _registered(value: tuple[tuple[str, str], ...], info: ValidationInfo) -> tuple[tuple[str, str], ...]:
    found = identifiers.register_findings(_country_of(info), value)
    if found:
        raise as_error(*found)
    return value


class PartyForm(Form):
    """Who sells or who buys (BG-4, BG-7)."""

    name: OneLine = Field("", description="BT-27, BT-44")
    address: AddressForm = Field(default_factory=AddressForm)
    vat: Annotated[str, PlainValidator(_vat), WithJsonSchema(TEXT)] = Field(
        "", description="VAT identifier (BT-31, BT-48)"
    )
    identifiers: Annotated[Fields, AfterValidator(_registered)] = Field(
        (), description="numbers of other registers: codice-fiscale, kvk, nif, cui … (BT-29, BT-30, BT-46, BT-47)"
    )
    trading_name: OneLine = Field("", description="BT-28, BT-45")
    legal_form: OneLine = Field("", description="BT-33")
    email: Email = Field("", description="BT-43, BT-58")
    phone: Word = Field("", description="BT-42, BT-57")
    website: OneLine = ""
    endpoint: Word = Field("", description="electronic address with its scheme, 0106:12345678 (BT-34, BT-49)")
    contacts: tuple[ContactForm, ...] = ()
    debtor: Debtor = "business"


class BankForm(Form):
    """Where money is to go (BG-17)."""

    also = ({"type": "string", "examples": ["IT60X0542811101000000123456"]},)
    iban: Iban = ""
    bic: Bic = ""
    bank: OneLine = ""
    holder: OneLine = ""
    account: Word = ""
    routing: Word = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> Any:  # noqa: ANN401  a table of the file
        return {"iban": value} if isinstance(value, str) else value


class DocumentForm(Form):
    """A document file of `invoicing issue` and `invoicing preview`."""

    kind: Kind = Field("invoice", description="invoice, credit-note, receipt …")
    client: Key = Field("", description="key of a client in the book")
    country: Country = Field("", description="whose tax law; the seller's when left out")
    currency: Currency = Field("", description="ISO 4217 (BT-5)")
    language: Language = Field("", description="BCP 47; the client's when left out")
    issue_date: Day | None = Field(None, description="BT-2; today when left out")
    supply_date: Day | None = Field(None, description="whose tax rates hold (BT-72)")
    period: PeriodForm | None = Field(None, description="BG-14")
    terms: TermsForm | None = Field(None, description="BT-9, BT-20")
    valid_until: Day | None = Field(None, description="the last day on which an offer can be accepted")
    reference: OneLine = Field("", description="what the buyer asked to see (BT-10)")
    order: OneLine = Field("", description="the buyer's purchase order (BT-13)")
    contract: OneLine = Field("", description="BT-12")
    project: OneLine = Field("", description="BT-11")
    notes: Annotated[tuple[Block, ...], BeforeValidator(listed), OneOrMany()] = Field((), description="BT-22")
    preceding: Annotated[tuple[PrecedingForm, ...], BeforeValidator(listed), OneOrMany()] = Field(
        (), description="documents this one follows (BG-3)"
    )
    prices_include_tax: Flag = False
    tax: Taxes | None = Field(None, description="of every line that names none itself")
    lines: tuple[LineForm, ...] = Field(description="BG-25")
    allowances: tuple[AdjustmentForm, ...] = Field((), description="BG-20")
    charges: tuple[AdjustmentForm, ...] = Field((), description="BG-21")
    withholding: Annotated[tuple[WithholdingForm, ...], BeforeValidator(listed), OneOrMany()] = ()
    prepaid: Amount | None = Field(None, description="BT-113")
    rounding: Amount | None = Field(None, description="what is due becomes a multiple of it, e.g. 0.05 (BT-114)")
    bank: BankForm | None = Field(None, description="BG-17; the book's when left out")
    delivery_country: Country = Field("", description="BT-80")
    extra: Fields = Field((), description="further labels and values to print: CIG, CUP, cost centre …")
    attachments: Annotated[tuple[OneLine, ...], BeforeValidator(listed), OneOrMany()] = Field((), description="BG-24")
    seller: PartyForm | None = Field(None, description="BG-4; the book's when left out")
    buyer: PartyForm | None = Field(None, description="BG-7, for a buyer who is not in the book")
