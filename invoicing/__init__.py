"""Invoices, deposits and receipts that get paid, and letters that keep the client."""

__version__ = "0.1.0"
