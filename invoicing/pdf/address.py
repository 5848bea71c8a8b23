"""Addresses as each country's post writes them: the order of postal code, city and region is data, one line a country.

Source: the postal addressing systems published by the Universal Postal Union per country (upu.int, S42); two blanks
stand where they ask for them, between postal code and place in the Netherlands and between province and code in
Canada. A country not named here takes the pattern that most of Europe uses, without a region.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoicing.domain.party import Address, Party

USUAL = "{postal_code} {city}"
# ``|`` begins a new line; a part that is empty takes the blank or comma before it away.
PATTERNS: dict[str, str] = {
    "AU": "{city} {region} {postal_code}",
    "BE": USUAL,
    "CA": "{city} {region}  {postal_code}",
    "DE": USUAL,
    "ES": "{postal_code} {city}, {region}",
    "FR": USUAL,
    "GB": "{city}|{region}|{postal_code}",
    "IE": "{city}|{region}|{postal_code}",
    "IN": "{city} {postal_code}|{region}",
    "IT": "{postal_code} {city} {region}",
    "JP": "{city} {region} {postal_code}",
    "NL": "{postal_code}  {city}",
    "RO": "{postal_code} {city}, {region}",
    "US": "{city}, {region} {postal_code}",
}


def lines(address: Address, name_of: Callable[[str], str], home: str) -> tuple[str, ...]:
    """Give the lines below a name; the country stands last, in its reader's language, only when it is not `home`."""
    parts = [address.street, address.extra, *_place(address).split("|")]
    if address.country and address.country != home:
        parts.append(name_of(address.country))
    return tuple(part for part in (part.strip(" ,\n") for part in parts) if part)


def _place(address: Address) -> str:
    """Write postal code, city and region; a region that only repeats the city (Madrid, Madrid) is left out."""
    region = address.region.removeprefix(f"{address.country}-")  # ISO 3166-2, as some e-invoices ask for it
    values = {"postal_code": address.postal_code, "city": address.city, "region": region}
    if region.casefold() == address.city.casefold():
        values["region"] = ""
    pattern = PATTERNS.get(address.country, USUAL)
    for name, value in values.items():
        pattern = pattern if value else re.sub(rf"[ ,]*\{{{name}\}}", "", pattern)
    return pattern.format(**values)


def recipient(party: Party, name_of: Callable[[str], str], home: str, attention: str = "") -> tuple[str, ...]:
    """Give a whole postal address: name, whose attention, lines."""
    return tuple(part for part in (party.name, attention) if part) + lines(party.address, name_of, home)
