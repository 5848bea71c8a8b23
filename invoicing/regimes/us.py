"""United States: no VAT; sales tax is of the state and the place, named and written by hand; paper is Letter."""

from __future__ import annotations

from invoicing.domain.law import IdentifierRule, Regime, Source

REGIME = Regime(
    code="US",
    name="United States",
    languages=("en",),
    currency="USD",
    tax_label="Sales tax",
    identifiers=(
        IdentifierRule(
            "ein",
            "EIN",
            stdnum="us.ein",
            example="91-1144442",
            source="26 U.S.C. 6109; IRS, Form SS-4: no check digit, form and campus prefix only",
        ),
    ),
    paper="LETTER",
    window="left",
    sources=(
        Source(
            "IRS: Employer identification number",
            "https://www.irs.gov/businesses/small-businesses-self-employed/employer-id-numbers",
        ),
    ),
    unverified=(
        "sales tax: each state and place has its own rate and rules, so the tax is named and its rate written by hand",
        "terms and interest: only what the contract says; state law is not claimed",
        "exemption and resale certificates, backup withholding",
    ),
)
