"""Tables in CSV files, as spreadsheets and other programs write them: found out, read row by row, written safely.

Reading finds out the encoding (UTF-8, UTF-16, else Windows-1252) and the delimiter (comma, semicolon, tab, bar).
Writing puts an apostrophe before a cell that a spreadsheet would run as a formula; reading takes it away again.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.intake.text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

T = TypeVar("T")
DELIMITERS = ",;\t|"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(raw: bytes) -> str:
    """Turn the bytes of a CSV or vCard file into text; what is neither UTF-8 nor UTF-16 is taken as Windows-1252."""
    marked = next((name for mark, name in _BOMS if raw.startswith(mark)), "")
    if not marked and raw[:200].count(0) * 3 > len(raw[:200]):
        marked = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
    for encoding in filter(None, (marked, "utf-8", "cp1252")):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("latin-1")


def delimiter_of(text: str) -> str:
    """Find the delimiter: the one that stands most often in the first line outside of quotes."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    return max(DELIMITERS, key=first.count)


def headers(words: Mapping[str, str]) -> dict[str, str]:
    """Spread ``{"price": "unit-price rate"}`` into what each header means, the key itself included."""
    spread = {word: key for key, several in words.items() for word in several.split()}
    return spread | {key: key for key in words}


def folded(header: str) -> str:
    """Write a header as it is looked up: ``Postal Code`` is ``postal-code``."""
    return re.sub(r"[\s_]+", "-", header.strip().casefold())


def rows(text: str, source: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row with its line number as header -> cell; empty rows are left out. Refused with ``bad-csv``."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        names = [cell.strip() for cell in next(reader, [])]
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise _bad(source, line, f"{len(cells)} cells stand under {len(names)} headers")
                yield line, dict(zip(names, map(unguarded, cells), strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _bad(source, reader.line_num, str(error)) from None


def records(
    raw: bytes,
    source: str,
    known: Mapping[str, str],
    make: Callable[[Mapping[str, Any], Collection[str]], T],
    key_of: Callable[[T], str],
    taken: Collection[str] = (),
) -> tuple[T, ...]:
    """Make one record of each row. `known` says which key a header means; a header it does not know is refused.

    Refused with the findings of all rows at once; a place is ``line 7, price``.
    """
    used = set(taken)
    found: list[Finding] = []
    made: list[T] = []
    text = decode(raw)
    _known_headers(text, source, known)
    for line, row in rows(text, source):
        try:
            one = make(_keys(row, known), used)
            _new_key(key_of(one), used)
        except Refused as refused:
            found.extend(replace(each, where=f"line {line}, {each.where}") for each in refused.findings)
        else:
            used.add(key_of(one))
            made.append(one)
    if found:
        raise Refused.of(found)
    return tuple(made)


def _known_headers(text: str, source: str, known: Mapping[str, str]) -> None:
    """Refuse each header that nobody knows, once, when a cell stands under it."""
    used = {header for _, row in rows(text, source) for header, cell in row.items() if header and cell.strip()}
    unknown = sorted(header for header in used if folded(header) not in known)
    if unknown:
        raise Refused.of(_unknown_header(header, known) for header in unknown)


def _keys(row: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Any]:
    """Turn a row into nested keys: a cell under ``address.city`` is the city of the address; empty cells are silent."""
    result: dict[str, Any] = {}
    for header, cell in row.items():
        key = known.get(folded(header))
        if key and cell.strip():
            *outer, last = key.split(".")
            table = result
            for step in outer:
                table = table.setdefault(step, {})
            table.setdefault(last, cell)
    return result


def _unknown_header(header: str, known: Mapping[str, str]) -> Finding:
    close = nearest(header.casefold(), known)
    return Finding(
        "unknown-column",
        f"nobody knows what the column {shorten(header)} means",
        f"column {shorten(header)}",
        "known headers only",
        f"did you mean {close}? Or delete the column" if close else "give it a known name, or delete the column",
        ",".join(dict.fromkeys(known.values())),
    )


def _new_key(key: str, used: Collection[str]) -> None:
    if key in used:
        raise Refused.one(
            "key-taken", f"the key {key} is in use", where="id", rule="a key stands for one", remedy="take another key"
        )


def write(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> str:
    """Write a table as CSV with its headers, formulas made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in cells)
    return out.getvalue()


def guarded(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run as a formula; a plain number is none."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """Take away the apostrophe that `guarded` put there."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _bad(source: str, line: int, reason: str) -> Refused:
    return Refused.one(
        "bad-csv",
        f"line {line} of {source} is no row of a table: {reason}",
        where=f"line {line}",
        rule="RFC 4180",
        remedy="put cells that hold the delimiter, a quote or a line break into double quotes",
        example='"Rossi, Bianchi & figli",IT',
    )
