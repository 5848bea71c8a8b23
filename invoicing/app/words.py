"""Words of a closed list, as users write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.errors import Refused, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


def one_of(word: str, known: Sequence[str], where: str) -> str:
    """Give the word; refused (``unknown-word``) with the nearest one when it is not in the list."""
    if word not in known:
        close = nearest(word, known)
        raise Refused.one(
            "unknown-word",
            f"{word!r} is not one of {', '.join(known)}",
            where=where,
            remedy=f"did you mean {close}?" if close else f"take one of: {', '.join(known)}",
            example=f"{where} {close or known[0]}",
        )
    return word
