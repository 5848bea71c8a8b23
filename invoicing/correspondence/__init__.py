"""Letters: facts and a text in the client's language become a letter, as blocks for a page, plain text and HTML."""

from __future__ import annotations
