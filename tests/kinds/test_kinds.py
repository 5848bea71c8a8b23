"""Kinds are found by their file names, and a file without a kind is our own mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invoicing import discovery, kinds
from invoicing.domain.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_kind_is_found_by_its_key_and_an_unknown_one_names_the_nearest() -> None:
    """The key is the file name with - for _; UNTDID 1001 calls a credit note 381."""
    assert kinds.kind("credit-note").code == "381"
    with pytest.raises(NotFound) as caught:
        kinds.kind("invoise")
    assert "invoice" in caught.value.remedy


def test_every_kind_is_called_as_its_file() -> None:
    """A plug-in is one file: its key and its name agree."""
    assert [one.key for one in kinds.kinds()] == sorted(discovery.find("invoicing.kinds"))


def test_a_file_without_a_kind_is_our_own_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not an error of the user: it breaks loudly."""

    def load(*_names: str) -> object:
        return "no kind"

    patched: Callable[..., object] = load
    monkeypatch.setattr(discovery, "load", patched)
    kinds.kind.cache_clear()
    with pytest.raises(TypeError, match="has no Kind in KIND"):
        kinds.kind("invoice")
    monkeypatch.undo()
    kinds.kind.cache_clear()
    assert kinds.kind("invoice").code == "380"
