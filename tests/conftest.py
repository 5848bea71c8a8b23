"""What all tests share: no luck, no surroundings, and the flag that refreshes golden files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run and every machine; a slow machine is no failure.
settings.register_profile(
    "steady", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-samples``: write the golden files under samples/*/out anew instead of comparing."""
    parser.addoption("--update-samples", action="store_true", help="refresh the golden files of the samples")


@pytest.fixture
def update_samples(request: pytest.FixtureRequest) -> bool:
    """Say whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-samples"))


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hide the user's own settings and secrets from every test, in this process and in those it starts."""
    for name in [name for name in os.environ if name.startswith(("INVOICING_", "STRIPE_", "PG", "SMTP_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp()))
    monkeypatch.setenv("TZ", "UTC")
    # A process started in another folder finds the package, installed or not.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("COLUMNS", "100")
