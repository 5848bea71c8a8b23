"""Options that several commands share for what a new document shall say."""

from __future__ import annotations

from typing import Annotated

import typer

Date = Annotated[str, typer.Option("--date", metavar="DATE", help="The issue date (default: today).")]
SupplyDate = Annotated[
    str, typer.Option("--supply-date", metavar="DATE", help="The day of supply, which decides the tax rates.")
]
Terms = Annotated[str, typer.Option("--terms", metavar="TERMS", help='Days, "30 eom", or the due date.')]
ValidUntil = Annotated[
    str, typer.Option("--valid-until", metavar="DATE", help="The last day on which an offer can be accepted.")
]
Reference = Annotated[str, typer.Option("--reference", metavar="TEXT", help="What the buyer wants to see on it.")]
Line = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="N[=QUANTITY]", help="Only this line, or so much of it; may be repeated."),
]
Note = Annotated[list[str] | None, typer.Option("--note", metavar="TEXT", help="A note to print; may be repeated.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who said it.")]
Words = Annotated[str, typer.Option("--words", metavar="TEXT", help="In which words.")]
