"""Invoices, deposits and receipts that get paid, and letters that keep the client."""

from __future__ import annotations

__version__ = "0.1.0"
