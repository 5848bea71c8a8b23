"""Where templates, letters and samples are.

Three places are asked in this order, and the first that has the file wins: the user's book, what was installed with
the package, and, only when the package lies beside its own pyproject.toml, the checkout.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from invoicing.domain.errors import NotFound, Refused, nearest

Kind = Literal["templates", "letters", "samples"]

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Resources:
    """The resource files as one book sees them; without a book only those that were shipped."""

    book: Path | None = None

    def folders(self, kind: Kind) -> tuple[Path, ...]:
        """List the folders of one kind that exist, the winning one first."""
        places = [self.book] if self.book else []
        places.append(_PACKAGE / "_data")
        if (_PACKAGE.parent / "pyproject.toml").is_file():
            places.append(_PACKAGE.parent)
        return tuple(place / kind for place in places if (place / kind).is_dir())

    def find(self, kind: Kind, relative: str) -> Path:
        """Give the file or folder at a relative path such as ``it/labels.toml``.

        Raises NotFound (``no-resource``) when no place has it, Refused (``bad-path``) for a path that leads out.
        """
        parts = _parts(relative)
        for folder in self.folders(kind):
            path = folder.joinpath(*parts)
            if path.exists():
                return path
        raise self._missing(kind, relative, parts)

    def names(self, kind: Kind, relative: str = "") -> tuple[str, ...]:
        """List what lies in a relative folder, over all places, sorted, without names that start with a dot."""
        parts = _parts(relative) if relative else ()
        found: set[str] = set()
        for folder in self.folders(kind):
            path = folder.joinpath(*parts)
            if path.is_dir():
                found.update(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
        return tuple(sorted(found))

    def _missing(self, kind: Kind, relative: str, parts: tuple[str, ...]) -> NotFound:
        """Say which file is missing, and which one beside it has nearly its name."""
        close = nearest(parts[-1], self.names(kind, "/".join(parts[:-1])))
        return NotFound(
            "no-resource",
            f"there is no {kind}/{relative}",
            remedy=f"did you mean {close}?" if close else f"put the file into the folder {kind} of the book",
            where=f"{kind}/{relative}",
        )


def _parts(relative: str) -> tuple[str, ...]:
    """Cut a relative path with ``/`` into its names; refused when it is absolute or leads out of its folder."""
    parts = tuple(part for part in relative.split("/") if part != ".")
    if not all(parts) or ".." in parts or "\\" in relative or "\0" in relative or ":" in relative:
        raise Refused.one(
            "bad-path",
            f"{relative!r} is not a path inside the folder",
            rule="relative, without .. and with /",
            remedy="write the path from the folder down",
            example="it/labels.toml",
        )
    return parts
