"""A book moves whole, between folders and between databases, and a spoiled archive leaves nothing behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from invoicing.domain.errors import Conflict, NotFound, OutsideFailed, Refused
from invoicing.ledger import open_ledger, queries
from invoicing.ledger.archive import LEDGER_FILE, backup, restore
from invoicing.ledger.redaction import redact
from invoicing.ledger.verify import verify
from tests.ledger.books import TODAY, client, fill, issue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invoicing.ledger import Ledger


@pytest.fixture
def folder(ledger: Ledger, tmp_path: Path) -> Path:
    """A book's folder with settings, a template, a document on disk, one that still waits, and what is not taken."""
    book = tmp_path / "book"
    for name, text in {
        "invoicing.toml": "# settings",
        "templates/theme.toml": "# theme",
        "documents/2026-0001.pdf": "pdf",
        ".git/config": "hidden",
        LEDGER_FILE: "the ledger itself is in the events",
        f"{LEDGER_FILE}-wal": "",
        "attachments/photos.zip": "no zip at all",
    }.items():
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(text)
    with ZipFile(book / "attachments/plans.zip", "w") as plans:
        plans.writestr("plan.txt", "a zip of the user's own")
    fill(ledger)
    with ledger.writing(TODAY) as work:
        issue(work, pdf_path="documents/2026-0003.pdf")
        work.keep_file("documents/2026-0003.pdf", b"waiting")
    return book


TAKEN = {
    "attachments/photos.zip",
    "attachments/plans.zip",
    "documents/2026-0001.pdf",
    "documents/2026-0003.pdf",
    "invoicing.toml",
    "templates/theme.toml",
}


def test_a_backup_holds_every_event_and_every_file_of_the_book(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """The document that still waits is taken from the ledger; the letter that is nowhere is named as missing."""
    done = backup(ledger, folder, tmp_path / "book.zip")
    assert (done.events, done.head, done.files) == (*ledger.head(), len(TAKEN))
    assert done.missing == ("documents/letters/1.pdf",)
    with ZipFile(done.path) as archive:
        assert set(archive.namelist()) == {"events.jsonl", "manifest.json", *(f"book/{name}" for name in TAKEN)}
        assert archive.read("book/documents/2026-0003.pdf") == b"waiting"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_equal_books_give_equal_bytes(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """No clock gets into the archive, and earlier backups in the folder are not taken into the next one."""
    first = backup(ledger, folder, folder / "first.zip").path.read_bytes()
    assert backup(ledger, folder, folder / "first.zip").path.read_bytes() == first
    assert backup(ledger, folder, tmp_path / "second.zip").path.read_bytes() == first


def test_a_book_moves_through_both_databases_and_keeps_every_hash(
    ledger: Ledger, folder: Path, place: Callable[[], str], tmp_path: Path
) -> None:
    """From either database into a file, a database, and back into a file: events, rows and files are equal."""
    redact(ledger, 1, client(), "asked", TODAY)
    backup(ledger, folder, tmp_path / "1.zip")
    where = place()
    moved = restore(tmp_path / "1.zip", tmp_path / "moved", where)
    assert {path.relative_to(moved.path).as_posix() for path in moved.path.rglob("*") if path.is_file()} == TAKEN
    with open_ledger(where) as there:
        assert list(there.events()) == list(ledger.events())
        assert queries.documents(there) == queries.documents(ledger)
        assert verify(there, ledger.head()[1]).ok
        assert there.waiting_files() == ()
        backup(there, moved.path, tmp_path / "2.zip")
    back = restore(tmp_path / "2.zip", tmp_path / "back")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with open_ledger(back.path / LEDGER_FILE) as here:
        assert here.head() == (moved.events, moved.head) == ledger.head()
        assert verify(here).ok
        with here.writing(TODAY) as work:
            assert issue(work) == "2026-0004"


def test_an_empty_book_moves_too(ledger: Ledger, tmp_path: Path) -> None:
    """No events, no files."""
    (tmp_path / "book").mkdir()
    backup(ledger, tmp_path / "book", tmp_path / "1.zip")
    assert restore(tmp_path / "1.zip", tmp_path / "moved").events == 0


def test_a_long_book_is_restored_in_chunks(ledger: Ledger, tmp_path: Path) -> None:
    """More than a thousand events."""
    with ledger.writing(TODAY) as work:
        for index in range(1001):
            work.append("log-added", "acme", {"words": str(index)})
    backup(ledger, tmp_path, tmp_path / "1.zip")
    restore(tmp_path / "1.zip", tmp_path / "moved")
    with open_ledger(tmp_path / "moved" / LEDGER_FILE) as moved:
        assert verify(moved, ledger.head()[1]).ok


def test_an_empty_folder_is_filled_and_stays_the_same_folder(
    ledger: Ledger, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user may stand in it: `restore FILE` in a new directory."""
    backup(ledger, folder, tmp_path / "1.zip")
    new = tmp_path / "new"
    new.mkdir()
    before = new.stat().st_ino
    monkeypatch.chdir(new)
    restore(tmp_path / "1.zip", ".")
    assert new.stat().st_ino == before
    assert (new / "invoicing.toml").read_text() == "# settings"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_folder_that_holds_something_is_refused(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """A restore never mixes two books; a file in the way is no folder."""
    backup(ledger, folder, tmp_path / "1.zip")
    for target in (folder, tmp_path / "1.zip"):
        with pytest.raises(Refused) as refused:
            restore(tmp_path / "1.zip", target)
        assert refused.value.code == "folder-not-empty"


def test_a_database_with_another_book_is_refused(
    ledger: Ledger, folder: Path, place: Callable[[], str], tmp_path: Path
) -> None:
    """The other book is as before and no folder is made."""
    backup(ledger, folder, tmp_path / "1.zip")
    where = place()
    with open_ledger(where, create=True) as other:
        fill(other)
        head = other.head()
    with pytest.raises(Conflict) as refused:
        restore(tmp_path / "1.zip", tmp_path / "moved", where)
    assert refused.value.code == "ledger-not-empty"
    assert not (tmp_path / "moved").exists()
    with open_ledger(where) as other:
        assert other.head() == head


def test_a_restore_that_broke_off_after_the_database_is_finished_by_the_next(
    ledger: Ledger, folder: Path, where: str, tmp_path: Path
) -> None:
    """The database holds the very same chain already: only the files are put back."""
    backup(ledger, folder, tmp_path / "1.zip")
    assert restore(tmp_path / "1.zip", tmp_path / "moved", where).files == len(TAKEN)
    assert verify(ledger).ok


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    """Exit 4."""
    with pytest.raises(NotFound) as refused:
        restore(tmp_path / "none.zip", tmp_path / "moved")
    assert refused.value.code == "no-backup"


# ---------------------------------------------------------------------------------------------------------- spoiled


def rewritten(source: Path, **changes: bytes | None) -> None:
    """Write an archive anew with some members changed, or left out (None)."""
    with ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= {name.replace("__", "/").replace("_", "."): data for name, data in changes.items() if data is not None}
    for name, data in changes.items():
        if data is None:
            del members[name.replace("__", "/").replace("_", ".")]
    with ZipFile(source, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def without_body(line: bytes) -> bytes:
    """Take an event's body and salt away."""
    return json.dumps(json.loads(line) | {"body": None, "salt": None}).encode() + b"\n"


def cut(path: Path) -> None:
    """Keep the first half of the file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    """Change three bytes in the middle of the compressed events."""
    data = path.read_bytes()
    path.write_bytes(data[:300] + b"\xff\x00\xff" + data[303:])


def with_events(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    """Change the lines of events in an archive that stays a sound zip."""

    def spoil(path: Path) -> None:
        with ZipFile(path) as archive:
            lines = archive.read("events.jsonl").splitlines(keepends=True)
        rewritten(path, events_jsonl=b"".join(change(lines)))

    return spoil


WAYS: dict[str, Callable[[Path], object]] = {
    "no zip": lambda path: path.write_bytes(b"no zip at all"),
    "cut": cut,
    "bytes changed": overwrite,
    "no manifest": lambda path: rewritten(path, manifest_json=None),
    "another manifest": lambda path: rewritten(path, manifest_json=b"[]"),
    "event changed": with_events(lambda lines: [lines[0].replace(b"Acme", b"Acne"), *lines[1:]]),
    "event left out": with_events(lambda lines: [*lines[:3], *lines[4:]]),
    "tail cut": with_events(lambda lines: lines[:-1]),
    "event without keys": with_events(lambda lines: [b"{}\n", *lines]),
    "body without a redaction": with_events(lambda lines: [without_body(lines[0]), *lines[1:]]),
    "file left out": lambda path: rewritten(path, book__invoicing_toml=None),
    "file changed": lambda path: rewritten(path, book__invoicing_toml=b"# other settings"),
}


@pytest.mark.parametrize("how", WAYS)
def test_a_spoiled_archive_is_refused_and_leaves_nothing_behind(
    ledger: Ledger, folder: Path, place: Callable[[], str], tmp_path: Path, how: str
) -> None:
    """No folder, no part of one, no database file, no event in a database that was there."""
    path = backup(ledger, folder, tmp_path / "1.zip").path
    WAYS[how](path)
    where = place()
    before = set(tmp_path.iterdir())
    for target in (None, where):
        with pytest.raises(Refused) as refused:
            restore(path, tmp_path / "moved", target)
        assert refused.value.code == "backup-damaged"
        assert set(tmp_path.iterdir()) == before
    if "://" in where:
        with open_ledger(where, create=True) as there:
            assert there.head()[0] == 0


def test_a_path_that_leads_out_of_the_folder_is_refused(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """Zip slip: the manifest agrees with the archive, the path is still not followed."""
    path = backup(ledger, folder, tmp_path / "1.zip").path
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    manifest["files"]["../evil.txt"] = "a" * 64
    members |= {"manifest.json": json.dumps(manifest).encode(), "book/../evil.txt": b"evil"}
    with ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    before = set(tmp_path.iterdir())
    with pytest.raises(Refused) as refused:
        restore(path, tmp_path / "moved")
    assert refused.value.code == "unsafe-path"
    assert set(tmp_path.iterdir()) == before


def test_a_backup_of_a_later_version_is_a_conflict(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """Its form is not ours to guess."""
    path = backup(ledger, folder, tmp_path / "1.zip").path
    rewritten(path, manifest_json=b'{"format":2}')
    with pytest.raises(Conflict) as refused:
        restore(path, tmp_path / "moved")
    assert refused.value.code == "backup-newer"


def test_a_disk_that_does_not_do_its_part_is_told(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """A folder that is not there for the backup, a parent that is a file for the restore."""
    with pytest.raises(OutsideFailed) as failed:
        backup(ledger, folder, tmp_path / "nowhere" / "1.zip")
    assert failed.value.code == "disk-failed"
    path = backup(ledger, folder, tmp_path / "1.zip").path
    with pytest.raises(OutsideFailed) as failed:
        restore(path, path / "moved")
    assert failed.value.code == "disk-failed"
