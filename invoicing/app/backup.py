"""Take the whole book away in one file, and bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Conflict
from invoicing.ledger import archive

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.app.book import Book


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
    """Restore a backup into an empty folder, into SQLite or the PostgreSQL database named; every hash is kept."""
    done = archive.restore(file, folder, ledger or None)
    return {
        "book": str(folder),
        "events": done.events,
        "head": done.head,
        "files": done.files,
        "missing": list(done.missing),
    }
