"""The body of an e-mail: text and its HTML twin, with files beside them (RFC 2045, 2046, 2183, 2231).

Text is quoted-printable and files are base64. Neither can hold ``=_``, with which every boundary begins, so that no
content can end a part before its time; and a boundary is made from the content, so that equal mails are equal bytes.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from invoicing.mail.headers import header

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an e-mail; `type` is its media type, e.g. ``application/pdf``."""

    name: str
    type: str
    content: bytes


def entity(text: str, html: str, attachments: Sequence[Attachment]) -> bytes:
    """Write the headers and the body of all the content: one text, or the two twins, or these with files."""
    content = _text(text, "plain")
    if html:
        content = _multipart("alternative", (content, _text(html, "html")))
    if attachments:
        content = _multipart("mixed", (content, *map(_file, attachments)))
    return content


def _text(text: str, subtype: str) -> bytes:
    """Write one text part. Every kind of line end becomes CRLF, and the last line has one."""
    lines = re.sub(r"\r\n?|\n", "\r\n", text.rstrip("\r\n") + "\n")
    return (
        header("Content-Type", [f"text/{subtype};", "charset=utf-8"])
        + header("Content-Transfer-Encoding", ["quoted-printable"])
        + b"\r\n"
        + b2a_qp(lines.encode(), istext=True)
    )


def _file(attachment: Attachment) -> bytes:
    return (
        header("Content-Type", [attachment.type])
        + header("Content-Transfer-Encoding", ["base64"])
        + header("Content-Disposition", ["attachment;", _filename(attachment.name)])
        + b"\r\n"
        + encodebytes(attachment.content).replace(b"\n", b"\r\n")
    )


def _filename(name: str) -> str:
    """Write the parameter for a file's name: quoted, or by RFC 2231 where it is not ASCII."""
    if name.isascii() and "=?" not in name:
        return 'filename="' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return "filename*=utf-8''" + quote(name, safe="")


def _multipart(subtype: str, parts: Sequence[bytes]) -> bytes:
    digest = sha256(subtype.encode())
    for part in parts:
        digest.update(sha256(part).digest())
    boundary = f"=_{digest.hexdigest()[:32]}".encode()
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    content_type = header("Content-Type", [f"multipart/{subtype};", f'boundary="{boundary.decode()}"'])
    return content_type + b"\r\n" + body + b"--" + boundary + b"--\r\n"
