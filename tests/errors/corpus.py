"""The error corpus: one folder for each stable code, with what to type and exactly what a person then reads.

A case is a folder named by its code:

- ``command.txt``: commands as a story has them (day, two blanks, words), the last of which goes wrong; a line such as
  ``export STRIPE_SECRET_KEY=sk_test_…`` sets a variable first;
- or ``call_<code>.py``: what only a program can bring about: a function ``call(book)`` that raises or gives findings;
- ``prepare_<code>.py``, where wanted: a function ``prepare(book)`` that spoils something before;
- ``message.txt``: the answer, written anew by ``pytest --update-samples``;
- any other file is put into the book.

Every case starts from the same small book, `_book`, whose story has been played.
"""

from __future__ import annotations

import ast
import io
import re
import runpy
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing.app.demo import read_story
from invoicing.cli.commands.demo import play
from invoicing.cli.exits import exit_of
from invoicing.cli.main import main
from invoicing.cli.output import error_text
from invoicing.domain.errors import InvoicingError, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
BOOK = HERE / "_book"
ROOT = HERE.parents[1]
SOURCE = ROOT / "invoicing"
_OWN = ("command.txt", "message.txt", "call_", "prepare_")
_MAKERS = frozenset({"Finding", "NotFound", "Conflict", "OutsideFailed", "UsageFault", "InvoicingError", "Refused"})
_VARIABLE = re.compile(r"export ([A-Z_]+)=(.*)")
_HASH = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a case says of its code, read from its message."""

    code: str
    exit: int
    message: str
    remedy: str


def cases() -> list[Path]:
    """List the folders of the cases, sorted by code."""
    return sorted(path for path in HERE.iterdir() if _command(path).is_file() or _script(path, "call").is_file())


def _command(case: Path) -> Path:
    return case / "command.txt"


def _script(case: Path, what: str) -> Path:
    """Give the place of a case's function; no two files have one name, so that each is a module of its own."""
    return case / f"{what}_{case.name.replace('-', '_')}.py"


def make_book(target: Path) -> None:
    """Copy the small book and play its story."""
    shutil.copytree(BOOK, target)
    for line in read_story(target / "story.txt"):
        play(target, line)


def put(case: Path, book: Path) -> None:
    """Put the files of a case into the book, and spoil what it spoils."""
    for path in case.rglob("*"):
        if path.is_file() and not path.name.startswith(_OWN) and "__pycache__" not in path.parts:
            target = book / path.relative_to(case)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    spoil = _script(case, "prepare")
    if spoil.is_file():
        runpy.run_path(str(spoil))["prepare"](book)


def surroundings(case: Path) -> Iterator[tuple[str, str]]:
    """Give the variables that a case sets."""
    if _command(case).is_file():
        for line in _command(case).read_text(encoding="utf-8").splitlines():
            if found := _VARIABLE.match(line):
                yield found[1], found[2]


def answer(case: Path, book: Path) -> str:
    """Do what the case does and give what a person reads, with the folder of the book masked."""
    text = _typed(case, book) if _command(case).is_file() else _called(case, book)
    return _HASH.sub("HASH", text.replace(str(book), "BOOK").replace(str(book.parent), "ABOVE"))


def _typed(case: Path, book: Path) -> str:
    plain = [one for one in _command(case).read_text(encoding="utf-8").splitlines() if not _VARIABLE.match(one)]
    story = book / ".story"
    story.write_text("\n".join(plain), encoding="utf-8")
    *before, last = read_story(story)
    story.unlink()
    for line in before:
        play(book, line)
    out, trouble = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(trouble), chdir(book):
        code = main(["--today", last.day, *last.words])
    typed = " ".join(f'"{word}"' if not word or " " in word else word for word in last.words)
    return f"$ invoicing {typed}\n{out.getvalue()}{trouble.getvalue()}exit {int(code)}\n"


def _called(case: Path, book: Path) -> str:
    try:
        found = runpy.run_path(str(_script(case, "call")))["call"](book)
    except InvoicingError as error:
        return _told(error)
    return _told(Refused.of(found))


def _told(error: InvoicingError) -> str:
    return f"{error_text(error)}\nexit {int(exit_of(error))}\n"


def read_answer(case: Path) -> Answer | None:
    """Read the kept message of a case; None when it does not speak of the case's code."""
    text = (case / "message.txt").read_text(encoding="utf-8")
    found = re.search(rf"^error: (.*?) \[{re.escape(case.name)}\]$((?:\n  .*)*)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        return None
    remedy = re.search(r"^  remedy:  (.*)$", found[2], re.MULTILINE)
    return Answer(case.name, int(text.split()[-1]), found[1], remedy[1] if remedy else "")


def codes_in_source() -> dict[str, str]:
    """Give every code the source can raise, with where; a part that is made at run time is ``*``."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        makers = _MAKERS | _wrappers(tree)
        for node in ast.walk(tree):
            code = _code_of(node, makers)
            if code:
                found.setdefault(code, f"{path.relative_to(SOURCE)}:{getattr(node, 'lineno', 0)}")
    return found


def _wrappers(tree: ast.Module) -> set[str]:
    """Name the functions of a module that hand their parameter `code` on to a finding."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(one.arg == "code" for one in node.args.args)
    }


def _code_of(node: ast.AST, makers: set[str] | frozenset[str]) -> str:
    if not isinstance(node, ast.Call) or not _name(node.func) & makers:
        return ""
    first: Any = next((one.value for one in node.keywords if one.arg == "code"), node.args[0] if node.args else None)
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    if isinstance(first, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "*" for one in first.values)  # type: ignore[misc]
    return ""


def _name(function: ast.expr) -> set[str]:
    if isinstance(function, ast.Name):
        return {function.id}
    if isinstance(function, ast.Attribute):
        of = function.value.id if isinstance(function.value, ast.Name) else ""
        return {function.attr, of if function.attr == "one" else ""}
    return set()
