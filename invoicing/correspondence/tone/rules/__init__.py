"""One file per tone rule, found by its name: ``no_thanks.py`` holds RULE, the rule `no-thanks`."""

from __future__ import annotations
