"""Keys of two kinds: the secret that opens the Stripe account, and the idempotency keys that name one act.

A secret comes from the environment or the keyring and from nowhere else; whatever text leaves this room is masked.
An idempotency key is made from what identifies the intent, so that the same intent gives the same key after a crash.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote

from invoicing.domain.errors import Refused
from invoicing.payments.provider import Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.payments.provider import LinkRequest

SECRET_VARIABLE = "STRIPE_API_KEY"  # noqa: S105  # the name of a variable, no secret
# As Stripe's own command line calls it, and as its documentation does.
SECRET_VARIABLES = (SECRET_VARIABLE, "STRIPE_SECRET_KEY")
WEBHOOK_VARIABLE = "STRIPE_WEBHOOK_SECRET"
KEYRING_SERVICE = "invoicing"
# What a restricted key needs, and nothing else. Names as the Dashboard writes them.
PERMISSIONS = (
    "Payment Links: write",
    "Prices: write",
    "Products: write",
    "Checkout Sessions: read",
    "Refunds: write",
    "Disputes: write",
    "Files: write",
    "Charges: read",
    "PaymentIntents: read",
    "Balance transactions: read",
    "Events: read",
)
TOOL = "invoicing"
LONGEST_KEY = 255
_SECRET = re.compile(r"\b((?:sk|rk|pk)_(?:live_|test_)?+|whsec_)[A-Za-z0-9_*]{4,}")
_FORBIDDEN_IN_STATEMENT = re.compile(r"[^A-Za-z0-9 ./#&,-]+")
# The complete text is PREFIX*_SUFFIX in 22 characters; the account's prefix has 2 to 10 of them.
STATEMENT_LENGTH = 22
LONGEST_PREFIX = 10


def mask(text: str, secret: str = "") -> str:
    """Take every key out of a text; of a key only its kind remains."""
    text = _SECRET.sub(r"\1…", text)
    return text.replace(secret, "…") if secret else text


def read_secret(environ: Mapping[str, str], *, live: bool = False, allowed: bool = False) -> str:
    """Read the account's key from the environment, else from the keyring.

    `live` asks for a live key, `allowed` only lets one be used. Refused: ``stripe-no-key`` when there is none,
    ``stripe-wrong-key`` when it is a publishable or webhook key or no Stripe key at all, ``stripe-live-key`` when it
    moves real money and nobody said so, ``stripe-test-key`` the other way.
    """
    written = (environ.get(name, "").strip() for name in SECRET_VARIABLES)
    secret = next((one for one in written if one), "") or _from_keyring()
    if not secret:
        raise Refused.one(
            "stripe-no-key",
            "there is no Stripe key",
            where=SECRET_VARIABLE,
            remedy=f"set {SECRET_VARIABLE} to a restricted key with: " + "; ".join(PERMISSIONS),
            example=f"export {SECRET_VARIABLE}=rk_test_…",
        )
    _check_kind(secret)
    if is_live(secret) and not (live or allowed):
        raise Refused.one(
            "stripe-live-key",
            "this is a live key: real money would move",
            where=SECRET_VARIABLE,
            remedy="add --live when that is meant (for good: live = true under [stripe]), or use a test key",
            example="--live",
        )
    if live and not is_live(secret):
        raise Refused.one(
            "stripe-test-key",
            "--live was asked for, but the key is a test key",
            where=SECRET_VARIABLE,
            remedy="use a live key, or leave --live out",
        )
    return secret


def _check_kind(secret: str) -> None:
    """Refuse what cannot be an account's secret."""
    if re.fullmatch(r"(sk|rk)_[A-Za-z0-9_]+", secret):
        return
    kinds = {"pk": "a publishable key", "whsec": "a webhook secret"}
    kind = kinds.get(secret.partition("_")[0], "no Stripe key")
    raise Refused.one(
        "stripe-wrong-key",
        f"{SECRET_VARIABLE} holds {kind}",
        where=SECRET_VARIABLE,
        rule="a secret key starts with sk_ or, better, rk_",
        remedy="make a restricted key with: " + "; ".join(PERMISSIONS),
        example="rk_test_…",
    )


def _from_keyring() -> str:
    """Ask the system's keyring, when the package is there and has a place to keep secrets."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(KEYRING_SERVICE, SECRET_VARIABLE) or "").strip()
    except KeyringError:
        return ""


def is_live(secret: str) -> bool:
    """Say whether a key moves real money."""
    return "_live_" in secret


def act_key(*parts: object) -> str:
    """Join what identifies an act into an idempotency key of at most 255 ASCII characters, always the same."""
    text = ":".join(quote(str(part), safe="/ ") for part in parts)
    if len(text) <= LONGEST_KEY:
        return text
    return f"{TOOL}:{sha256(text.encode()).hexdigest()}"


def link_key(request: LinkRequest) -> str:
    """Name the act of making one link: document, purpose, amount, currency, revision and attempt."""
    purpose = f"{request.purpose}{request.part or ''}"
    amount = f"{request.amount}{request.amount.currency}"
    return act_key(
        TOOL, "link", request.book, request.document, purpose, amount, f"r{request.revision}", f"a{request.attempt}"
    )


def link_metadata(request: LinkRequest) -> dict[str, str]:
    """Give the metadata that lead a payment back to its document; no names, no addresses."""
    return {**dict(request.metadata), **own_metadata(request)}


def own_metadata(request: LinkRequest) -> dict[str, str]:
    """Give the part of the metadata that identifies the request."""
    own = {
        "tool": TOOL,
        "invoice": request.document,
        "purpose": request.purpose,
        "part": str(request.part),
        "revision": str(request.revision),
        "amount": f"{request.amount} {request.amount.currency}",
        "book": request.book,
    }
    return {key: value for key, value in own.items() if value}


def reference_of(metadata: Mapping[str, object] | None) -> Reference:
    """Read our metadata back; without the tool's name or a document it is not ours and the reference is empty."""
    data = {key: str(value) for key, value in (metadata or {}).items()}
    if data.get("tool") != TOOL or not data.get("invoice"):
        return Reference()
    return Reference(
        document=data["invoice"],
        purpose=data.get("purpose", ""),
        part=_whole(data.get("part", "")),
        revision=_whole(data.get("revision", "")),
        book=data.get("book", ""),
    )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def statement_suffix(document: str, prefix: str = "") -> str:
    """Make the part of the card statement that names the document.

    Latin letters and digits only, at least one letter, and short enough that PREFIX, ``*``, a space and the suffix fit
    22 characters (docs.stripe.com/get-started/account/statement-descriptors). An unknown prefix is taken as the longest
    one allowed. When it must be cut the end of the number stays, for it tells documents apart.
    """
    room = STATEMENT_LENGTH - 2 - (len(prefix) or LONGEST_PREFIX)
    text = _FORBIDDEN_IN_STATEMENT.sub("", normalize("NFKD", document)).strip(" -./#,&")
    if not any(char.isalpha() for char in text[-room:]):
        text = "R" + text[-(room - 1) :]
    return text[-room:].strip(" -./#,&")
