"""The check of coverage by room lets nothing through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.checks.coverage_by_room import main, room_of, tallies

if TYPE_CHECKING:
    from pathlib import Path


def summary(lines: int, ran: int, branches: int = 0, taken: int = 0) -> dict[str, dict[str, int]]:
    """Write one file's part of a coverage report."""
    return {
        "summary": {
            "num_statements": lines,
            "covered_lines": ran,
            "num_branches": branches,
            "covered_branches": taken,
        }
    }


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("invoicing/domain/money.py", "domain"),
        ("invoicing/ledger/drivers/sqlite.py", "ledger"),
        ("invoicing/texts.py", "invoicing"),
    ],
)
def test_a_file_belongs_to_the_folder_under_the_package(name: str, room: str) -> None:
    """The files beside the folders make a room of their own."""
    assert room_of(name) == room


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"invoicing/domain/a.py": summary(10, 10, 4, 4)}, 0),
        ({"invoicing/domain/a.py": summary(10_000, 10_000, 4, 3)}, 1),
        ({"invoicing/pdf/a.py": summary(90, 81, 10, 9)}, 0),
        ({"invoicing/pdf/a.py": summary(90, 81, 10, 8)}, 1),
        ({"invoicing/pdf/a.py": summary(5, 5), "invoicing/kinds/a.py": summary(5, 4)}, 1),
        ({"invoicing/mail/__init__.py": summary(0, 0)}, 0),
    ],
)
def test_a_room_below_its_aim_fails_the_check(tmp_path: Path, files: dict[str, object], code: int) -> None:
    """100 for domain, kinds, ledger and regimes, 90 for the rest; lines and branches together."""
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": files}), encoding="utf-8")
    assert main(str(report)) == code


def test_the_driver_of_a_server_that_is_not_there_is_not_counted() -> None:
    """Without PostgreSQL its driver cannot run."""
    report = {"files": {"invoicing/ledger/drivers/postgres.py": summary(5, 0), "invoicing/ledger/a.py": summary(5, 5)}}
    assert tallies(report, with_postgres=False)["ledger"].reaches(100)
    assert not tallies(report, with_postgres=True)["ledger"].reaches(100)
