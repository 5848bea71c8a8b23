"""Pictures of a page: the seller's logo, read once per process and scaled to what print can show."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Refused
from invoicing.pdf import backend

if TYPE_CHECKING:
    from invoicing.pdf.backend import Picture

_DOTS_PER_POINT = 300 / 72


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
    if photo and image.mode in {"RGB", "L"} and image.width <= width and image.height <= height:
        return backend.picture(data)
    clear = False
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image.thumbnail((width, height))
        clear = image.getchannel("A").getextrema() != (255, 255)
    if not clear:
        image = image.convert("RGB")
        image.thumbnail((width, height))
    if photo or (not clear and image.getcolors(256) is None):
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=90)
        return backend.picture(buffer.getvalue())
    return backend.picture(image)


def _bad(reason: str) -> Refused:
    return Refused.one("bad-logo", f"the logo cannot be used: {reason}", where="logo", remedy="save it as PNG or JPEG")
