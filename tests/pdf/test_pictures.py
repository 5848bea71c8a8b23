"""Logos and QR codes."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import segno
from PIL import Image
from reportlab.pdfbase.pdfdoc import PDFDocument

from invoicing.domain.errors import Refused
from invoicing.pdf import images, matrix, qr
from tests.pdf import cases


def _segno(payload: str) -> tuple[str, ...]:
    made = segno.make(payload, error="m", mask=3, micro=False, boost_error=False, mode="byte", encoding="utf-8")
    return tuple("".join(map(str, row)) for row in made.matrix)


@pytest.fixture
def _padded_as_the_standard_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segno 1.6 adds a zero byte where the bits already fill a codeword; ISO/IEC 18004, 7.4.10 adds none."""
    monkeypatch.setattr("segno.encoder.write_padding_bits", lambda buff, _, length: buff.extend([0] * (-length % 8)))


@pytest.mark.usefixtures("_padded_as_the_standard_says")
@pytest.mark.parametrize("version", range(1, 14))
def test_every_version_is_that_of_another_encoder(version: int) -> None:
    """Segno is the oracle: full, one byte less, and the shortest payload of each version, module by module."""
    least = matrix._capacity(version - 1) + 1 if version > 1 else 1
    for length in (matrix._capacity(version), matrix._capacity(version) - 1, least):
        payload = "".join(chr(97 + (index * 37 + 11) % 26) for index in range(length))
        rows = matrix.matrix(payload.encode())
        assert len(rows) == 17 + 4 * version
        assert rows == _segno(payload)


def test_a_code_is_drawn_module_by_module() -> None:
    """The form's rectangles give back the very matrix, in the unit square."""
    payload = "BCD\n002\n1\nSCT\n\nStudio Lumière\nIT60X0542811101000000123456\nEUR12.50"
    rows = matrix.matrix(payload.encode())
    assert _drawn(payload, len(rows)) == [[int(module) for module in row] for row in rows]


def test_a_long_payload_is_left_to_the_general_encoder() -> None:
    """Version 14 and above: 400 bytes."""
    payload = "https://pay.example/" + "k" * 380
    assert matrix.matrix(payload.encode()) == ()
    rows = _segno(payload)
    assert _drawn(payload, len(rows)) == [[int(module) for module in row] for row in rows]


def _drawn(payload: str, size: int) -> list[list[int]]:
    content = qr.form(payload).written(PDFDocument()).partition(b"stream\n")[2].decode()
    assert content.startswith(f"{1 / size:.6f} 0 0 -{1 / size:.6f} 0 1 cm")
    drawn = [[0] * size for _ in range(size)]
    for x, y, width in re.findall(r"^(\d+) (\d+) (\d+) 1 re$", content, re.MULTILINE):
        for column in range(int(x), int(x) + int(width)):
            drawn[int(y)][column] = 1
    return drawn


def test_each_payload_has_its_own_name() -> None:
    """Two codes of a page are two forms."""
    assert qr.name("a") != qr.name("b")
    assert qr.name("a") == qr.name("a")


def test_a_large_logo_is_scaled_to_what_print_can_show() -> None:
    """300 dots per inch of its box."""
    picture = images.picture(cases.logo(4000, 1000), 144, 72)
    assert picture.width == 600
    assert images.fitted(picture, 144, 72) == (144, 36)


def test_a_small_photo_is_kept_as_it_is() -> None:
    """A JPEG is not pressed a second time."""
    data = cases.logo(100, 50, photo=True)
    assert data in images.picture(data, 144, 72).image.written(PDFDocument())


def test_transparency_becomes_a_mask_only_where_there_is_some() -> None:
    """An alpha channel that is full everywhere is left out."""
    assert images.picture(cases.logo(100, 50, transparent=True), 144, 72).mask is not None
    full = BytesIO()
    Image.new("RGBA", (20, 20), (1, 2, 3, 255)).save(full, "PNG")
    assert images.picture(full.getvalue(), 144, 72).mask is None


def test_a_picture_of_many_colours_is_stored_as_a_photo() -> None:
    """A PNG photo without transparency would weigh ten times as much."""
    noisy = Image.new("RGB", (64, 64))
    noisy.putdata([(x * 4, y * 4, (x * y) % 256) for y in range(64) for x in range(64)])
    data = BytesIO()
    noisy.save(data, "PNG")
    assert b"/DCTDecode" in images.picture(data.getvalue(), 144, 72).image.written(PDFDocument())


def test_a_photo_of_a_kind_that_cannot_be_embedded_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """ReportLab draws a picture of its own where it cannot read a JPEG."""
    monkeypatch.setattr("reportlab.pdfbase.pdfutils.readJPEGInfo", lambda _: 1 / 0)
    with pytest.raises(Refused) as caught:
        images.picture(cases.logo(101, 51, photo=True), 144, 72)
    assert caught.value.code == "bad-logo"


@pytest.mark.parametrize("data", [b"GIF89a nothing", b"", cases.logo(40, 40)[:60]])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """Only PNG and JPEG that can be read to their end."""
    with pytest.raises(Refused) as caught:
        images.picture(data, 100, 100)
    assert caught.value.code == "bad-logo"
