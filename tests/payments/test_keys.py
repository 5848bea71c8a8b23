"""The account's key and the keys that name an act."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.payments import keys

if TYPE_CHECKING:
    from invoicing.payments.provider import LinkRequest


@pytest.mark.parametrize(
    ("secret", "live", "code"),
    [
        ("", False, "stripe-no-key"),
        ("pk_test_abcdefgh", False, "stripe-wrong-key"),
        ("pk_live_abcdefgh", True, "stripe-wrong-key"),
        ("whsec_abcdefgh", False, "stripe-wrong-key"),
        ("hunter2", False, "stripe-wrong-key"),
        ("sk_test_ab cd", False, "stripe-wrong-key"),
        ("sk_live_abcdefgh", False, "stripe-live-key"),
        ("rk_live_abcdefgh", False, "stripe-live-key"),
        ("rk_test_abcdefgh", True, "stripe-test-key"),
    ],
)
def test_a_key_that_must_not_be_used_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, secret: str, code: str, *, live: bool
) -> None:
    """Only secret and restricted keys, live ones only when asked for; the text never holds the key."""
    monkeypatch.setattr(keys, "_from_keyring", lambda: "")
    with pytest.raises(Refused) as caught:
        keys.read_secret({keys.SECRET_VARIABLE: secret}, live=live)
    assert caught.value.code == code
    assert not secret or secret not in f"{caught.value} {caught.value.remedy} {caught.value.findings}"


@pytest.mark.parametrize(
    ("secret", "live"), [("sk_test_abcdefgh", False), (" rk_test_abcdefgh\n", False), ("rk_live_abcdefgh", True)]
)
def test_a_good_key_is_taken_from_the_environment(secret: str, *, live: bool) -> None:
    """Blanks around it are an accident of copying."""
    assert keys.read_secret({keys.SECRET_VARIABLE: secret}, live=live) == secret.strip()


def test_the_keyring_is_asked_when_the_environment_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring's service is `invoicing`, the user name the variable's name."""

    class KeyringError(Exception):
        """As the package has it."""

    asked: list[tuple[str, str]] = []

    def get_password(service: str, name: str) -> str:
        asked.append((service, name))
        if len(asked) > 1:
            raise KeyringError
        return "rk_test_fromring"

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get_password))
    monkeypatch.setitem(sys.modules, "keyring.errors", SimpleNamespace(KeyringError=KeyringError))
    assert keys.read_secret({}) == "rk_test_fromring"
    assert asked == [("invoicing", "STRIPE_API_KEY")]
    with pytest.raises(Refused, match="no Stripe key"):
        keys.read_secret({})


def test_without_the_package_keyring_there_is_simply_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(Refused, match="no Stripe key"):
        keys.read_secret({})


@given(st.text("abcXYZ0189", min_size=4), st.sampled_from(["sk_live_", "rk_test_", "sk_", "pk_test_", "whsec_"]))
def test_no_key_survives_masking(body: str, kind: str) -> None:
    """Whatever key stands in a text, its body is gone."""
    masked = keys.mask(f"Invalid API Key: {kind}{body}!", f"{kind}{body}")
    assert masked == f"Invalid API Key: {kind}…!"
    assert keys.mask("secret-of-another-form", "secret-of-another-form") == "…"
    assert keys.mask("nothing here", "") == "nothing here"


def test_the_key_of_a_link_changes_with_everything_that_identifies_it(request_120: LinkRequest) -> None:
    """Document, purpose, part, amount, currency, revision, attempt and book; the same values give the same key."""
    variants = [
        request_120,
        replace(request_120, document="2026-0008"),
        replace(request_120, purpose="balance"),
        replace(request_120, purpose="instalment", part=1),
        replace(request_120, purpose="instalment", part=2),
        replace(request_120, amount=Money(12001, "EUR")),
        replace(request_120, amount=Money(12000, "USD")),
        replace(request_120, revision=2),
        replace(request_120, attempt=2),
        replace(request_120, book="b2"),
    ]
    made = [keys.link_key(one) for one in variants]
    assert len(set(made)) == len(made)
    assert keys.link_key(replace(request_120)) == made[0]
    assert all(word in made[0] for word in ("2026-0007", "full", "120.00EUR", "r1", "a1"))


@given(st.lists(st.text(), min_size=1, max_size=5), st.lists(st.text(), min_size=1, max_size=5))
def test_act_keys_fit_the_header_and_never_collide(one: list[str], other: list[str]) -> None:
    """At most 255 printable ASCII characters (docs.stripe.com/api/idempotent_requests), whatever a number holds."""
    key = keys.act_key(*one)
    assert len(key) <= 255
    assert key.isascii()
    assert key.isprintable()
    assert (key == keys.act_key(*other)) == (one == other)


def test_a_very_long_document_number_still_gives_a_key() -> None:
    """It is hashed."""
    assert keys.act_key("x" * 300) == keys.act_key("x" * 300)
    assert len(keys.act_key("x" * 300)) <= 255


@pytest.mark.parametrize(
    ("document", "prefix", "suffix"),
    [
        ("2026-0007", "", "R2026-0007"),  # digits alone lack the letter that is asked for
        ("RE2026/7", "", "RE2026/7"),
        ("INV-2026-00000123456", "", "R000123456"),  # the end tells documents apart
        ("INV-2026-000001234", "ACME", "V-2026-000001234"),
        ("FŹ 12*/'26", "", "FZ 12/26"),  # no < > \ ' " *, Latin letters only
        ("2026-0007", "STUDIO", "R2026-0007"),
    ],
)
def test_the_card_statement_names_the_document_within_22_characters(document: str, prefix: str, suffix: str) -> None:
    """docs.stripe.com/get-started/account/statement-descriptors: PREFIX* SUFFIX in 22, a letter in each."""
    made = keys.statement_suffix(document, prefix)
    assert made == suffix
    assert len(prefix or "x" * 10) + 2 + len(made) <= 22
    assert any(char.isalpha() for char in made)
    assert not set("<>\\'\"*") & set(made)


def test_metadata_of_others_give_no_reference(request_120: LinkRequest) -> None:
    """Without our tool's name or without a document nothing is taken for ours; odd numbers become 0."""
    assert keys.reference_of(keys.link_metadata(request_120)).document == "2026-0007"
    assert not keys.reference_of(None).document
    assert not keys.reference_of({"invoice": "2026-0007"}).document
    assert not keys.reference_of({"tool": "invoicing"}).document
    assert keys.reference_of({"tool": "invoicing", "invoice": "1", "part": "x", "revision": "²"}).part == 0
