"""Plug-ins are files: a name is found by listing a folder, and its module is imported only when it is asked for.

A plug-in package is a folder of this package; each file or sub-package in it that does not start with ``_`` is one
plug-in. Its key is the file name with ``_`` written ``-``; a trailing ``_`` only keeps a file name from being a Python
word and is dropped (``import_.py`` is ``import``).
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from invoicing.domain.errors import NotFound, nearest


def find(package: str) -> dict[str, str]:
    """Map the keys of a plug-in package to module names, in alphabetical order, without importing any of them."""
    found: dict[str, str] = {}
    for folder in import_module(package).__path__:
        with os.scandir(folder) as entries:
            for entry in entries:
                stem = _stem(entry)
                if stem:
                    found.setdefault(key_of(stem), f"{package}.{stem}")
    return dict(sorted(found.items()))


def load(package: str, name: str, constant: str) -> Any:  # noqa: ANN401  the constant's type is the plug-in package's own
    """Import one plug-in and give its constant, such as ``load("invoicing.regimes", "it", "REGIME")``.

    Raises NotFound with code ``unknown-<constant>`` that names the nearest key when there is no such file.
    """
    known = find(package)
    if name not in known:
        raise _unknown(name, known, constant)
    return getattr(import_module(known[name]), constant)


def key_of(stem: str) -> str:
    """Write a file's stem as its key: ``credit_note`` is ``credit-note``."""
    return stem.rstrip("_").replace("_", "-")


def _stem(entry: os.DirEntry[str]) -> str:
    """Give the module name of a folder entry, or an empty text when it is no plug-in."""
    if entry.name.startswith(("_", ".")):
        return ""
    if entry.name.endswith(".py"):
        return entry.name.removesuffix(".py")
    is_package = entry.is_dir() and os.path.isfile(os.path.join(entry.path, "__init__.py"))  # noqa: PTH113, PTH118  pathlib is not imported at start
    return entry.name if is_package else ""


def _unknown(name: str, known: dict[str, str], constant: str) -> NotFound:
    """Say that no file has that key, and which keys there are."""
    what = constant.lower().replace("_", "-")
    close = nearest(name, known)
    listed = ", ".join(known) or "none"
    return NotFound(
        f"unknown-{what}",
        f"there is no {what} {name!r}",
        remedy=f"did you mean {close}?" if close else f"take one of: {listed}",
        where=what,
    )
