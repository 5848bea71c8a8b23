"""Seller and buyer (BG-4, BG-7), their addresses, identifiers, contacts and bank accounts."""

from __future__ import annotations

from dataclasses import dataclass

DEBTOR_KINDS = ("business", "consumer", "public")
CONTACT_ROLES = ("billing", "approver", "director", "legal")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address (BG-5, BG-8). `country` is ISO 3166-1 alpha-2."""

    street: str = ""
    """BT-35 / BT-50"""
    extra: str = ""
    """BT-36 / BT-51: building, floor, care of"""
    postal_code: str = ""
    """BT-38 / BT-53"""
    city: str = ""
    """BT-37 / BT-52"""
    region: str = ""
    """BT-39 / BT-54: province or state; ISO 3166-2 where a country's e-invoice asks it"""
    country: str = ""
    """BT-40 / BT-55"""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a party (BG-6, BG-9) and what letters they get."""

    name: str
    """BT-41 / BT-56"""
    role: str = "billing"
    email: str = ""
    """BT-43 / BT-58"""
    phone: str = ""
    """BT-42 / BT-57"""
    salutation: str = ""
    """as the person is addressed, e.g. ``Sig.ra`` or ``dhr.``; empty: the letter's neutral form"""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number a register gave to a party; `scheme` is a key of a regime (``codice-fiscale``, ``kvk`` …)."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where money is to go (BG-17). `iban` without spaces; a country without IBAN uses `account` and `routing`."""

    iban: str = ""
    """BT-84"""
    bic: str = ""
    """BT-86"""
    bank: str = ""
    holder: str = ""
    """BT-85"""
    account: str = ""
    routing: str = ""
    """sort code (GB), ABA routing number (US)"""


@dataclass(frozen=True, slots=True)
class Party:
    """Who sells or who buys.

    `vat` is the VAT identifier with its country prefix (BT-31, BT-48); other registers stand in `identifiers`
    (BT-29, BT-30, BT-46, BT-47). `debtor` decides what law lets one ask of a late payer.
    """

    name: str
    """BT-27 / BT-44"""
    address: Address = Address()
    vat: str = ""
    identifiers: tuple[Identifier, ...] = ()
    trading_name: str = ""
    """BT-28 / BT-45"""
    legal_form: str = ""
    """BT-33, e.g. ``S.r.l., capitale sociale 10.000 € i.v.``"""
    email: str = ""
    phone: str = ""
    website: str = ""
    endpoint: str = ""
    """BT-34 / BT-49: electronic address with scheme, e.g. ``0106:12345678``"""
    contacts: tuple[Contact, ...] = ()
    debtor: str = "business"

    @property
    def country(self) -> str:
        """ISO 3166-1 code of the address."""
        return self.address.country

    def identifier(self, scheme: str) -> str:
        """Give the number of that register, or an empty text."""
        return next((one.value for one in self.identifiers if one.scheme == scheme), "")

    def contact(self, role: str) -> Contact | None:
        """Give the contact of that role, else the billing contact, else the first, else none."""
        by_role = {one.role: one for one in reversed(self.contacts)}
        return by_role.get(role) or by_role.get("billing") or (self.contacts[0] if self.contacts else None)
