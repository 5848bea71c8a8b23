"""One file per country; `regime(code)` gives it, a country without a file gets a generic one that claims no law.

A new country is one file here, named by its ISO 3166-1 code in lower case, with the constant REGIME; its late-payment
law is one file in `_late_payment/` with the constant LATE_PAYMENT, the letters whose form it fixes one in `_letters/`
with the constant LETTERS. What is named otherwise is no country.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from invoicing.regimes._countries import COUNTRIES
    from invoicing.regimes._late import late_payment, letter_forms
    from invoicing.regimes._load import nowhere, regime, regimes
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
    "letter_forms",
    "normalise_iban",
    "normalise_vat",
    "nowhere",
    "regime",
    "regimes",
]

# Asked for by name, so that who needs the law of late payment does not load the tax law too.
_HOME = {
    "COUNTRIES": "_countries",
    **dict.fromkeys(("late_payment", "letter_forms"), "_late"),
    **dict.fromkeys(("nowhere", "regime", "regimes"), "_load"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each name has its own type, see above
    """Load a public name when it is first asked for."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"{__name__}.{_HOME.get(name, 'identifiers')}"), name)
    globals()[name] = found
    return found
