"""Documents that come again: a rule, the days it names, the days still to be made, and the period each one bills.

A day the month lacks becomes its last day, and the next month that has it gets it back: the 31st is 28 February and
31 March (RFC 7529 ``SKIP=BACKWARD``; the ``SKIP=OMIT`` of RFC 5545 would lose an invoice). Everything here is a day,
never an hour, so that neither a time zone nor a change of the clock can move anything.

A run is known by the day the rule names for it. Where weekends are avoided that day still names the run, and
`issue_day` says when it is made: no run is lost or doubled when several fall on one Monday, or when the rule ends on a
Sunday.
"""

from __future__ import annotations

from invoicing.domain.recurrence.days import (
    Recurring,
    Version,
    dates,
    due_dates,
    edited,
    issue_day,
    next_dates,
    rule_on,
)
from invoicing.domain.recurrence.period import period_of, period_shape, period_text
from invoicing.domain.recurrence.rule import COVERS, EXAMPLES, UNITS, WEEKENDS, Rule, describe
from invoicing.domain.recurrence.words import parse_rule

__all__ = [
    "COVERS",
    "EXAMPLES",
    "UNITS",
    "WEEKENDS",
    "Recurring",
    "Rule",
    "Version",
    "dates",
    "describe",
    "due_dates",
    "edited",
    "issue_day",
    "next_dates",
    "parse_rule",
    "period_of",
    "period_shape",
    "period_text",
    "rule_on",
]
