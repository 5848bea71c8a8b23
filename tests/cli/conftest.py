"""A command line whose commands are the probes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.cli.main import main
from tests.cli.book import Typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command line left behind."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:  # noqa: ANN401  JSON has every type
        """The one JSON value on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error inside the one JSON value."""
        error: dict[str, Any] = self.value["error"]
        return error


@pytest.fixture
def invoicing(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run a command line of the tool inside this process."""

    def run(*args: str) -> Answer:
        code = main(args)
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return run


@pytest.fixture
def probe(invoicing: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Run a command line of a tool whose commands are those of `tests/cli/probes`."""
    monkeypatch.setattr("invoicing.cli.lazy.COMMANDS", "tests.cli.probes")
    monkeypatch.setenv("INVOICING_TODAY", "2026-03-01")
    monkeypatch.setenv("INVOICING_WHO", "ada")
    return invoicing


@pytest.fixture
def book(tmp_path: Path, invoicing: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A book with a seller, a bank account and the client Acme."""
    monkeypatch.setenv("INVOICING_WHO", "ada")
    return Typed(tmp_path, invoicing)
