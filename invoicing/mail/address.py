"""E-mail addresses as a mail server takes them: ASCII, the domain by IDNA, nothing that could end a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from invoicing.domain.errors import Refused

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
LONGEST_LOCAL = 64
LONGEST_ADDRESS = 254
# ß, final sigma and the joiners: IDNA 2003 changes them, IDNA 2008 keeps them; they lead to different owners.
_TWO_MEANINGS = frozenset("ßς\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person or a department with its address; the name may be empty."""

    address: str
    name: str = ""


def wire_address(address: str, where: str = "") -> str:
    """Give the address as it stands in a header and in the envelope (RFC 5321 section 4.1.2, RFC 5322 section 3.4.1).

    The domain is written in its ASCII form (IDNA, RFC 3490). Refused with ``mail-bad-address``.
    """
    local, at, domain = address.rpartition("@")
    if not at or len(local) > LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise _bad(address, where, "before the @ stand ASCII letters, digits and single dots, 64 at most")
    wire = f"{local}@{_wire_domain(domain, address, where)}"
    if len(wire) > LONGEST_ADDRESS:
        raise _bad(address, where, f"an address has at most {LONGEST_ADDRESS} characters")
    return wire


def _wire_domain(domain: str, address: str, where: str) -> str:
    if _TWO_MEANINGS & set(domain):
        raise _bad(address, where, "this domain means two things; write it in its xn-- form")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_domain = ""
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _bad(address, where, "after the @ stands a domain such as example.com")
    return ascii_domain


def _bad(address: str, where: str, why: str) -> Refused:
    return Refused.one(
        "mail-bad-address",
        f"{address[:80]!r} is no e-mail address: {why}",
        where=where,
        rule="RFC 5321 section 4.1.2, RFC 3490",
        remedy="write the address alone, without a name or brackets",
        example="billing@example.com",
    )
