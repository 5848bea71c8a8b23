"""France: no form is fixed for a letter; only how its law of interest is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invoicing.domain.dunning.forms import Form

LETTERS: tuple[Form, ...] = ()
CITATIONS = {
    "business": "article L441-10 du code de commerce",
    "public": "article L441-10 du code de commerce",
}
