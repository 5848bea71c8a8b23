"""What the tests of mail share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trustme

from tests.mail.servers import Authority, Post, listening

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def post() -> Iterator[Post]:
    """Run a server without TLS that takes everything."""
    with listening(Post()) as running:
        yield running


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Make the authority once: nobody else trusts it."""
    return Authority(trustme.CA())
