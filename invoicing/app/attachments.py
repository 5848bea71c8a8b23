"""What a client sent or signed: kept in the book by the hash of its bytes, so that it can be shown to be the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.ledger.store import Work


def keep_attachments(work: Work, files: Iterable[str]) -> list[dict[str, str]]:
    """Keep files with the transaction; gives name, SHA-256 and place of each. The same bytes are kept once."""
    from invoicing.intake.read import read_bytes
    from invoicing.ledger.paths import sha256_of

    found = []
    for name in files:
        path = Path(name)
        data = read_bytes(path)
        sha256 = sha256_of(data)
        place = f"attachments/{sha256}{_suffix(path)}"
        work.keep_file(place, data)
        found.append({"name": path.name, "sha256": sha256, "path": place})
    return found


def _suffix(path: Path) -> str:
    """Give the ending of a name when it is a plain one."""
    return path.suffix.lower() if path.suffix[1:].isalnum() and path.suffix.isascii() else ""
