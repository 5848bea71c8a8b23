"""What a verb has to say beside its result: a link that is pending, a deadline that is near.

A verb that does its own work well but could not finish what hangs on it says so here; the command line prints it on
standard error after the command, a worker or a web page takes it for its log.
"""

from __future__ import annotations

from contextvars import ContextVar

_SAID: ContextVar[tuple[str, ...]] = ContextVar("said", default=())


def say(text: str) -> None:
    """Keep a sentence for whoever called the verb, once."""
    said = _SAID.get()
    if text not in said:
        _SAID.set((*said, text))


def taken() -> tuple[str, ...]:
    """Give what was said since the last time, in order, and forget it."""
    said = _SAID.get()
    _SAID.set(())
    return said
