"""Where a book's files may lie: always inside the book's folder, and written so that no half file is ever seen."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from invoicing.domain.errors import InvoicingError, OutsideFailed, Refused


def safe_path(name: str) -> str:
    """Give a relative path with forward slashes as it was; refused (``unsafe-path``) when it could leave the folder."""
    path = PurePosixPath(name)
    bad = (
        not name
        or name != str(path)
        or path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or ":" in path.parts[0]
    )
    if bad or any(ord(letter) < ord(" ") for letter in name):
        raise Refused.one(
            "unsafe-path",
            f"{name!r} is not a plain path inside the book",
            where="path",
            rule="relative, forward slashes, no '..'",
            remedy="name the file by its place in the book's folder",
            example="documents/2026-0001.pdf",
        )
    return name


def sha256_of(data: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_file(target: Path, data: bytes) -> None:
    """Write beside, sync, rename: after a crash the file is whole or not there. ``disk-failed`` when that fails."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise disk_fault(error, target) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_fault(error: OSError, path: Path) -> InvoicingError:
    """Say in the toolkit's words that a file could not be read or written."""
    return OutsideFailed(
        "disk-failed",
        f"{error.strerror or error}",
        where=str(path),
        remedy="check the rights and the free room of the disk",
    )
