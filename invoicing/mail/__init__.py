"""An e-mail as bytes, the conversation with a mail server, and what may follow each of its answers. Knows no ledger."""
