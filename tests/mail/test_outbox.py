"""The way of a message through the outbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Conflict
from invoicing.mail.outbox import WAITS, Item, begun, ended, interrupted, may_send
from invoicing.mail.outcome import Outcome

if TYPE_CHECKING:
    from invoicing.mail.outcome import Kind

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def after(kind: Kind, attempts: int = 1) -> Item:
    """Give an item whose last attempt ended so."""
    return ended(Item("1", "sending", attempts), Outcome(kind, "answer", 250), NOW)


@pytest.mark.parametrize(
    ("kind", "state", "by_itself"),
    [
        ("sent", "sent", False),
        ("refused", "failed", False),
        ("retry", "failed", True),
        ("uncertain", "uncertain", False),
    ],
)
def test_only_what_the_server_put_off_is_sent_again_by_itself(kind: Kind, state: str, by_itself: bool) -> None:  # noqa: FBT001
    """The server may have taken the uncertain one, so a person has to look first."""
    item = after(kind)
    assert item.state == state
    assert item.outcome == Outcome(kind, "answer", 250)
    assert may_send(item, LATER) is by_itself
    assert may_send(item, LATER, by_hand=True)


def test_waits_grow_and_come_to_an_end() -> None:
    """Five minutes, half an hour, two hours, eight hours, then only by hand."""
    waits = [after("retry", attempts).next_at for attempts in range(1, len(WAITS) + 2)]
    assert waits == [*(NOW + wait for wait in WAITS), None]
    item = after("retry")
    assert not may_send(item, NOW + WAITS[0] - timedelta(seconds=1))
    assert may_send(item, NOW + WAITS[0])
    assert list(WAITS) == sorted(WAITS)


def test_what_is_being_sent_is_nobody_elses() -> None:
    """Not by itself and not by hand: two senders would send it twice."""
    sending = begun(Item("1"), NOW)
    assert (sending.state, sending.attempts) == ("sending", 1)
    for by_hand in (False, True):
        assert not may_send(sending, LATER, by_hand=by_hand)
        with pytest.raises(Conflict) as caught:
            begun(sending, LATER, by_hand=by_hand)
        assert caught.value.code == "mail-not-to-send"


def test_a_crash_while_sending_leaves_it_uncertain() -> None:
    """Nobody knows how far it came."""
    left = interrupted(begun(Item("1"), NOW))
    assert left.state == "uncertain"
    with pytest.raises(Conflict):
        begun(left, LATER)
    assert begun(left, LATER, by_hand=True).attempts == 2


@pytest.mark.parametrize("item", [Item("1"), after("sent"), after("retry"), after("uncertain")])
def test_what_was_not_begun_cannot_end(item: Item) -> None:
    """An outcome belongs to one attempt."""
    with pytest.raises(Conflict) as caught:
        ended(item, Outcome("sent", "answer"), NOW)
    assert caught.value.code == "mail-not-begun"
    with pytest.raises(Conflict) as caught:
        interrupted(item)
    assert caught.value.code == "mail-not-begun"


@given(st.lists(st.sampled_from(("sent", "refused", "retry", "uncertain", "crash")), max_size=12))
def test_left_to_itself_a_message_is_taken_at_most_once(outcomes: list[str]) -> None:
    """Counting as taken what may have been: sent, uncertain, and a crash."""
    item, now, taken = Item("1"), NOW, 0
    for outcome in outcomes:
        now += timedelta(days=1)
        if not may_send(item, now):
            break
        item = begun(item, now)
        taken += outcome in {"sent", "uncertain", "crash"}
        item = interrupted(item) if outcome == "crash" else ended(item, Outcome(outcome, "answer"), now)  # type: ignore[arg-type]
    assert taken <= 1
    assert item.attempts <= len(WAITS) + 1
