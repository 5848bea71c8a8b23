"""QR codes as forms of unit size: crisp at any scale, made once per payload."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from invoicing.pdf import backend
from invoicing.pdf.matrix import MASK, matrix

QUIET = 0.1
"""empty border, as a share of the code's width: 4 modules (ISO/IEC 18004, 5.3.8) of the 41 an EPC payload takes"""
_LARGEST = 177
"""modules of a side in version 40"""
_AT = tuple(f"{place} " for place in range(_LARGEST))
_WIDE = tuple(f"{width} 1 re" for width in range(_LARGEST + 1))


def name(payload: str) -> str:
    """Give the resource name of a payload's form."""
    return f"qr-{sha256(payload.encode()).hexdigest()[:12]}"


@lru_cache(maxsize=256)
def form(payload: str) -> backend.Shared:
    """Draw a payload (level M, UTF-8) into the unit square, without the quiet border."""
    rows = matrix(payload.encode()) or _large(payload)
    scale = f"{1 / len(rows):.6f}"
    dark = []
    for row, y in zip(rows, _AT, strict=False):
        x = 0
        for run in row.split("0"):  # dark modules between light ones: an empty run is a light neighbour
            if run:
                dark.append(_AT[x] + y + _WIDE[len(run)])
                x += len(run)
            x += 1
    return backend.form(f"{scale} 0 0 -{scale} 0 1 cm 0 g\n" + "\n".join(dark) + "\nf", (0, 0, 1, 1))


def _large(payload: str) -> tuple[str, ...]:
    """Make the rows of a code that is larger than those of `invoicing.pdf.matrix`."""
    import segno

    code = segno.make(payload, error="m", mask=MASK, micro=False, boost_error=False, encoding="utf-8")
    return tuple("".join(map(str, row)) for row in code.matrix)
