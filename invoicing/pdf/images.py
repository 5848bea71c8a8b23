"""Pictures of a page: the seller's logo, read once per process and scaled to what print can show."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from invoicing.domain.errors import Refused
from invoicing.pdf.backend import stream

_DOTS_PER_POINT = 300 / 72


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for the file: its size in pixels, its entries, its packed body, and what of it is transparent."""

    width: int
    height: int
    entries: str
    body: bytes
    packing: str
    mask: bytes | None = None


@lru_cache(maxsize=16)
def picture(data: bytes, width: float, height: float) -> Picture:
    """Give the picture scaled down to 300 dots per inch of a box of width x height points.

    Refused (``bad-logo``) when the file is no PNG or JPEG.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.load()
            return _packed(image, data, round(width * _DOTS_PER_POINT), round(height * _DOTS_PER_POINT))
    except UnidentifiedImageError as error:
        raise _bad("it is neither PNG nor JPEG") from error
    except (OSError, Image.DecompressionBombError) as error:
        raise _bad(str(error)) from error


def fitted(one: Picture, width: float, height: float) -> tuple[float, float]:
    """Give the size in points at which a picture fills a box without being distorted."""
    scale = min(width / one.width, height / one.height)
    return one.width * scale, one.height * scale


def _packed(image: Any, data: bytes, width: int, height: int) -> Picture:  # noqa: ANN401
    photo = image.format == "JPEG"
    small = image.width <= width and image.height <= height
    if photo and image.mode in {"RGB", "L"} and small:
        space = "/DeviceRGB" if image.mode == "RGB" else "/DeviceGray"
        return _picture(image.width, image.height, data, space, "/DCTDecode", None)
    alpha = None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image.thumbnail((width, height))
        alpha = image.getchannel("A")
        if alpha.getextrema() == (255, 255):
            alpha = None
    image = image.convert("RGB")
    image.thumbnail((width, height))
    if photo or (alpha is None and image.getcolors(256) is None):
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=90)
        return _picture(image.width, image.height, buffer.getvalue(), "/DeviceRGB", "/DCTDecode", None)
    return _picture(image.width, image.height, zlib.compress(image.tobytes(), 9), "/DeviceRGB", "/FlateDecode", alpha)


def _picture(width: int, height: int, body: bytes, space: str, packing: str, alpha: Any) -> Picture:  # noqa: ANN401
    base = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace"
    mask = stream(zlib.compress(alpha.tobytes()), f"{base} /DeviceGray") if alpha is not None else None
    return Picture(width, height, f"{base} {space}", body, packing, mask)


def _bad(reason: str) -> Refused:
    return Refused.one("bad-logo", f"the logo cannot be used: {reason}", where="logo", remedy="save it as PNG or JPEG")
