"""What speaks against the end of an agreement, gathered from the acts of a client and of its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.dunning.termination import Ending

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.acts import Acts


def ending_of(
    acts: Acts, client: str, numbers: Sequence[str], today: date, *, notices: int, more_incidents: int = 0
) -> Ending:
    """Gather it; `notices` were written, `more_incidents` are on record beside those in the log."""
    subjects = (client, *numbers)
    return Ending(
        disputes=tuple(one for one in subjects if acts.objections.get(one)),
        promises=tuple(
            one for one in subjects if any(promise.until >= today for promise in acts.promises.get(one, ()))
        ),
        plans=tuple(one for one in subjects if one in acts.plans),
        holds=tuple(
            one
            for one in subjects
            if any(hold.until is None or hold.until >= today for hold in acts.holds.get(one, ()))
        ),
        notices=notices,
        incidents=sum(acts.incidents.get(one, 0) for one in subjects) + more_incidents,
    )
