"""Where the process begins: the script `invoicing` and ``python -m invoicing`` alike."""

from __future__ import annotations

import gc
import sys

# Python looks for cycles after every 700 new objects. A command makes tens of thousands while it starts, and is over
# before a cycle matters: looking less often takes a fifteenth off the start.
_SELDOM = 50_000


def run() -> int:
    """Run the arguments of the process and give the exit code."""
    gc.set_threshold(_SELDOM)
    from invoicing.cli.main import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
