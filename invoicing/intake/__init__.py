"""What people write, turned into domain values: document files, settings, clients and items.

Nothing here decides or computes. Each reader takes what was written, and either gives values of the domain or refuses
with every finding of that input at once, each with its place (``lines[2].tax (line 14)``; the first line is 1), the
rule, what to do, and an example to paste.

`read` decodes files; `text`, `numbers`, `taxes`, `words`, `values` read single values; `_forms` is the shape of a file
(pydantic); `shape` turns the shape's errors into findings; `document`, `settings`, `client` and `item` build
the domain values.
"""
