"""Addresses as each country's post writes them: the order of postal code, city and region is data, one line a country.

Source: the postal addressing systems published by the Universal Postal Union per country (upu.int, S42). A country not
named here takes the pattern that most of Europe uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoicing.domain.party import Address, Party

USUAL = "{postal_code} {city}"
# ``|`` begins a new line; a part that is empty leaves no space or comma behind.
PATTERNS: dict[str, str] = {
    "AU": "{city} {region} {postal_code}",
    "CA": "{city} {region}  {postal_code}",
    "GB": "{city}|{region}|{postal_code}",
    "IE": "{city}|{region}|{postal_code}",
    "IN": "{city} {postal_code}|{region}",
    "IT": "{postal_code} {city} {region}",
    "JP": "{city} {region} {postal_code}",
    "NL": "{postal_code}  {city}",
    "US": "{city}, {region} {postal_code}",
}


def lines(address: Address, name_of: Callable[[str], str], home: str) -> tuple[str, ...]:
    """Give the lines below a name; the country stands last, in its reader's language, only when it is not `home`."""
    pattern = PATTERNS.get(address.country, USUAL)
    place = pattern.format(postal_code=address.postal_code, city=address.city, region=address.region)
    parts = [address.street, address.extra, *place.split("|")]
    if address.country and address.country != home:
        parts.append(name_of(address.country))
    return tuple(part for part in (_tidy(part) for part in parts) if part)


def recipient(party: Party, name_of: Callable[[str], str], home: str, attention: str = "") -> tuple[str, ...]:
    """Give a whole postal address: name, whose attention, lines."""
    return tuple(part for part in (party.name, attention) if part) + lines(party.address, name_of, home)


def _tidy(text: str) -> str:
    return text.strip(" ,\n")
