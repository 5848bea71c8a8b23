"""The ladder of reminders: what is known of an open document, what holds it, and what is to be done today.

The ladder has grades: 0 courtesy notice before the due date, 1 2 3 reminders, 4 final notice, 5 suspension of work,
6 termination, 7 hand-over. Each document rises one grade of its own; no grade is skipped unasked. A hold of any kind
beats every grade, and each decision says the first day on which it could be another.

`stand` judges promises, plans, disputes and holds as they are on a day; `decide` takes what it gives and says what
to do. Both are pure.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from invoicing.domain.dunning.decision import Decision, decide
    from invoicing.domain.dunning.facts import Blocker, Facts, Letter
    from invoicing.domain.dunning.forms import Form, form_for
    from invoicing.domain.dunning.policy import CONFIRMED_FROM, LAST_GRADE, LETTERS, GradeRule, Policy, usual
    from invoicing.domain.dunning.standing import (
        Account,
        Hold,
        Instalment,
        Message,
        Objection,
        Plan,
        Promise,
        Receipt,
        Standing,
        stand,
    )
    from invoicing.domain.dunning.termination import Ending, end_day, lacking

__all__ = [
    "CONFIRMED_FROM",
    "LAST_GRADE",
    "LETTERS",
    "Account",
    "Blocker",
    "Decision",
    "Ending",
    "Facts",
    "Form",
    "GradeRule",
    "Hold",
    "Instalment",
    "Letter",
    "Message",
    "Objection",
    "Plan",
    "Policy",
    "Promise",
    "Receipt",
    "Standing",
    "decide",
    "end_day",
    "form_for",
    "lacking",
    "stand",
    "usual",
]

# A list of who is late needs a third of these; each is loaded when it is first asked for.
_HOME = {
    **dict.fromkeys(("Decision", "decide"), "decision"),
    **dict.fromkeys(("Blocker", "Facts", "Letter"), "facts"),
    **dict.fromkeys(("Form", "form_for"), "forms"),
    **dict.fromkeys(("CONFIRMED_FROM", "LAST_GRADE", "LETTERS", "GradeRule", "Policy", "usual"), "policy"),
    **dict.fromkeys(("Ending", "end_day", "lacking"), "termination"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each name has its own type, see above
    """Load a public name when it is first asked for."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"{__name__}.{_HOME.get(name, 'standing')}"), name)
    globals()[name] = found
    return found
