"""Bytes to keys: what is TOML, what is JSON, and what is said about everything else."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import InvoicingError, NotFound, Refused
from invoicing.intake import read
from invoicing.intake.document import read_document
from invoicing.intake.place import as_written, line_of, path_of, shown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "source", "code", "where"),
    [
        ('currency = "EUR"\nkind = invoice\n', "a.toml", "not-toml", "line 2, column 8"),
        ("kind = 1\nkind = 2\n", "a.toml", "not-toml", "line 2, column 9"),
        ("lines = [\n", "a.toml", "not-toml", "end of file"),
        ("Dear client,\nplease pay.\n", "a.toml", "not-toml", "line 1, column 6"),
        ('{"kind": "invoice",}', "a.json", "not-json", "line 1, column 20"),
        ('{"kind": "invoice", "kind": "x"}', "a.json", "duplicate-key", "'kind'"),
        ("[1, 2]", "a.json", "not-json", "line 1, column 1"),
        ("", "a.json", "not-json", "line 1, column 1"),
        ('{"a": ' + "9" * 5000 + "}", "a.json", "not-json", ""),
        ("[" * 100_000, "a.json", "nested-too-deep", ""),
        ('{"a": ' * 100_000, "a.txt", "nested-too-deep", ""),
    ],
)
def test_what_is_neither_toml_nor_json_is_refused_where_it_stops(text: str, source: str, code: str, where: str) -> None:
    """Issue: a file that is not TOML is one finding with its place."""
    with pytest.raises(Refused) as caught:
        read.parse(text, source)
    (finding,) = caught.value.findings
    assert (finding.code, finding.where) == (code, where)
    assert finding.remedy


def test_json_is_known_by_its_name_or_its_first_sign() -> None:
    """Numbers are read exactly; null says nothing; what no number can hold stays text."""
    wanted = {"a": Decimal("0.1"), "b": {"d": "NaN"}, "e": "1e99999999999999999999"}
    text = '{"a": 0.1, "b": {"c": null, "d": NaN}, "e": 1e99999999999999999999}'
    assert read.parse(text, "x.json") == read.parse(text, "-") == wanted


def test_toml_numbers_are_read_exactly() -> None:
    """Never through a binary fraction; infinity stays text so that its key is named later."""
    assert read.parse("a = 0.1\nb = inf\nc = 1e3\n", "-") == {"a": Decimal("0.1"), "b": "inf", "c": Decimal(1000)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding(encoding: str) -> None:
    """Windows editors write one."""
    assert read.decode('name = "Müller"'.encode(encoding), "a") == 'name = "Müller"'


def test_bytes_that_are_no_utf_8_are_named_by_their_line() -> None:
    """The file was saved as Windows-1252."""
    with pytest.raises(Refused) as caught:
        read.decode('a = 1\nname = "Müller"'.encode("cp1252"), "a.toml")
    assert (caught.value.code, caught.value.where) == ("not-utf-8", "line 2")


def test_a_file_over_ten_megabytes_is_refused(tmp_path: Path) -> None:
    """10 MB and one byte; exactly 10 MB is read."""
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * read.LARGEST)
    assert len(read.read_bytes(path)) == read.LARGEST
    path.write_bytes(b"#" * (read.LARGEST + 1))
    with pytest.raises(Refused) as caught:
        read.read_bytes(path)
    assert caught.value.code == "file-too-large"


def test_what_is_no_file_is_refused_or_not_found(tmp_path: Path) -> None:
    """A folder cannot be read; a missing file is NotFound."""
    with pytest.raises(Refused) as caught:
        read.read_bytes(tmp_path)
    assert caught.value.code == "unreadable-file"
    with pytest.raises(NotFound):
        read.read_bytes(tmp_path / "none")


@given(st.one_of(st.binary(max_size=60), st.text(string.printable + "äș€\u202e", max_size=80).map(str.encode)))
def test_no_file_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Law: whatever the bytes, nothing but an `InvoicingError` leaves the reader."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(raw)
    with pytest.raises(InvoicingError) as caught:
        read_document(path)
    assert caught.value.findings


@pytest.mark.parametrize(
    ("path", "data", "kept"),
    [
        (("lines", 0, "tax", 0, "rate"), {"lines": [{"tax": "S 0"}]}, ("lines", 0, "tax")),
        (("lines", 0, "tax", 0, "rate"), {"lines": [{"tax": {"rate": 1}}]}, ("lines", 0, "tax", "rate")),
        (("lines", 0, "tax", 1), {"lines": [{"tax": ["S", "X"]}]}, ("lines", 0, "tax", 1)),
        (("terms", "parts", 0, "due"), {"terms": [{"percent": 1}]}, ("terms", 0, "due")),
        (("lines", 5), {"lines": []}, ("lines",)),
        (("currency",), {}, ("currency",)),
    ],
)
def test_a_place_follows_the_file_as_it_was_written(
    path: tuple[str | int, ...], data: object, kept: tuple[str | int, ...]
) -> None:
    """Steps that only the form has are dropped; a missing key stays."""
    assert as_written(path, data) == kept


@pytest.mark.parametrize("where", ["lines[2].tax", "currency", "buyer.contacts[1].role"])
def test_a_place_can_be_read_back(where: str) -> None:
    """`path_of` undoes `shown`."""
    assert shown(path_of(where)) == where


TOML = """\
a = 1
'q' = 2
x.y = 3
[[lines]]
b = 1
text = '''
b = 9
'''
[[lines]]
[lines.period]
start = 1
[[lines.tax]]
rate = 1
[[lines.tax]]
rate = 2
[ "odd name" ]
c = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("q",), 2),
        (("x", "y"), 3),
        (("x", "z"), None),
        (("lines", 0, "b"), 5),
        (("lines", 1, "b"), 9),
        (("lines", 1, "period", "start"), 11),
        (("lines", 1, "tax", 1, "rate"), 15),
        (("lines", 1, "tax", 1, "name"), 14),
        (("odd name", "c"), 17),
        (("none",), None),
    ],
)
def test_the_line_of_a_key_is_found(path: tuple[str | int, ...], line: int | None) -> None:
    """The key, else the nearest table around it."""
    assert line_of(path, TOML) == line
