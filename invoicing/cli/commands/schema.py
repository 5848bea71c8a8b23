"""Print the JSON Schema of a file the tool reads."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import emit

PANEL = "the book"

app = single()


@command(app, example="invoicing schema document > document.schema.json")
def schema(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="document, client, item or settings.")] = "document",
) -> None:
    """Print the JSON Schema of a document, client, item or settings file, for an editor that completes and checks."""
    from invoicing.intake.schema import json_schema

    emit(session, json_schema(name))
