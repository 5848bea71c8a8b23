"""What is installed is what is here: the folders beside the package travel with it, and its needs are declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from invoicing import __version__

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TRAVELLING = ("templates", "letters", "samples")
# Comes with pydantic, which pins its exact version.
WITH_PYDANTIC = {"pydantic-core"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and the source archive, without a network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, capture_output=True, check=True
    )
    return folder


def shipped() -> set[str]:
    """List the files of the travelling folders as they must lie in the wheel; golden outputs stay at home."""
    files = [file for name in TRAVELLING for file in (ROOT / name).rglob("*") if file.is_file()]
    inside = [file.relative_to(ROOT) for file in files if "__pycache__" not in file.parts]
    return {f"invoicing/_data/{file.as_posix()}" for file in inside if "out" not in file.parts}


def test_the_wheel_carries_templates_letters_and_samples(built: Path) -> None:
    """Without them an installed tool could draw nothing."""
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name for name in names if name.startswith("invoicing/_data/")} == shipped()
    assert {"invoicing/__main__.py", "invoicing/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


def test_an_installed_package_finds_its_letters_without_the_checkout(built: Path, tmp_path: Path) -> None:
    """The unpacked wheel alone, run in another folder."""
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)  # noqa: S202  we have just built it
    code = "from invoicing.resources import Resources; print(Resources().find('letters', 'en'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path / "invoicing" / "_data" / "letters" / "en")


def test_the_source_archive_can_run_its_own_tests(built: Path) -> None:
    """It lists what it includes; nothing else is in it."""
    [archive_path] = built.glob("*.tar.gz")
    with tarfile.open(archive_path) as archive:
        top = {name.split("/")[1] for name in archive.getnames()}
    assert {"Makefile", "LICENSE", "README.md", "bench", "invoicing", "letters", "pyproject.toml", "tests"} <= top
    assert not top & {".git", ".venv", "demo", "dist", "coverage.json"}


def test_the_changelog_speaks_of_this_version() -> None:
    """A version without a word about it is not a version."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_import_is_declared() -> None:
    """What the package imports is a dependency or an extra."""
    declared = {_name(need) for need in PROJECT["dependencies"]}
    optional = {_name(need) for key in ("postgres", "keyring") for need in PROJECT["optional-dependencies"][key]}
    owners = packages_distributions()
    imported = {_name(owners[name][0]) for name in _imported() if name in owners}
    assert imported - declared - optional - WITH_PYDANTIC == set()


def _imported() -> set[str]:
    """List the top-level names that the package imports, the standard library and itself left out."""
    names: set[str] = set()
    for file in (ROOT / "invoicing").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"invoicing"}


def _name(requirement: str) -> str:
    """Give the normalised project name of a requirement."""
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")
