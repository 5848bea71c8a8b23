"""Numbered steps from an empty database to the newest schema; a step is loaded only when a book is behind it.

A step is a module with `STATEMENTS`. In them ``{key}``, ``{whole}``, ``{text}`` and ``{bytes}`` stand for the column
types of the database. A step that is out is never edited; the next change of a table is the next step.
"""
