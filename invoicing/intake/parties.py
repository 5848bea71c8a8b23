"""From the forms of parties, bank accounts and standing terms to the domain's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.party import Address, BankAccount, Contact, Identifier, Party
from invoicing.domain.terms import Terms
from invoicing.intake.taxes import named

if TYPE_CHECKING:
    from invoicing.domain.tax import Tax
    from invoicing.intake._forms import BankForm, PartyForm, TaxForm, TermsForm


def party_of(form: PartyForm) -> Party:
    """Make a party."""
    return Party(
        name=form.name,
        address=Address(**form.address.model_dump()),
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


def terms_of(form: TermsForm | None) -> Terms | None:
    """Make terms that stand for every document; None where none are written."""
    return Terms(days=form.days, end_of_month=form.end_of_month) if form else None


def taxes_of(several: tuple[TaxForm, ...] | None) -> tuple[Tax, ...] | None:
    """Make the taxes of a line, each with its name; None where none are written."""
    return None if several is None else named([one.tax() for one in several])
