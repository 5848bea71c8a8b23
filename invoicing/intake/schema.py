"""JSON Schema of the files people write, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from invoicing.domain.errors import NotFound, nearest

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAMES = ("client", "document", "item", "settings")


def json_schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a document, client, item or settings file; NotFound (``unknown-schema``)."""
    from invoicing.intake._fields import Form
    from invoicing.intake._forms import DocumentForm
    from invoicing.intake._records import ClientForm, ItemForm, SettingsForm

    forms: dict[str, type[Form]] = {
        "client": ClientForm,
        "document": DocumentForm,
        "item": ItemForm,
        "settings": SettingsForm,
    }
    if name not in forms:
        close = nearest(name, NAMES)
        raise NotFound(
            "unknown-schema",
            f"there is no schema {name!r}",
            remedy=f"did you mean {close}?" if close else f"take one of: {', '.join(NAMES)}",
            where="schema",
        )
    return {"$schema": _DIALECT, "$id": f"invoicing:{name}", **forms[name].model_json_schema(by_alias=True)}
