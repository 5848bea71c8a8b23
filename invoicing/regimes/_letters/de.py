"""Germany: no form is fixed for a letter; only how its law of interest is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invoicing.domain.dunning.forms import Form

LETTERS: tuple[Form, ...] = ()
CITATIONS = {
    "business": "§§ 286, 288 BGB",
    "public": "§§ 286, 288 BGB",
    "consumer": "§§ 286, 288 BGB",
}
