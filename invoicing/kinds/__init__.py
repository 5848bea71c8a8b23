"""One file per document kind; `kind(key)` gives it, `kinds()` all of them.

A new kind is one file here with the constant KIND, and one title line in each ``letters/<lang>/labels.toml``.
"""

from __future__ import annotations

from functools import cache

from invoicing import discovery
from invoicing.domain.kind import Kind


@cache
def kind(key: str) -> Kind:
    """Give a kind by its key; `NotFound` names the nearest one."""
    found = discovery.load("invoicing.kinds", key, "KIND")
    if not isinstance(found, Kind):
        message = f"invoicing.kinds.{key} has no Kind in KIND"
        raise TypeError(message)
    return found


@cache
def kinds() -> tuple[Kind, ...]:
    """Give every kind, ordered by key."""
    return tuple(kind(key) for key in sorted(discovery.find("invoicing.kinds")))
