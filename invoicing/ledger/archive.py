"""A whole book in one portable file, and back, into SQLite or PostgreSQL, with every hash kept.

The file is a zip: ``events.jsonl`` (each event with its salt and body), ``book/…`` (every file of the folder, and
those that still wait to be written), ``manifest.json`` last (head, count, SHA-256 of each file). Equal books give equal
bytes.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from invoicing.domain.errors import Conflict, NotFound, Refused
from invoicing.ledger.events import GENESIS, Envelope, Event, canonical, digest
from invoicing.ledger.paths import disk_fault, safe_path, sha256_of, sync_folder, write_file
from invoicing.ledger.replay import rebuild
from invoicing.ledger.store import INSERT_EVENT, event_row, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from invoicing.ledger.driver import Driver
    from invoicing.ledger.store import Ledger

FORMAT = 1
LEDGER_FILE = "ledger.db"
_EVENTS, _MANIFEST, _BOOK = "events.jsonl", "manifest.json", "book/"
# The first day a zip can name; the archive shall not depend on when it was made.
_TIME = (1980, 1, 1, 0, 0, 0)
_ROWS_AT_ONCE = 1000
_SPOILED = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Archived:
    """What a backup or a restore moved. `missing`: files that the ledger records and that were nowhere to be found."""

    path: Path
    events: int
    head: str
    files: int
    missing: tuple[str, ...] = ()


# ----------------------------------------------------------------------------------------------------------- backup


def backup(ledger: Ledger, folder: Path | str, file: Path | str) -> Archived:
    """Write the book into one file, beside and renamed; ``disk-failed`` when the disk does not do its part.

    Of the folder all is taken but the database, hidden files and earlier backups.
    """
    folder, file = Path(folder), Path(file)
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with ledger.reading():
            done = _write(ledger, folder, beside, skip={file.resolve(), beside.resolve()})
        _make_last(beside, file)
    except OSError as error:
        raise disk_fault(error, file) from error
    finally:
        beside.unlink(missing_ok=True)
    return Archived(file, *done)


def _write(ledger: Ledger, folder: Path, target: Path, skip: set[Path]) -> tuple[int, str, int, tuple[str, ...]]:
    sums: dict[str, str] = {}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        events, head = _write_events(ledger, archive)
        for path, data in _book_files(ledger, folder, skip):
            sums[path] = sha256_of(data)
            archive.writestr(_entry(_BOOK + path), data)
        manifest = {"format": FORMAT, "events": events, "head": head, "files": sums}
        archive.writestr(_entry(_MANIFEST), canonical(manifest))
    missing = tuple(path for path in _recorded(ledger.driver) if path not in sums)
    return events, head, len(sums), missing


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _write_events(ledger: Ledger, archive: ZipFile) -> tuple[int, str]:
    count, head = 0, GENESIS
    with archive.open(_entry(_EVENTS), "w", force_zip64=True) as out:
        for event in ledger.events():
            out.write(canonical(event_row(event)).encode() + b"\n")
            count, head = count + 1, event.hash
    return count, head


def _book_files(ledger: Ledger, folder: Path, skip: set[Path]) -> Iterator[tuple[str, bytes]]:
    waiting = dict(ledger.driver.execute("SELECT path, sha256 FROM files"))
    on_disk = {path.relative_to(folder).as_posix(): path for path in _walk(folder) if path.resolve() not in skip}
    for name in sorted({*waiting, *on_disk}):
        if name in waiting:
            rows = ledger.driver.execute("SELECT bytes FROM files WHERE path = :path", {"path": name})
            yield name, bytes(rows[0][0])
        elif not _is_backup(on_disk[name]):
            yield safe_path(name), on_disk[name].read_bytes()


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", LEDGER_FILE)):
                yield Path(parent) / name


def _is_backup(path: Path) -> bool:
    if path.suffix != ".zip":
        return False
    try:
        with ZipFile(path) as archive:
            return {_EVENTS, _MANIFEST} <= set(archive.namelist())
    except BadZipFile:
        return False


def _recorded(driver: Driver) -> tuple[str, ...]:
    sql = (
        "SELECT pdf_path FROM documents WHERE pdf_path <> '' UNION SELECT path FROM letters WHERE path <> '' ORDER BY 1"
    )
    return tuple(row[0] for row in driver.execute(sql))


def _make_last(beside: Path, file: Path) -> None:
    with beside.open("rb") as handle:
        os.fsync(handle.fileno())
    beside.replace(file)
    sync_folder(file.parent)


# ---------------------------------------------------------------------------------------------------------- restore


def restore(file: Path | str, folder: Path | str, ledger_where: Path | str | None = None) -> Archived:
    """Make a book anew from a backup, in a folder that is empty or not there, and give what it holds.

    The ledger goes into the folder's ``ledger.db`` or to `ledger_where` (a path or a ``postgresql://`` address), which
    must hold no events, or already the very same ones. ``no-backup`` (not found), ``backup-damaged`` and
    ``folder-not-empty`` (refused), ``backup-newer`` and ``ledger-not-empty`` (conflict): then nothing is left behind.
    """
    file, folder = Path(file), Path(folder).resolve()
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Refused.one(
            "folder-not-empty",
            f"{folder} is not an empty folder",
            where=str(folder),
            rule="a restore never mixes two books",
            remedy="name a new folder",
            example=f"invoicing restore {file} --book {folder}-restored",
        )
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.restoring")
    try:
        with _archive(file) as archive:
            manifest = _manifest(archive, file)
            files = _restore_files(archive, manifest, beside)
            _restore_ledger(archive, manifest, beside / LEDGER_FILE if ledger_where is None else ledger_where)
        _move(beside, folder)
    except _SPOILED as error:
        raise _damaged(file, str(error)) from error
    except OSError as error:
        raise disk_fault(error, folder) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Archived(folder, manifest["events"], manifest["head"], files)


def _move(beside: Path, folder: Path) -> None:
    if not folder.exists():
        beside.replace(folder)
    else:
        # The folder may be where the user stands, so it is filled, not replaced; the file that makes it a book is last.
        for child in sorted(beside.iterdir(), key=lambda path: path.suffix == ".toml"):
            child.replace(folder / child.name)
    sync_folder(folder.parent)


@contextmanager
def _archive(file: Path) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(file)
    except FileNotFoundError:
        raise NotFound("no-backup", f"there is no file {file}", where=str(file), remedy="check its name") from None
    with archive:
        yield archive


def _manifest(archive: ZipFile, file: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    if manifest["format"] > FORMAT:
        raise Conflict(
            "backup-newer",
            f"{file} was written by a later version (format {manifest['format']})",
            where=str(file),
            remedy="update: pipx upgrade invoicing",
        )
    held = sorted(archive.namelist())
    if held != sorted([_EVENTS, _MANIFEST, *(_BOOK + path for path in manifest["files"])]):
        raise _damaged(file, "the list of files is not the one in its manifest")
    return manifest


def _restore_files(archive: ZipFile, manifest: dict[str, Any], beside: Path) -> int:
    beside.mkdir(parents=True)
    for path, sha256 in manifest["files"].items():
        data = archive.read(_BOOK + safe_path(path))
        if sha256_of(data) != sha256:
            message = f"{path} has other bytes than were backed up"
            raise ValueError(message)
        write_file(beside / path, data)
    return len(manifest["files"])


def _restore_ledger(archive: ZipFile, manifest: dict[str, Any], where: Path | str) -> None:
    path = None if "://" in str(where) or Path(where).exists() else Path(where)
    try:
        with open_ledger(where, create=True) as ledger, archive.open(_EVENTS) as lines:
            _fill(ledger.driver, lines, manifest)
    except BaseException:
        if path is not None:
            path.unlink(missing_ok=True)
        raise


def _fill(driver: Driver, lines: IO[bytes], manifest: dict[str, Any]) -> None:
    wanted = (manifest["events"], manifest["head"])
    driver.begin()
    try:
        head = driver.execute("SELECT seq, hash FROM head WHERE id = 1")[0]
        # A restore that was interrupted after the database had committed is simply finished.
        if head != wanted:
            _check_empty(head[0])
            for rows in _in_chunks(_sealed(lines, wanted)):
                driver.many(INSERT_EVENT, rows)
            driver.execute(
                "UPDATE head SET seq = :seq, hash = :hash WHERE id = 1", {"seq": wanted[0], "hash": wanted[1]}
            )
            rebuild(driver)
        driver.commit()
    except BaseException:
        driver.rollback()
        raise


def _check_empty(events: int) -> None:
    if events:
        raise Conflict(
            "ledger-not-empty",
            f"the database holds a book of {events} events already",
            where="ledger",
            remedy="name an empty database or schema",
        )


def _sealed(lines: IO[bytes], wanted: tuple[int, str]) -> Iterator[dict[str, object]]:
    """Read events and check that each is sealed to the one before; `ValueError` names the first that is not."""
    seq, hash_ = 0, GENESIS
    for line in lines:
        event = _event_of(json.loads(line))
        whole = event.redacted or digest(str(event.salt), str(event.text)) == event.envelope.digest
        if (event.seq, event.envelope.previous, event.envelope.hash) != (seq + 1, hash_, event.hash) or not whole:
            message = f"event {seq + 1} is not what was sealed"
            raise ValueError(message)
        seq, hash_ = event.seq, event.hash
        yield event_row(event)
    if (seq, hash_) != wanted:
        message = f"it ends with event {seq}, not with event {wanted[0]} as its manifest says"
        raise ValueError(message)


def _event_of(row: dict[str, Any]) -> Event:
    envelope = Envelope(**{name: row[name] for name in Envelope.__slots__})
    return Event(envelope, row["hash"], row["salt"], row["body"])


def _in_chunks(rows: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    chunk: list[dict[str, object]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _ROWS_AT_ONCE:
            yield chunk
            chunk = []
    yield chunk


def _damaged(file: Path, reason: str) -> Refused:
    return Refused.one(
        "backup-damaged",
        f"{file} is not a whole backup: {reason}",
        where=str(file),
        rule="every hash of the archive must hold",
        remedy="use another copy of the backup",
    )
