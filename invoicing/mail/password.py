"""The password of the mail server: from the environment or the keyring, and from nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "INVOICING_SMTP_PASSWORD"
KEYRING_SERVICE = "invoicing"


def read_password(environ: Mapping[str, str]) -> str:
    """Read the password from the environment, else from the keyring. Refused with ``mail-no-password``.

    It is taken as it is, but for a line end that a file or a shell left behind it.
    """
    password = environ.get(VARIABLE, "").rstrip("\r\n") or _from_keyring()
    if not password:
        raise Refused.one(
            "mail-no-password",
            "there is no password for the mail server",
            where=VARIABLE,
            remedy=f"set {VARIABLE}, or keep it with `keyring set {KEYRING_SERVICE} {VARIABLE}`",
            example=f"read -rs {VARIABLE} && export {VARIABLE}",
        )
    return password


def _from_keyring() -> str:
    """Ask the system's keyring, when the package is there and has a place to keep secrets."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(KEYRING_SERVICE, VARIABLE) or ""
    except KeyringError:
        return ""
