"""What a payment provider offers: links, payments that arrive, refunds, disputes. Knows no ledger."""
