"""Let ``python -m invoicing`` be the same as ``invoicing``."""

from __future__ import annotations

import sys

from invoicing.cli.main import run

if __name__ == "__main__":
    sys.exit(run())
