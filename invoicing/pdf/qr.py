"""QR codes as forms of unit size: crisp at any scale, made once per payload.

The mask is fixed: trying all eight, as the standard's encoder does, costs more than the whole page, and any mask can
be read (ISO/IEC 18004, 7.8 only chooses the one that is easiest to scan).
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from invoicing.pdf.backend import form_bytes

_MASK = 3
QUIET = 0.1
"""empty border, as a share of the code's width: 4 modules (ISO/IEC 18004, 5.3.8) of the 41 an EPC payload takes"""
_DARK = re.compile("1+")


def name(payload: str) -> str:
    """Give the resource name of a payload's form."""
    return f"qr-{sha256(payload.encode()).hexdigest()[:12]}"


@lru_cache(maxsize=256)
def form(payload: str) -> bytes:
    """Draw a payload (level M, UTF-8) into the unit square, without the quiet border."""
    import segno

    code = segno.make(payload, error="m", mask=_MASK, micro=False, boost_error=False, encoding="utf-8")
    size = len(code.matrix)
    dark: list[str] = []
    for y, line in enumerate(code.matrix):
        bits = bytes(line).translate(_BITS).decode("ascii")
        dark.extend(f"{run.start()} {y} {run.end() - run.start()} 1 re" for run in _DARK.finditer(bits))
    scale = f"{1 / size:.6f}"
    return form_bytes(f"{scale} 0 0 -{scale} 0 1 cm 0 g\n" + "\n".join(dark) + "\nf", (0, 0, 1, 1))


_BITS = bytes.maketrans(b"\0\1", b"01")
