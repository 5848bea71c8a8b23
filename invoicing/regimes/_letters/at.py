"""Austria: no form is fixed for a letter; only how its law of interest is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invoicing.domain.dunning.forms import Form

LETTERS: tuple[Form, ...] = ()
CITATIONS = {
    "business": "§ 456 UGB",
    "public": "§ 456 UGB",
    "consumer": "§ 1000 ABGB",
}
