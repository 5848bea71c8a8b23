"""The late-payment law of each jurisdiction: one file each with the constant LATE_PAYMENT, collected 2026-11-21.

The folder's name starts with an underscore because it is no country. Not legal advice; what was taken on trust stands
in `not_verified`.
"""
