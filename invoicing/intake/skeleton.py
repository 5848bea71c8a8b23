"""The invoicing.toml that a new book starts with: what is known is written, the rest stands there as an example."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each line: the name under which a value may be given, the line it becomes, and what stands there without one.
_LINES: tuple[tuple[str, str, str], ...] = (
    ("", "# The settings of this book. What is not written here takes its usual value.", ""),
    ("", "# Everything that may stand here: invoicing schema settings", ""),
    ("", "", ""),
    ("country", "country = {}", '# country = "IT"                      # ISO 3166: whose tax law holds'),
    ("currency", "currency = {}", '# currency = "EUR"                    # ISO 4217; the country\'s when left out'),
    ("language", "language = {}", '# language = "it"                     # for clients who have none of their own'),
    ("terms", "terms = {}", '# terms = "30"                        # days, or "30 eom": to the end of the month'),
    ("tax", "tax = {}", '# tax = "S"                           # of lines that name none: the standard rate'),
    ("", '# theme = "classic"                   # or modern, compact', ""),
    ("", '# logo = "logo.png"                   # a picture in this folder', ""),
    ("", "", ""),
    ("", "[seller]", ""),
    ("name", "name = {}", 'name = ""'),
    ("vat", "vat = {}", '# vat = "IT00743110157"'),
    ("email", "email = {}", '# email = "accounts@example.com"'),
    ("phone", "phone = {}", '# phone = "+39 02 0000000"'),
    ("", "", ""),
    ("", "[seller.address]", ""),
    ("street", "street = {}", 'street = ""'),
    ("postal_code", "postal_code = {}", 'postal_code = ""'),
    ("city", "city = {}", 'city = ""'),
    ("region", "region = {}", '# region = ""'),
    ("country", "country = {}", '# country = "IT"'),
    ("", "", ""),
    ("", "# [seller.identifiers]                # numbers of other registers", ""),
    ("", '# codice-fiscale = "RSSMRA80A01H501U"', ""),
    ("", "", ""),
    ("bank", "[bank]", "# [bank]"),
    ("iban", "iban = {}", '# iban = "IT60X0542811101000000123456"'),
    ("bic", "bic = {}", '# bic = "BPMOIT22XXX"'),
    ("holder", "holder = {}", '# holder = "Studio Example"'),
    ("", "", ""),
    ("", "# [series.invoice]", ""),
    ("", '# pattern = "{{year}}-{{n:4}}"            # restarts each year; yearly = false counts on', ""),
    ("", "", ""),
    ("", "# [stripe]", ""),
    ("", '# links = "auto"                      # a payment link for every document that asks for money', ""),
    ("", "", ""),
    ("", "# [policy.grades.2]", ""),
    ("", "# wait = 21                           # the second reminder 21 days after the due date", ""),
)


def skeleton(known: Mapping[str, str]) -> str:
    """Write the settings of a new book; a value is quoted as TOML quotes it, whatever it holds."""
    values = {**known, "bank": "yes" if any(known.get(name) for name in ("iban", "bic", "holder")) else ""}
    lines = [
        without if name and not values.get(name) else line.format(json.dumps(values.get(name, ""), ensure_ascii=False))
        for name, line, without in _LINES
    ]
    return "\n".join(lines) + "\n"
