"""A process that issues invoices as the tool does: `python -m tests.ledger.writer WHERE FOLDER COUNT`."""

from __future__ import annotations

import sys

from invoicing.ledger import open_ledger
from invoicing.ledger.paths import sha256_of
from tests.ledger.books import TODAY, allocation, invoice, payment


def main(where: str, folder: str, count: int) -> None:
    """Issue invoices one by one, each with its PDF and a part payment, and print each number once it is committed."""
    with open_ledger(where) as ledger:
        for _ in range(count):
            with ledger.writing(TODAY, "writer") as work:
                ordinal = work.take_number("invoice", "2026")
                number, pdf = f"2026-{ordinal:04}", f"pdf of {ordinal}".encode()
                path = f"documents/{number}.pdf"
                counted = {"series": "invoice", "period": "2026", "ordinal": ordinal}
                kept = {"pdf_path": path, "pdf_sha256": sha256_of(pdf)}
                work.keep_file(path, pdf)
                work.append("document-issued", number, invoice(number, "100.00", **counted, **kept))
                paid = payment(f"P-{number}", "30.00", allocation(number, "30.00"))
                work.append("payment-received", f"P-{number}", paid)
            ledger.settle_files(folder)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
