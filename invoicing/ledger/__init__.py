"""The ledger: events in a hash chain, numbers without gaps, and tables that answer queries, in one transaction."""

from __future__ import annotations

from invoicing.ledger.store import Ledger, Work, open_ledger

__all__ = ["Ledger", "Work", "open_ledger"]
