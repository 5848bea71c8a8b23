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


def letter_parts(found: Mapping[str, Any]) -> list[str]:
    """Give a letter as it reads, what in it breaks a rule of tone, and where its PDF is."""
    parts = [f"{found['subject']}\n\n{found['text']}"]
    for one in found.get("tone", {}).get("findings", ()):
        said = f" ({one['passage']!r})" if one["passage"] else ""
        parts.append(f"tone: {one['rule']}{said}: {one['message']}")
    return [*parts, found["pdf"]]


def letter_steps(done: Mapping[str, Any], *, dry_run: bool) -> list[str]:
    """Say what is left to do with a letter that was written."""
    return ["Nothing was recorded."] if dry_run else [f"To send it: invoicing letters send {done['letter_id']}"]
