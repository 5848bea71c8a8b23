"""Take the whole book away in one file, and bring it back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Conflict
from invoicing.ledger import archive
from invoicing.ledger.paths import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.app.book import Book

SETTINGS = "invoicing.toml"
_NAMES_LEDGER = re.compile(r"\s*ledger\s*=")


def backup(book: Book, file: Path) -> dict[str, Any]:
    """Write ledger, papers, settings and the book's own templates and letters into one file; never over another."""
    if file.exists():
        raise Conflict("file-exists", f"there is a file {file} already", where="FILE", remedy="choose another name")
    with book.ledger() as ledger:
        ledger.settle_files(book.folder)
        done = archive.backup(ledger, book.folder, file)
    return {
        "file": str(file),
        "events": done.events,
        "head": done.head,
        "files": done.files,
        "missing": list(done.missing),
    }


def restore(file: Path, folder: Path, ledger: str = "") -> dict[str, Any]:
    """Restore a backup into an empty folder, into SQLite or the PostgreSQL database named; every hash is kept.

    The restored settings name the database the ledger went to, so that two books never share one.
    """
    done = archive.restore(file, folder, ledger or None)
    settings = folder / SETTINGS
    if settings.is_file():
        text = settings.read_text(encoding="utf-8")
        if (changed := _naming(text, ledger)) != text:
            write_file(settings, changed.encode())
    return {
        "book": str(folder),
        "events": done.events,
        "head": done.head,
        "files": done.files,
        "missing": list(done.missing),
    }


def _naming(text: str, ledger: str) -> str:
    """Let settings name this database, or none; only the key above the first table is the book's."""
    head, bracket, tables = text.partition("[") if not text.startswith("[") else ("", "[", text[1:])
    while bracket and head and not head.endswith("\n"):
        # A bracket inside a line, such as that of a list, opens no table.
        more, bracket, tables = tables.partition("[")
        head += "[" + more
    lines = [line for line in head.splitlines(keepends=True) if not _NAMES_LEDGER.match(line)]
    if ledger:
        lines.insert(0, f"ledger = {json.dumps(ledger)}\n")
    return "".join(lines) + bracket + tables
