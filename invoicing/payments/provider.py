"""The values a payment provider takes and gives, and the interface each provider keeps.

Everything here is plain: no provider's own object leaves its module, amounts are `Money`, days are dates in UTC.
What a provider says is a fact about money that moved; what it means for a document is decided above this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from invoicing.domain.errors import OutsideFailed
from invoicing.domain.money import Money  # noqa: TC001  domain.values reads the hints of LinkRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

Purpose = Literal["full", "deposit", "instalment", "balance"]
PURPOSES: tuple[Purpose, ...] = ("full", "deposit", "instalment", "balance")
Outcome = Literal["paid", "pending", "failed", "nothing-due", "open", "expired"]
DisputeKind = Literal["inquiry", "chargeback"]
RefundReason = Literal["", "duplicate", "fraudulent", "requested_by_customer"]


class ProviderFailed(OutsideFailed):
    """A call to the provider did not end well.

    `certain` says that nothing was done at the provider (it refused); otherwise the outcome is unknown and must be
    looked up before anything is tried again. `spent` says that the provider has stored this answer under the
    idempotency key, so that a further try needs the next attempt number.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        remedy: str = "",
        certain: bool = False,
        spent: bool = False,
        request_id: str = "",
    ) -> None:
        """Keep what decides how a caller goes on."""
        super().__init__(code, message, remedy=remedy)
        self.certain = certain
        self.spent = spent
        self.request_id = request_id


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """One payment link to be made: what is asked for, for which document, in which revision.

    `part` numbers an instalment from 1, else it is 0. `revision` grows each time the open amount changes, `attempt`
    each time the provider has stored a failure for the same request. `book` tells two books on one account apart.
    Asking twice with equal values gives the same link.
    """

    document: str
    purpose: Purpose
    amount: Money
    description: str
    part: int = 0
    revision: int = 1
    attempt: int = 1
    book: str = ""
    statement_suffix: str = ""
    return_message: str = ""
    inactive_message: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What our own metadata on a provider's object says; `document` is empty when the object is not ours."""

    document: str = ""
    purpose: str = ""
    part: int = 0
    revision: int = 0
    book: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A payment link as the provider has it.

    `amount` is None when the provider did not repeat it; `used` says that it has been paid as often as it may be.
    """

    id: str
    url: str
    active: bool
    amount: Money | None
    live: bool
    reference: Reference
    used: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement on the provider's balance, in the payout currency: `net` = `amount` - `fee`."""

    id: str
    amount: Money
    fee: Money
    net: Money
    kind: str


@dataclass(frozen=True, slots=True)
class Paid:
    """One checkout through a link, and what came of it.

    `amount` is what arrived, in the currency of the document, never what the link asked for. `movement` is None until
    the provider has settled its fee. `paid_on` is the UTC day.
    """

    session: str
    link: str
    payment_intent: str
    charge: str
    outcome: Outcome
    amount: Money
    movement: Movement | None
    reference: Reference
    paid_on: date
    live: bool

    @property
    def fee(self) -> Money | None:
        """What the provider kept, in the payout currency."""
        return self.movement.fee if self.movement else None

    @property
    def net(self) -> Money | None:
        """What reaches the balance, in the payout currency."""
        return self.movement.net if self.movement else None

    @property
    def payout_currency(self) -> str:
        """The currency of fee and net, or an empty text while they are unknown."""
        return self.movement.net.currency if self.movement else ""


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back to the payer, in the currency of the document; `raw` is the provider's own word."""

    id: str
    payment_intent: str
    charge: str
    amount: Money
    raw: str
    reason: str
    movement: Movement | None
    returned: Movement | None
    reference: Reference
    made_on: date
    live: bool

    @property
    def counts(self) -> bool:
        """Say whether the money has left us: it has when the refund is pending or done, not when it failed."""
        return self.raw in {"pending", "succeeded"}

    @property
    def failed(self) -> bool:
        """Say whether the refund came back or was called off, so that the payment stands again."""
        return self.raw in {"failed", "canceled"}


@dataclass(frozen=True, slots=True)
class Dispute:
    """An inquiry or a chargeback about one payment.

    `raw` is the provider's own word; a word that is not `known` counts as open. `due_by` is the last day for evidence
    (UTC), None when no answer is possible; `due_at` the same in epoch seconds. What it cost stands in `movements`,
    not in `amount`.
    """

    id: str
    charge: str
    payment_intent: str
    kind: DisputeKind
    raw: str
    known: bool
    open: bool
    amount: Money
    reason: str
    network: str
    due_by: date | None
    due_at: int
    refundable: bool
    staged: bool
    submissions: int
    eligible: tuple[str, ...]
    movements: tuple[Movement, ...]
    reference: Reference
    opened_on: date
    live: bool

    @property
    def answerable(self) -> bool:
        """Say whether evidence can still be given."""
        return self.due_by is not None and self.raw.endswith("needs_response") and self.submissions == 0


@dataclass(frozen=True, slots=True)
class Warned:
    """A bank's early warning of fraud: refunding now avoids a chargeback and its fee."""

    id: str
    charge: str
    actionable: bool
    reference: Reference


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something on the account that is not this book's; it is reported and never booked."""

    id: str
    what: str
    why: str


Arrived = Paid | Refund | Dispute | Link | Warned | Foreign


@dataclass(frozen=True, slots=True)
class Hint:
    """An event of the provider: it says which object to look at, and nothing else is believed of it."""

    id: str
    type: str
    object_id: str
    created: int
    live: bool
    charge: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """Evidence as the provider holds it after a call: staged only, or handed to the bank."""

    dispute: Dispute
    submitted: bool


class PaymentProvider(Protocol):
    """What `app` may ask of a provider. Every method raises `ProviderFailed` or `Refused`, never the SDK's errors.

    `act` and `key` name the intent in the book (the number of its event and of its try). The same name asks for the
    same thing again and gets the same answer: a new intent needs a new name, as does a try after a `spent` failure.
    """

    @property
    def live(self) -> bool:
        """Say whether real money moves."""
        ...

    def create_link(self, request: LinkRequest) -> Link:
        """Make a link, or give the one an equal request made before."""
        ...

    def find_link(self, request: LinkRequest) -> Link | None:
        """Look for a link that this request has made although its answer was lost."""
        ...

    def link(self, link_id: str) -> Link:
        """Fetch a link as it stands now."""
        ...

    def deactivate_link(self, link_id: str, message: str, act: str) -> Link:
        """Close a link; closing a closed one is harmless."""
        ...

    def hints(self, since: int | None) -> tuple[Hint, ...]:
        """List what happened since an instant (epoch seconds), oldest first."""
        ...

    def look(self, hint: Hint) -> tuple[Arrived, ...]:
        """Fetch the objects a hint points at, as they stand now."""
        ...

    def payments_of(self, link_id: str) -> tuple[Arrived, ...]:
        """List the finished checkouts of a link: the repair when events were missed."""
        ...

    def payment(self, payment_intent: str) -> tuple[Arrived, ...]:
        """Find the checkout behind a payment; nothing when it came another way."""
        ...

    def refund(
        self, payment_intent: str, amount: Money, key: str, reason: RefundReason = "", attempt: int = 1
    ) -> Refund:
        """Send money back; an equal key and attempt never does it twice."""
        ...

    def find_refund(self, payment_intent: str, key: str) -> Refund | None:
        """Look for a refund that this key has made although its answer was lost."""
        ...

    def refunds_of(self, *, charge: str) -> tuple[Arrived, ...]:
        """List the refunds of a charge."""
        ...

    def disputes(self, payment_intent: str = "", since: int | None = None) -> tuple[Arrived, ...]:
        """List disputes, of one payment or all opened since an instant."""
        ...

    def dispute(self, dispute_id: str) -> Dispute:
        """Fetch a dispute as it stands now."""
        ...

    def upload_evidence(self, name: str, content: bytes, act: str) -> str:
        """Store one evidence file and give its id."""
        ...

    def stage_evidence(self, dispute_id: str, evidence: Mapping[str, object], act: str) -> Staged:
        """Put evidence on a dispute without handing it to the bank."""
        ...

    def submit_evidence(self, dispute_id: str, act: str) -> Staged:
        """Hand the staged evidence to the bank: once, and final."""
        ...

    def accept_loss(self, dispute_id: str, act: str) -> Dispute:
        """Give a dispute up as lost: final."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to be paid, as discovery finds it: `online` ones have an account that `connect` opens."""

    key: str
    online: bool
    currencies: frozenset[str]
    connect: Callable[..., PaymentProvider] | None = None


def payments_in(arrived: Sequence[Arrived]) -> tuple[Paid, ...]:
    """Pick the checkouts out of what arrived."""
    return tuple(one for one in arrived if isinstance(one, Paid))
