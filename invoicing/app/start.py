"""Start a book: its settings, checked before they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.errors import Conflict, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from invoicing.app.book import Result


def start(folder: Path, known: Mapping[str, str], *, dry_run: bool = False) -> Result:
    """Write an invoicing.toml with what is known of the seller.

    Conflict (``book-exists``) when there is one; refused with all findings when a value is wrong: nothing is written.
    """
    from invoicing import regimes
    from invoicing.intake.read import parse_toml
    from invoicing.intake.settings import Settings
    from invoicing.intake.skeleton import skeleton
    from invoicing.ledger.paths import write_file

    path = folder / "invoicing.toml"
    if path.exists():
        raise Conflict(
            "book-exists",
            f"there is a book in {folder} already",
            remedy="edit its invoicing.toml, or name another folder",
            where=str(path),
        )
    text = skeleton(known)
    settings = Settings(parse_toml(text, path.name), path.name, text)
    settings.check()
    findings = regimes.check_party(settings.seller, "seller") if known.get("vat") else ()
    if findings:
        raise Refused.of(findings)
    if not dry_run:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    return {
        "book": str(folder),
        "settings": str(path),
        "missing": [name for name in ("name", "country") if not known.get(name)],
    }
