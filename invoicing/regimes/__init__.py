"""One file per country; `regime(code)` gives it, a country without a file gets a generic one that claims no law.

A new country is one file here, named by its ISO 3166-1 code in lower case, with the constant REGIME; its late-payment
law is one file in `_late_payment/` with the constant LATE_PAYMENT. What is named otherwise is no country.
"""

from __future__ import annotations

from invoicing.regimes._countries import COUNTRIES
from invoicing.regimes._load import late_payment, nowhere, regime, regimes
from invoicing.regimes.identifiers import (
    check_bic,
    check_iban,
    check_identifier,
    check_party,
    check_vat,
    format_only,
    normalise_iban,
    normalise_vat,
)

__all__ = [
    "COUNTRIES",
    "check_bic",
    "check_iban",
    "check_identifier",
    "check_party",
    "check_vat",
    "format_only",
    "late_payment",
    "normalise_iban",
    "normalise_vat",
    "nowhere",
    "regime",
    "regimes",
]
