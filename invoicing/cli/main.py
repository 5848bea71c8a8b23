"""Where a command line comes in, and the one place where an error becomes an exit code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import typer
import typer.main

from invoicing.cli import output
from invoicing.cli.context import Given
from invoicing.cli.exits import Exit, exit_of
from invoicing.cli.lazy import Root
from invoicing.cli.options import root
from invoicing.domain.errors import Finding, InvoicingError, Refused, UsageFault, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "invoicing"

# What Typer calls its usage errors, and our stable codes for them.
_USAGE_CODES = {
    "NoSuchOption": "unknown-option",
    "BadOptionUsage": "bad-option",
    "BadParameter": "bad-value",
    "FileError": "bad-file",
}


def main(argv: Sequence[str]) -> int:
    """Run one command line and give its exit code; every error has been printed, and no exception gets out."""
    args = list(argv)
    given = Given.of(args, os.environ)
    try:
        result = _tree().main(args=args, prog_name=PROGRAM, standalone_mode=False, obj=given)
    except Exception as error:  # noqa: BLE001  the last net: whatever it is, it becomes an answer
        return _answer(error, given)
    except SystemExit as leaving:  # Typer leaves so after shell completion, and when the reader of a pipe has gone
        return Exit.PIPE_CLOSED if isinstance(leaving.__context__, BrokenPipeError) else Exit.DONE
    return result if isinstance(result, int) else Exit.DONE


def _tree() -> Any:  # noqa: ANN401  Typer keeps the class private
    """Build the root of the commands."""
    app = typer.Typer(cls=Root, rich_markup_mode=None, no_args_is_help=True)
    root(app, "Issue invoices, get paid, and write to clients who are late, from one folder.")
    return typer.main.get_command(app)


def _answer(error: Exception, given: Given) -> Exit:
    """Print an error the way it was asked for, and give its exit code."""
    if type(error).__name__ == "NoArgsIsHelpError" and not given.json_asked:
        output.page(str(error))
        return Exit.USAGE
    known = _as_ours(error)
    if given.debug:
        output.traceback_of(error)
    output.complain(known, as_json=given.json_asked)
    return exit_of(known)


def _as_ours(error: Exception) -> InvoicingError:
    """Take an error of ours as it is, and give every other one our shape."""
    if isinstance(error, InvoicingError):
        return error
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if isinstance(error, OSError) and error.filename is not None:
        return _file_trouble(error)
    return InvoicingError(
        "internal",
        f"something broke inside the tool: {type(error).__name__}: {error}",
        remedy="nothing half-done is kept; run it again with --debug and report what it prints",
    )


def _usage(error: typer.TyperException) -> UsageFault:
    """Give a usage error of Typer a stable code, a place, a remedy and an example."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else PROGRAM
    example = ((context.command.epilog if context else "") or "").partition("\n")[0]
    option = getattr(error, "option_name", "")
    close = nearest(option, _options(context)) if option else ""
    finding = Finding(
        _usage_code(error),
        _sentence(error),
        where=option or _parameter(error),
        remedy=f"did you mean {close}?" if close and close != option else f"see `{path} --help`",
        example=example,
    )
    return UsageFault(finding.code, finding.message, remedy=finding.remedy, where=finding.where, findings=[finding])


def _usage_code(error: typer.TyperException) -> str:
    """Give the stable code of a usage error."""
    name = type(error).__name__
    if name == "MissingParameter":
        return f"missing-{getattr(getattr(error, 'param', None), 'param_type_name', 'argument')}"
    return _USAGE_CODES.get(name, "bad-usage")


def _sentence(error: typer.TyperException) -> str:
    """Give the message as we write them: no capital, no full stop; a help page is not a message."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return "no command was given"
    text = (error.message if hasattr(error, "option_name") else error.format_message()).strip().rstrip(".")
    return text[:1].lower() + text[1:]


def _parameter(error: typer.TyperException) -> str:
    """Name the parameter that is wrong as it is written: ``--line`` or ``FILE``."""
    param = getattr(error, "param", None)
    if param is None:
        return ""
    return str(param.opts[0] if param.param_type_name == "option" else param.human_readable_name)


def _options(context: Any) -> list[str]:  # noqa: ANN401  Typer keeps the class private
    """List the options that may stand where the wrong one stood."""
    return [name for param in context.command.get_params(context) for name in param.opts] if context else []


def _file_trouble(error: OSError) -> Refused:
    """Say which file could not be read or written, and why."""
    return Refused.one(
        "file-trouble",
        f"{error.filename}: {(error.strerror or str(error)).lower()}",
        where=str(error.filename),
        remedy="check the path, the rights of its folder and the room on the disk",
    )
