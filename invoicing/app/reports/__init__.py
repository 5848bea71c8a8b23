"""What the book can tell: one report a file, each a value that becomes a table, JSON, CSV or PDF."""
