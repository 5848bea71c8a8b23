"""Sentences that several commands print about what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def issued_text(done: Mapping[str, Any], *, dry_run: bool) -> str:
    """Say that a document was issued: its number, kind, sum and, where it asks for money, its due day."""
    due = f", due {done['due_date']}" if done["due_date"] else ""
    said = "Would issue" if dry_run else "Issued"
    kind = "" if done["kind"] == "invoice" else f" ({done['kind']})"
    return f"{said} {done['number']}{kind}: {done['total']} {done['currency']}{due}"
