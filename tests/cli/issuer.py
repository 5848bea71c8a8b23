"""A process that issues invoices as a user does: `python -m tests.cli.issuer BOOK COUNT`."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout

from invoicing.cli.main import main

DAY = "2026-03-02"


def issue(book: str, count: int) -> int:
    """Issue invoices one by one through the command line and print each number once it is told."""
    for _ in range(count):
        answer = io.StringIO()
        with redirect_stdout(answer):
            code = main(
                ["--book", book, "--today", DAY, "--json", "issue", "--client", "acme", "--line", "Design; 1; 80; S 22"]
            )
        if code:
            sys.stderr.write(answer.getvalue())
            return int(code)
        sys.stdout.write(json.loads(answer.getvalue())["number"] + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(issue(sys.argv[1], int(sys.argv[2])))
