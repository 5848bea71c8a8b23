"""The flags of `issue` as the keys of a document file, so that a flag is checked exactly as a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def document_flags(
    words: Mapping[str, str], lists: Mapping[str, Sequence[str] | None], *, prices_include_tax: bool = False
) -> dict[str, Any]:
    """Keep what was written, each list by its own form. Refused with ``bad-adjustment``, ``bad-extra``."""
    readers: dict[str, Callable[[str], Any]] = {
        "allowances": lambda text: _adjustment(text, "--discount"),
        "charges": lambda text: _adjustment(text, "--charge"),
        "withholding": _withholding,
    }
    flags: dict[str, Any] = {name: value for name, value in words.items() if value}
    for name, several in lists.items():
        if several:
            flags[name] = _pairs(several) if name == "extra" else [readers.get(name, str)(one) for one in several]
    return flags | ({"prices_include_tax": True} if prices_include_tax else {})


def _adjustment(text: str, where: str) -> dict[str, str]:
    """Read ``Early booking; 10%; S 22`` into the keys of an allowance or charge."""
    parts = [part.strip() for part in text.split(";")]
    if not 2 <= len(parts) <= 3 or not all(parts):
        raise Refused.one(
            "bad-adjustment",
            f"{text!r} is no discount or charge",
            where=where,
            rule="reason; amount or per cent; tax",
            remedy="write what it is for and how much, with ; between them",
            example=f'{where} "Early booking; 10%"',
        )
    percent = parts[1].endswith("%")
    found = {"reason": parts[0], "percent" if percent else "amount": parts[1].removesuffix("%").strip()}
    return found | ({"tax": parts[2]} if len(parts) == 3 else {})


def _withholding(text: str) -> dict[str, str]:
    """Read ``ritenuta; 20`` or ``20``."""
    kind, _, rate = text.rpartition(";")
    found = {"rate": rate.strip().removesuffix("%").strip()}
    return found | ({"kind": kind.strip()} if kind.strip() else {})


def _pairs(several: Sequence[str]) -> dict[str, str]:
    """Read ``CIG=7A1B`` into label and value."""
    found = {}
    for text in several:
        label, equals, value = text.partition("=")
        if not (equals and label.strip() and value.strip()):
            raise Refused.one(
                "bad-extra",
                f"{text!r} is no further field",
                where="--extra",
                rule="label=value",
                remedy="write what is printed before and after the =",
                example="--extra CIG=7A1B2C3D4E",
            )
        found[label.strip()] = value.strip()
    return found
