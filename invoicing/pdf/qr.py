"""QR codes as forms of unit size: crisp at any scale, made once per payload."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from invoicing.pdf.backend import form_bytes
from invoicing.pdf.matrix import MASK, matrix

QUIET = 0.1
"""empty border, as a share of the code's width: 4 modules (ISO/IEC 18004, 5.3.8) of the 41 an EPC payload takes"""
_DARK = re.compile("1+")


def name(payload: str) -> str:
    """Give the resource name of a payload's form."""
    return f"qr-{sha256(payload.encode()).hexdigest()[:12]}"


@lru_cache(maxsize=256)
def form(payload: str) -> bytes:
    """Draw a payload (level M, UTF-8) into the unit square, without the quiet border."""
    rows = matrix(payload.encode()) or _large(payload)
    scale = f"{1 / len(rows):.6f}"
    dark = [
        f"{run.start()} {y} {run.end() - run.start()} 1 re" for y, row in enumerate(rows) for run in _DARK.finditer(row)
    ]
    return form_bytes(f"{scale} 0 0 -{scale} 0 1 cm 0 g\n" + "\n".join(dark) + "\nf", (0, 0, 1, 1))


def _large(payload: str) -> tuple[str, ...]:
    """Make the rows of a code that is larger than those of `invoicing.pdf.matrix`."""
    import segno

    code = segno.make(payload, error="m", mask=MASK, micro=False, boost_error=False, encoding="utf-8")
    return tuple("".join(map(str, row)) for row in code.matrix)
