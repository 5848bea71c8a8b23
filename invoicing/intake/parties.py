"""From the forms of parties and bank accounts to the domain's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.party import Address, BankAccount, Contact, Identifier, Party

if TYPE_CHECKING:
    from invoicing.intake._forms import BankForm, PartyForm


def party_of(form: PartyForm) -> Party:
    """Make a party."""
    return Party(
        name=form.name,
        address=Address(form.street, form.extra, form.postal_code, form.city, form.region, form.country),
        vat=form.vat,
        identifiers=tuple(Identifier(scheme, value) for scheme, value in form.identifiers),
        trading_name=form.trading_name,
        legal_form=form.legal_form,
        email=form.email,
        phone=form.phone,
        website=form.website,
        endpoint=form.endpoint,
        contacts=tuple(Contact(one.name, one.role, one.email, one.phone, one.salutation) for one in form.contacts),
        debtor=form.debtor,
    )


def bank_of(form: BankForm) -> BankAccount:
    """Make a bank account."""
    return BankAccount(form.iban, form.bic, form.bank, form.holder, form.account, form.routing)
