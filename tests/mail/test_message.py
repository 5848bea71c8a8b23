"""A mail becomes bytes: equal for equal mails, read back whole, and with nothing in them that was not meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Refused
from invoicing.mail.address import Mailbox, wire_address
from invoicing.mail.headers import encoded_words, header, text_tokens
from invoicing.mail.message import LONGEST_LINE, Message, build, message_id
from invoicing.mail.mime import Attachment
from tests.mail.servers import mail, message

PDF = Attachment("2026-0001.pdf", "application/pdf", bytes(range(256)) * 40)
HOSTILE = (
    "Rosa\r\nBcc: thief@evil.example",
    "Rosa\nSubject: other",
    "Rosa\rX: y",
    "Rosa\u2028X: y",
    "Rosa\x85X: y",
    "Rosa\x0bX",
    "Rosa\x00",
    "Rosa\ud800",
)


def read(content: bytes) -> Any:  # noqa: ANN401
    """Parse as the standard library does: another implementation than the one that wrote it."""
    return message_from_bytes(content, policy=policy.default)


def people(content: bytes, name: str) -> list[tuple[str, str]]:
    """Read the names and addresses of one header, after RFC 2047."""
    raw = message_from_bytes(content)[name].replace("\r\n", "")
    return [(str(make_header(decode_header(shown))), address) for shown, address in getaddresses([raw])]


def subject(content: bytes) -> str:
    """Read the subject, after RFC 2047."""
    return str(make_header(decode_header(message_from_bytes(content)["Subject"].replace("\r\n", ""))))


FULL = mail(
    42,
    cc=(Mailbox("boekhouding@bücher.example", 'De "Boekhouding", afd. 3'),),
    bcc=(Mailbox("kopie@studio.example"),),
    reply_to=(Mailbox("conti@studio.example", "Contabilità"),),
    subject="Fattura 2026-0001 – metà novembre",
    text="Gentile Rosa,\n\n= 1.220,00 € =\n",
    html="<p>Gentile Rosa,</p>\n<p>1.220,00 €</p>\n",
    attachments=(PDF, Attachment("condizioni però.pdf", "application/pdf", b"%PDF-1.7")),
    language="it",
    in_reply_to="<2026-0001@studio.example>",
    references=("<2026-0000@studio.example>", "<2026-0001@studio.example>"),
)


def test_a_full_mail_is_read_back_whole() -> None:
    """Python's own parser finds every part; the copy nobody sees is in the envelope only."""
    built = build(FULL)
    parsed = read(built.content)
    assert not parsed.defects
    assert people(built.content, "From") == [("Studio Bianchi", "giulia@studio.example")]
    assert people(built.content, "Cc") == [('De "Boekhouding", afd. 3', "boekhouding@xn--bcher-kva.example")]
    assert people(built.content, "Reply-To") == [("Contabilità", "conti@studio.example")]
    assert subject(built.content) == "Fattura 2026-0001 – metà novembre"
    assert parsedate_to_datetime(parsed["Date"]) == FULL.sent_at
    assert parsed["Message-ID"] == built.id == "<2026-0042@studio.example>"
    assert parsed["In-Reply-To"] == "<2026-0001@studio.example>"
    assert parsed["References"] == "<2026-0000@studio.example> <2026-0001@studio.example>"
    assert parsed["Content-Language"] == "it"
    assert b"kopie" not in built.content
    assert built.sender == "giulia@studio.example"
    assert built.recipients == (
        "rosa@client.example",
        "boekhouding@xn--bcher-kva.example",
        "kopie@studio.example",
    )
    assert parsed.get_body(("plain",)).get_content().splitlines() == ["Gentile Rosa,", "", "= 1.220,00 € ="]
    assert parsed.get_body(("html",)).get_content().splitlines() == ["<p>Gentile Rosa,</p>", "<p>1.220,00 €</p>"]
    files = [(part.get_filename(), part.get_content_type(), part.get_content()) for part in parsed.iter_attachments()]
    assert files == [(one.name, one.type, one.content) for one in FULL.attachments]


def test_equal_mails_are_equal_bytes_on_every_version_of_python() -> None:
    """The hash was taken on 3.11.7, 3.12.1 and 3.13.0; a change of the format changes it, and is to be noticed."""
    assert build(FULL).content == build(replace(FULL)).content
    assert sha256(build(FULL).content).hexdigest() == (
        "f0881a86ccdb645a508ca439cdf7ce22137db278e9a12ca4d2ba48bf091e9caa"
    )


@pytest.mark.parametrize(
    ("html", "files", "types"),
    [
        ("", (), ["text/plain"]),
        ("<p>x</p>", (), ["multipart/alternative", "text/plain", "text/html"]),
        ("", (PDF,), ["multipart/mixed", "text/plain", "application/pdf"]),
        (
            "<p>x</p>",
            (PDF,),
            ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"],
        ),
    ],
)
def test_the_content_has_only_the_parts_it_needs(html: str, files: tuple[Attachment, ...], types: list[str]) -> None:
    """RFC 2046: twins are alternatives, the plainest first; files stand beside them."""
    parsed = read(message(html=html, attachments=files).content)
    assert [part.get_content_type() for part in parsed.walk()] == types


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["subject", "sender", "to", "cc", "bcc", "reply_to", "id"])
def test_nothing_that_ends_a_line_gets_into_a_header(text: str, place: str) -> None:
    """RFC 5322 section 2.2; Python's `splitlines` also breaks at the rarer separators."""
    value: object = text if place in {"subject", "id"} else (Mailbox("rosa@client.example", text),)
    value = Mailbox("giulia@studio.example", text) if place == "sender" else value
    with pytest.raises(Refused) as caught:
        build(mail(**{place: value}))  # type: ignore[arg-type]
    assert caught.value.code == ("mail-no-id" if place == "id" else "mail-header-break")
    assert caught.value.where == place


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": ()}, "mail-no-recipient"),
        ({"subject": "  "}, "mail-header-break"),
        ({"id": ""}, "mail-no-id"),
        ({"sent_at": datetime(2026, 11, 25, 9, 30)}, "mail-no-offset"),  # noqa: DTZ001
        ({"language": "it\r\nX: y"}, "mail-bad-language"),
        ({"in_reply_to": "<a b@c>"}, "mail-bad-reference"),
        ({"references": ("no-brackets@c",)}, "mail-bad-reference"),
        ({"text": "half \ud83d"}, "mail-bad-text"),
        ({"html": "half \ud83d"}, "mail-bad-text"),
        ({"attachments": (Attachment("../etc/passwd", "text/plain", b""),)}, "mail-bad-attachment"),
        ({"attachments": (Attachment("c:\\x.pdf", "text/plain", b""),)}, "mail-bad-attachment"),
        ({"attachments": (Attachment("..", "text/plain", b""),)}, "mail-bad-attachment"),
        ({"attachments": (Attachment("a\r\nX: y.pdf", "text/plain", b""),)}, "mail-bad-attachment"),
        ({"attachments": (Attachment("invoice\u202efdp.exe", "text/plain", b""),)}, "mail-bad-attachment"),
        ({"attachments": (Attachment("é" * 121, "text/plain", b""),)}, "mail-bad-attachment"),
        ({"attachments": (Attachment("a.eml", "message/rfc822", b""),)}, "mail-bad-attachment"),
        ({"attachments": (Attachment("a.pdf", "application/pdf\r\nX: y", b""),)}, "mail-bad-attachment"),
    ],
)
def test_a_mail_that_cannot_be_written_is_refused(changes: dict[str, Any], code: str) -> None:
    """Each place by its code."""
    with pytest.raises(Refused) as caught:
        build(mail(**changes))
    assert [one.code for one in caught.value.findings] == [code]


def test_everything_wrong_is_said_at_once() -> None:
    """Two addresses, the subject and the text."""
    broken = mail(to=(Mailbox("nobody"), Mailbox("a@b")), subject="x\ny", text="\ud800")
    with pytest.raises(Refused) as caught:
        build(broken)
    codes = [one.code for one in caught.value.findings]
    assert codes == ["mail-bad-address", "mail-bad-address", "mail-header-break", "mail-bad-text"]


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("rosa.verdi+conti@client.example", "rosa.verdi+conti@client.example"),
        ("o'brien@client.example", "o'brien@client.example"),
        ("Rosa@CLIENT.example", "Rosa@client.example"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("info@xn--bcher-kva.example", "info@xn--bcher-kva.example"),
        ("info@пример.испытание", "info@xn--e1afmkfd.xn--80akhbyknj4f"),
    ],
)
def test_an_address_is_written_in_ascii(address: str, wire: str) -> None:
    """RFC 3490; the last is the test domain of RFC 5735's time, as IANA lists its labels."""
    assert wire_address(address) == wire


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rosa",
        "@client.example",
        "rosa@",
        "rosa@client",
        "rosa@client..example",
        "rosa@-client.example",
        "rosa@client.example.",
        "rosa..verdi@client.example",
        ".rosa@client.example",
        "rosa verdi@client.example",
        "ròsa@client.example",
        "rosa@strasse@client.example",
        "rosa@straße.example",
        "<rosa@client.example>",
        "rosa@client.example\r\nRCPT TO:<thief@evil.example>",
        "rosa@client.example>,<thief@evil.example",
        "a" * 65 + "@client.example",
        "rosa@" + ".".join(["x" * 50] * 5) + ".example",
        "rosa@" + "x" * 64 + ".example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    """RFC 5321 sections 4.1.2 and 4.5.3.1; ß leads to two different domains in IDNA 2003 and 2008."""
    with pytest.raises(Refused) as caught:
        wire_address(address)
    assert caught.value.code == "mail-bad-address"


def test_one_mailbox_named_twice_gets_one_copy() -> None:
    """To and Cc may name the same person, in another case."""
    built = message(cc=(Mailbox("ROSA@client.example"), Mailbox("c@client.example"), Mailbox("c@client.example")))
    assert sorted(built.recipients) == ["ROSA@client.example", "c@client.example"]


@pytest.mark.parametrize("number", [1, 20, 21])
def test_a_text_of_ten_thousand_characters_in_every_place_is_folded(number: int) -> None:
    """RFC 2045 section 6.7 and RFC 2047 section 2: no line is longer than 76 bytes."""
    long = {1: "a" * 10_000, 20: "naïve text " * 1000, 21: 'quoted, "text" ' * 700}[number].strip()
    built = message(to=(Mailbox("rosa@client.example", long),), subject=long, text=long, html=long)
    lines = built.content.split(b"\r\n")
    assert max(map(len, lines)) <= 76
    assert subject(built.content) == long
    assert people(built.content, "To") == [(long, "rosa@client.example")]
    assert read(built.content).get_body(("plain",)).get_content().strip() == long


@pytest.mark.parametrize("name", ["=?utf-8?q?Bank?=", "a =?utf-8?b?QmFuaw==?= b"])
def test_a_text_that_looks_encoded_stays_what_it_is(name: str) -> None:
    """A client may not choose what a mail program decodes."""
    built = message(to=(Mailbox("rosa@client.example", name),), subject=name)
    assert subject(built.content) == name
    assert people(built.content, "To") == [(name, "rosa@client.example")]


def test_different_ids_make_different_message_ids_and_long_ones_are_hashed() -> None:
    """RFC 5322 section 3.6.4: dot-atom on the left, our domain on the right."""
    numbers = [
        message_id(name, "g@studio.example") for name in ("A/1", "A-1", "A.1", "A 1", "à/1", "x" * 500, "y" * 500)
    ]
    assert len(set(numbers)) == len(numbers)
    assert numbers[:3] == ["<A%2F1@studio.example>", "<A-1@studio.example>", "<A%2E1@studio.example>"]
    assert max(map(len, numbers)) < 250


def test_a_mail_that_follows_another_names_it() -> None:
    """Without older ones the reference is the mail it follows."""
    parsed = read(message(in_reply_to="<2026-0001@studio.example>").content)
    assert parsed["References"] == "<2026-0001@studio.example>"


def test_the_date_keeps_its_offset() -> None:
    """RFC 5322 section 3.3."""
    rome = datetime(2026, 7, 1, 8, 5, tzinfo=timezone(timedelta(hours=2)))
    assert read(message(sent_at=rome).content)["Date"] == "Wed, 01 Jul 2026 08:05:00 +0200"


@pytest.mark.parametrize(
    ("sender", "recipients", "content"),
    [
        ("a@b.example", (), b"x\r\n"),
        ("a@b.example", ("c@d.example>\r\nDATA",), b"x\r\n"),
        ("a@b.example", ("c@d.example> NOTIFY=NEVER",), b"x\r\n"),
        ("a b@c.example", ("c@d.example",), b"x\r\n"),
        ("a@b.example", ("c@d.example",), b"x"),
        ("a@b.example", ("c@d.example",), b"x\n.\nMAIL FROM:<a@b>\r\n"),
        ("a@b.example", ("c@d.example",), b"x\r.\r\n"),
        ("a@b.example", ("c@d.example",), b"x" * (LONGEST_LINE + 1) + b"\r\n"),
    ],
)
def test_a_message_that_could_be_read_otherwise_cannot_be_made(
    sender: str, recipients: tuple[str, ...], content: bytes
) -> None:
    """Commands in an address, and a dot between bare line ends, by which servers have been made to see two messages."""
    with pytest.raises(Refused) as caught:
        Message("<1@b.example>", sender, recipients, content)
    assert caught.value.code == "mail-bad-message"


def test_a_few_accents_are_encoded_so_that_one_can_still_read_them() -> None:
    """Mostly Latin: Q; Greek: B (RFC 2047 section 4)."""
    assert text_tokens("Più tardi") == ["=?utf-8?q?Pi=C3=B9_tardi?="]
    assert text_tokens("Γειά") == ["=?utf-8?b?zpPOtc65zqw=?="]


def test_an_encoded_name_shows_no_sign_that_means_something_in_a_header() -> None:
    """RFC 2047 section 5, rule 3: letters, digits and ``!*+-/=_`` only, and ``_`` is a blank."""
    name = 'Più_caro, "Rosa" <x@evil.example>; (ok)'
    built = message(to=(Mailbox("rosa@client.example", name),))
    assert people(built.content, "To") == [(name, "rosa@client.example")]
    for sign in '_,;:<>@[]()\\".?':
        assert encoded_words(f"è{sign}amico") == [f"=?utf-8?q?=C3=A8={ord(sign):02X}amico?="]


def test_a_header_is_folded_between_tokens() -> None:
    """76 columns, and a token longer than that stands alone."""
    written = header("References", [f"<{letter * 40}@x.example>" for letter in "abc"] + ["y" * 100])
    assert [len(line) for line in written.split(b"\r\n")] == [64, 53, 53, 101, 0]


names = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)
texts = st.text(st.characters(codec="utf-8"))


@given(names, names, names)
def test_any_names_and_subject_are_read_back_and_nobody_is_added(first: str, second: str, title: str) -> None:
    """Whatever is in them; runs of spaces become one."""
    to = (Mailbox("a@client.example", first), Mailbox("b@client.example", second))
    built = message(to=to, subject="x " + title)
    expected = [(" ".join(one.name.split()), one.address) for one in to]
    assert people(built.content, "To") == expected
    assert subject(built.content) == " ".join(("x " + title).split())
    assert built.recipients == ("a@client.example", "b@client.example")


@given(
    texts,
    texts.filter(bool),
    st.lists(st.binary(max_size=300), max_size=3),
)
def test_any_text_and_any_file_are_read_back(text: str, html: str, files: list[bytes]) -> None:
    """Line ends become one kind; boundaries cannot be met, whatever the text is."""
    attachments = tuple(Attachment(f"{n}.bin", "application/octet-stream", one) for n, one in enumerate(files))
    built = message(text=text, html=html, attachments=attachments)
    parsed = read(built.content)
    for kind, given_text in (("plain", text), ("html", html)):
        got = parsed.get_body((kind,)).get_payload(decode=True).decode()
        normal = given_text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        assert got == normal.replace("\n", "\r\n") + "\r\n"
    assert [part.get_content() for part in parsed.iter_attachments()] == files
    assert built.content.isascii()


@given(names)
def test_every_encoded_word_fits_behind_the_name_of_its_header(text: str) -> None:
    """RFC 2047 section 2: 75 characters a word, 76 a line."""
    assert all(len("Reply-To: ") + len(word) <= 76 for word in encoded_words(text))
