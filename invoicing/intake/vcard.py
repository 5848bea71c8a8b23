"""Clients as vCards: read in versions 2.1 to 4.0, written as version 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.intake import table
from invoicing.intake.client import ClientRecord, parse_client

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_FOLD = 75
_PROPERTY = re.compile(
    r"(?:[A-Za-z0-9-]+\.)?(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def import_vcards(raw: bytes, source: str, taken: Collection[str] = ()) -> tuple[ClientRecord, ...]:
    """Read one client of each card. Refused with the findings of all cards at once: ``card 3 (line 20), email``."""
    used = set(taken)
    found: list[Finding] = []
    made: list[ClientRecord] = []
    for number, (line, card) in enumerate(_cards(_unfolded(table.decode(raw)), source), 1):
        try:
            client = parse_client(_keys(card), used)
        except Refused as refused:
            found.extend(replace(one, where=f"card {number} (line {line}), {one.where}") for one in refused.findings)
        else:
            used.add(client.id)
            made.append(client)
    if found:
        raise Refused.of(found)
    return tuple(made)


def export_vcards(clients: Iterable[ClientRecord]) -> str:
    """Write clients as vCards 4.0, lines folded at 75 octets."""
    return "".join(_folded(line) + "\r\n" for client in clients for line in _lines(client))


def _unfolded(text: str) -> list[tuple[int, str]]:
    """Join folded lines; each keeps the number of its first."""
    result: list[tuple[int, str]] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line[:1] in {" ", "\t"} and result:
            result[-1] = (result[-1][0], result[-1][1] + line[1:])
        elif line.strip():
            result.append((number, line))
    return result


def _cards(lines: list[tuple[int, str]], source: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Give each card with the line it starts on, as its properties in order."""
    start = 0
    card: list[tuple[str, str]] = []
    for number, line in lines:
        match = _PROPERTY.fullmatch(line)
        name, value = (match["name"].upper(), match["value"]) if match else ("", "")
        if name == "BEGIN":
            start, card = number, []
        elif name == "END" and start:
            yield start, card
            start = 0
        elif not match or not start:
            raise _bad(source, number)
        else:
            card.append((name, value))
    if start or not lines:
        raise _bad(source, start or 1)


def _keys(card: list[tuple[str, str]]) -> dict[str, Any]:
    """Turn the properties of a card into the keys of a client; the first of a kind counts."""
    first: dict[str, str] = {}
    for name, value in card:
        first.setdefault(name, value)
    organisation = _parts(first.get("ORG", ""))[0]
    person = _plain(first.get("FN", ""))
    found: dict[str, Any] = {
        "name": organisation or person,
        "email": _plain(first.get("EMAIL", "")).removeprefix("mailto:"),
        "phone": _plain(first.get("TEL", "")).removeprefix("tel:"),
        "website": _plain(first.get("URL", "")),
        "notes": _plain(first.get("NOTE", "")),
        "language": _plain(first.get("LANG", "")),
        "address": _address(first.get("ADR", "")),
    }
    if organisation and person and person != organisation:
        found["contacts"] = [{"name": person, "email": found["email"], "phone": found["phone"]}]
    return {key: value for key, value in found.items() if value}


def _address(value: str) -> dict[str, str]:
    """Read the seven parts of ADR; a country that is no code goes to the extra line, where nothing is lost."""
    box, extra, street, city, region, code, country, *_ = [*_parts(value), *[""] * 7]
    found = {"street": street or box, "extra": extra, "city": city, "region": region, "postal_code": code}
    known = _country(country)
    found["country" if known else "extra"] = known or ", ".join(one for one in (extra, country) if one)
    return {key: one for key, one in found.items() if one}


def _country(text: str) -> str:
    """Give the ISO 3166-1 code of a country written as a code or by its English name, else nothing."""
    from invoicing.regimes import COUNTRIES

    if text.upper() in COUNTRIES:
        return text.upper()
    close = nearest(text.title(), COUNTRIES.values())
    return next((code for code, name in COUNTRIES.items() if name.casefold() == text.casefold() and close), "")


def _parts(value: str) -> list[str]:
    """Split a structured value at the semicolons that are not escaped."""
    parts = [""]
    escaped = False
    for one in value:
        if one == ";" and not escaped:
            parts.append("")
        else:
            parts[-1] += one
        escaped = one == "\\" and not escaped
    return [_plain(part) for part in parts]


def _plain(value: str) -> str:
    """Undo the escapes of a value."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value).strip()


def _lines(client: ClientRecord) -> Iterator[str]:
    party, address = client.party, client.party.address
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:org", f"FN:{_escaped(party.name)}", f"ORG:{_escaped(party.name)}")
    parts = ("", address.extra, address.street, address.city, address.region, address.postal_code, address.country)
    if any(parts):
        yield "ADR:" + ";".join(_escaped(one) for one in parts)
    simple = (
        ("EMAIL", party.email),
        ("TEL", party.phone),
        ("URL", party.website),
        ("LANG", client.language),
        ("NOTE", client.notes),
    )
    for name, value in simple:
        if value:
            yield f"{name}:{_escaped(value)}"
    for contact in party.contacts:
        yield f"RELATED;VALUE=text;TYPE=contact:{_escaped(contact.name)}"
    yield "END:VCARD"


def _escaped(value: str) -> str:
    """Escape backslash, comma, semicolon and line break (RFC 6350 section 3.4)."""
    return re.sub(r"([\\,;])", r"\\\1", value).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line so that none is longer than 75 octets, never inside a character."""
    pieces, piece, size = [], "", 0
    for one in line:
        width = len(one.encode())
        if size + width > _FOLD:
            pieces.append(piece)
            piece, size = "", 1
        piece += one
        size += width
    return "\r\n ".join([*pieces, piece])


def _bad(source: str, line: int) -> Refused:
    return Refused.one(
        "bad-vcard",
        f"{source} is no vCard at line {line}",
        where=f"line {line}",
        rule="RFC 6350",
        remedy="export the contacts again as vCard",
        example="BEGIN:VCARD",
    )
