"""Tone: what a letter to a client says that it must not, and lacks that it must have. One file per rule in `rules/`."""

from __future__ import annotations

from invoicing.correspondence.tone.check import check_tone
from invoicing.correspondence.tone.report import ToneFinding, ToneReport

__all__ = ["ToneFinding", "ToneReport", "check_tone"]
