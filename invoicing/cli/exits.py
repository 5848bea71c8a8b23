"""What the exit code of a command means."""

from __future__ import annotations

from enum import IntEnum

from invoicing.domain.errors import Conflict, InvoicingError, NotFound, OutsideFailed, Refused, UsageFault


class Exit(IntEnum):
    """The contract with scripts: these numbers never change their meaning."""

    DONE = 0
    FINDINGS = 1  # only verify, doctor, letters check and einvoice check
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    CONFLICT = 5
    OUTSIDE = 6
    FAULT = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as a shell counts
    PIPE_CLOSED = 141  # 128 + SIGPIPE


_BY_CLASS: tuple[tuple[type[InvoicingError], Exit], ...] = (
    (UsageFault, Exit.USAGE),
    (Refused, Exit.REFUSED),
    (NotFound, Exit.NOT_FOUND),
    (Conflict, Exit.CONFLICT),
    (OutsideFailed, Exit.OUTSIDE),
)


def exit_of(error: InvoicingError) -> Exit:
    """Give the exit code of an error by its class; a class of its own that nobody listed is our fault."""
    return next((code for kind, code in _BY_CLASS if isinstance(error, kind)), Exit.FAULT)
