"""How a command is declared: its own parameters, and the global options that every command takes too.

    PANEL = "chasing"
    app = single()

    @command(app, example="invoicing late --json")
    def late(session: Session, client: Annotated[str, typer.Option(help="Only this client.")] = "") -> None:
        '''Show who is late and what to do next.'''

The function gets a `Session` first; what follows is Typer's. The global options are added to its signature, so that
they are understood before and after the command; each writes into the `Given` of the outermost context.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import typer

from invoicing import __version__
from invoicing.app.notes import taken
from invoicing.cli import output
from invoicing.cli.context import Given
from invoicing.cli.exits import Exit
from invoicing.cli.lazy import Command, Group

GLOBAL_PANEL = "Global options"
_PREFIX = "global_"

Action = TypeVar("Action", bound=Callable[..., Exit | None])

Key = Annotated[
    str,
    typer.Option("--key", metavar="KEY", help="Name this act: the same key and inputs give the first result again."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Confirm = Annotated[
    list[str] | None,
    typer.Option("--confirm", metavar="NUMBER|all", help="Agree to a firm letter for this document, or for all."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the ledger.")]


def single() -> typer.Typer:
    """Make the `app` of a file that is one command."""
    return typer.Typer(add_completion=False, rich_markup_mode=None)


def group(summary: str) -> typer.Typer:
    """Make the `app` of a file that is a group of commands, such as `client`, with what it is for."""
    app = single()
    app.callback(cls=Group, help=summary, no_args_is_help=True)(_declared(_only_parse, "group", _GLOBALS))
    return app


def command(app: typer.Typer, name: str | None = None, *, example: str) -> Callable[[Action], Action]:
    """Register a function as a command of `app`; `example` holds one or more lines that can be typed as they stand."""

    def register(action: Action) -> Action:
        wrapped = _with_session(action)
        app.command(name, cls=Command, epilog=inspect.cleandoc(example))(wrapped)
        return action

    return register


def root(app: typer.Typer, summary: str) -> None:
    """Give the tool itself the global options and ``--version``."""
    app.callback(help=summary)(_declared(_only_parse, "invoicing", (_VERSION, *_GLOBALS)))


def _only_parse(**_values: object) -> None:
    """Do nothing: what stands before a command only sets its options."""


def _with_session(action: Action) -> Callable[..., Exit | None]:
    """Put the session in front of a command's own parameters and the global options behind them."""
    own = list(inspect.signature(action, eval_str=True).parameters.values())[1:]

    def run(*, ctx: typer.Context, **values: object) -> Exit | None:
        given: Given = ctx.find_root().obj
        session = given.session()
        own_values = {name: value for name, value in values.items() if not name.startswith(_PREFIX)}
        try:
            return action(session, **own_values)
        finally:
            for text in taken():
                output.note(session, text)

    run.__doc__ = action.__doc__
    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    return _declared(run, action.__name__, (context, *keywords, *_GLOBALS))


def _declared(function: Callable[..., Any], name: str, parameters: Sequence[inspect.Parameter]) -> Callable[..., Any]:
    """Give a function the name and the signature that Typer shall read."""

    def declared(**values: object) -> Any:  # noqa: ANN401  what the function gives
        return function(**values)

    declared.__name__ = name
    declared.__doc__ = function.__doc__
    declared.__annotations__ = {}
    declared.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return declared


def _hear(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> None:  # noqa: ANN401  text or flag
    """Note a global option that was written; one that was not is None or false and says nothing."""
    given = ctx.find_root().obj
    if value and isinstance(given, Given):
        given.say(str(param.name).removeprefix(_PREFIX), value)


def _show_version(ctx: typer.Context, *, value: bool) -> None:
    """Print the version and stop."""
    if value and not ctx.resilient_parsing:
        output.version(__version__, as_json=ctx.find_root().obj.json_asked)
        raise typer.Exit


def _text(name: str, metavar: str, text: str) -> inspect.Parameter:
    """Declare a global option with a value."""
    option = typer.Option(f"--{name}", metavar=metavar, help=text, **_common())
    return _parameter(name, Annotated[str, option], "")


def _flag(name: str, text: str) -> inspect.Parameter:
    """Declare a global option without a value."""
    option = typer.Option(f"--{name}", help=text, **_common())
    return _parameter(name, Annotated[bool, option], default=False)


def _common() -> dict[str, Any]:
    """Give what all global options share: they are heard, not handed to the command."""
    return {"callback": _hear, "expose_value": False, "show_default": False, "rich_help_panel": GLOBAL_PANEL}


def _parameter(name: str, annotation: object, default: object) -> inspect.Parameter:
    """Declare a parameter under a name that no command uses for its own."""
    return inspect.Parameter(_PREFIX + name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_VERSION = _parameter(
    "version",
    Annotated[bool, typer.Option("--version", help="Print the version.", callback=_show_version, show_default=False)],
    default=False,
)

# Typer needs them declared on every level where they may stand.
_GLOBALS = (
    _text("book", "DIR", "The folder of the book (else INVOICING_BOOK, else found from here upwards)."),
    _flag("json", "Answer with one JSON value on standard output."),
    _text("today", "DATE", "The day that counts as today (else INVOICING_TODAY, else the clock)."),
    _text("lang", "TAG", "The language of what is written (else the client's)."),
    _flag("quiet", "No notes and no progress."),
    _flag("debug", "Show a traceback when something breaks."),
)
