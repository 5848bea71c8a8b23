"""What a server says, made fit to be kept and shown: one line, not too long, and without the password."""

from __future__ import annotations

from base64 import b64encode

LONGEST = 500


class Veil:
    """Takes the password out of every text, also in the forms in which it goes over the wire (RFC 4616)."""

    __slots__ = ("_secrets",)

    def __init__(self, user: str = "", password: str = "") -> None:
        """Remember what must not be shown."""
        forms = (password, f"\0{user}\0{password}") if password else ()
        encoded = (b64encode(form.encode()).decode() for form in forms)
        # The longest first, for one may be a part of another.
        self._secrets = sorted((*forms, *encoded), key=len, reverse=True)

    def __repr__(self) -> str:
        """Show nothing."""
        return "Veil()"

    def text(self, words: bytes | str) -> str:
        """Give the words on one line, at most 500 characters of them."""
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:LONGEST]
