"""The list of all codes with their meaning and remedy, made from the corpus: what `README.md` here holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.errors import corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_HEAD = """\
# Every code the tool can give

Made from the cases beside this file by `pytest --update-samples`; a test keeps it in step. With `--json` an error is
`{"error": {"code", "message", "remedy", "where", "findings"}}`; the codes are stable. The exit codes: 1 findings,
2 usage, 3 refused, 4 not found, 5 conflict or locked, 6 an outside service failed, 70 our fault.

| code | exit | example of its message | what to do |
|---|---|---|---|
"""

_TAIL = """
## Codes without a case

| code | why |
|---|---|
"""


def listing(cases: Iterable[Path], exceptions: Mapping[str, str]) -> str:
    """Write the list: a row for each case, then the codes without one and why."""
    rows = [_row(case) for case in cases]
    rest = [f"| `{code}` | {_cell(reason)} |" for code, reason in sorted(exceptions.items())]
    return _HEAD + "\n".join(rows) + "\n" + _TAIL + "\n".join(rest) + "\n"


def _row(case: Path) -> str:
    told = corpus.read_answer(case)
    if told is None:
        last = (case / "message.txt").read_text(encoding="utf-8").split()[-1]
        return f"| [`{case.name}`]({case.name}) | {last} | in the answer, see the case | |"
    return f"| [`{case.name}`]({case.name}) | {told.exit} | {_cell(told.message)} | {_cell(told.remedy)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
