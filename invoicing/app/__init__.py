"""Use cases, one verb per file: the only room that joins rooms.

Command line, web pages and workers call the same verb.
"""
