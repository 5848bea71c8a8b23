"""Logos and QR codes."""

from __future__ import annotations

import re
import zlib
from io import BytesIO

import pytest
import segno
from PIL import Image

from invoicing.domain.errors import Refused
from invoicing.pdf import images, qr
from tests.pdf import cases


def test_a_code_is_drawn_module_by_module() -> None:
    """The form's rectangles give back the very matrix the encoder made (ISO/IEC 18004), in the unit square."""
    payload = "BCD\n002\n1\nSCT\n\nStudio Lumière\nIT60X0542811101000000123456\nEUR12.50"
    body = qr.form(payload).partition(b"stream\n")[2].removesuffix(b"\nendstream").replace(b"%%", b"%")
    content = zlib.decompress(body).decode()
    matrix = segno.make(payload, error="m", mask=3, micro=False, boost_error=False, encoding="utf-8").matrix
    drawn = [[0] * len(matrix) for _ in matrix]
    for x, y, width in re.findall(r"^(\d+) (\d+) (\d+) 1 re$", content, re.MULTILINE):
        for column in range(int(x), int(x) + int(width)):
            drawn[int(y)][column] = 1
    assert drawn == [list(row) for row in matrix]
    assert content.startswith(f"{1 / len(matrix):.6f} 0 0 -{1 / len(matrix):.6f} 0 1 cm")


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
    assert data in images.picture(data, 144, 72).data


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
    assert b"/DCTDecode" in images.picture(data.getvalue(), 144, 72).data


@pytest.mark.parametrize("data", [b"GIF89a nothing", b"", cases.logo(40, 40)[:60]])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """Only PNG and JPEG that can be read to their end."""
    with pytest.raises(Refused) as caught:
        images.picture(data, 100, 100)
    assert caught.value.code == "bad-logo"
