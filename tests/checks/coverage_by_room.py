"""Hold each room to its branch coverage: 100 % where mistakes cost money, 90 % elsewhere.

    coverage json && python tests/checks/coverage_by_room.py coverage.json

Reads the JSON report of coverage.py (with branches), prints one line a room and exits with 1 when one is below.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = ("domain", "kinds", "ledger", "regimes")
REST = 90
# Measured only where its server is.
POSTGRES = "invoicing/ledger/drivers/postgres.py"


@dataclass(slots=True)
class Tally:
    """Lines and branches of one room: how many there are, how many ran, and which files have gaps."""

    there: int = 0
    ran: int = 0
    gaps: tuple[str, ...] = ()

    def add(self, name: str, summary: Mapping[str, int]) -> None:
        """Count one file in."""
        there = summary["num_statements"] + summary["num_branches"]
        ran = summary["covered_lines"] + summary["covered_branches"]
        self.there += there
        self.ran += ran
        if ran < there:
            self.gaps = (*self.gaps, name)

    def reaches(self, percent: int) -> bool:
        """Say whether enough ran, exactly: 99.99 is not 100."""
        return self.ran * 100 >= self.there * percent


def room_of(name: str) -> str:
    """Give the room of a file: the folder under `invoicing`, or the package itself for the files beside them."""
    parts = Path(name).parts
    return parts[1] if len(parts) > 2 else "invoicing"


def tallies(report: Mapping[str, Any], *, with_postgres: bool) -> dict[str, Tally]:
    """Add up a coverage report by room."""
    rooms: dict[str, Tally] = defaultdict(Tally)
    for name, file in report["files"].items():
        posix = name.replace("\\", "/")
        if posix != POSTGRES or with_postgres:
            rooms[room_of(posix)].add(posix, file["summary"])
    return dict(sorted(rooms.items()))


def aim_of(room: str) -> int:
    """Give the percentage a room must reach."""
    return 100 if room in WHOLE else REST


def has_postgres() -> bool:
    """Say whether the tests could start a PostgreSQL server."""
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def main(path: str) -> int:
    """Print the table; give 1 when a room is below its aim."""
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    below = False
    print(f"{'room':<16}{'covered':>9}{'aim':>6}")
    for room, tally in tallies(report, with_postgres=has_postgres()).items():
        aim, percent = aim_of(room), 100 * tally.ran / (tally.there or 1)
        reached = tally.reaches(aim)
        below = below or not reached
        print(f"{room:<16}{percent:>8.2f}%{aim:>5}%{'' if reached else '  below'}")
        if not reached:
            print("".join(f"    {name}\n" for name in tally.gaps), end="")
    return int(below)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
