"""QR modules, fast: byte mode, error correction M, versions 1 to 13, one fixed mask (ISO/IEC 18004:2015).

What depends only on the version (where each bit goes, the mask, the fixed patterns, the tables of the error correction)
is made once; a code is then a few hundred look-ups and one rearrangement, a tenth of what a general encoder costs.
The mask is fixed because any mask can be read: the standard's choice among eight (7.8) only eases scanning, and costs
more than the whole page. The tests compare every version with segno, module by module.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MASK = 3
LARGEST_VERSION = 13
"""the largest an EPC code may have (EPC069-12, 2.1)"""
# ISO/IEC 18004, table 9, level M: error correction codewords of a block, then (blocks, data codewords of each).
_BLOCKS: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = (
    (10, ((1, 16),)),
    (16, ((1, 28),)),
    (26, ((1, 44),)),
    (18, ((2, 32),)),
    (24, ((2, 43),)),
    (16, ((4, 27),)),
    (18, ((4, 31),)),
    (22, ((2, 38), (2, 39))),
    (22, ((3, 36), (2, 37))),
    (26, ((4, 43), (1, 44))),
    (30, ((1, 50), (4, 51))),
    (22, ((6, 36), (2, 37))),
    (22, ((8, 37), (1, 38))),
)
_PAD = b"\xec\x11"
_FIELD = 0x11D
_LONG_COUNT_FROM = 10
_VERSION_INFO_FROM = 7


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a version fixes: its size, and how its modules are picked from the bits followed by ``0`` and ``1``."""

    size: int
    pick: Callable[[bytes], tuple[int, ...]]
    mask: int
    bits: int


def matrix(data: bytes) -> tuple[str, ...]:
    """Give the rows of a code as texts of ``0`` and ``1``; empty when the data are too long for version 13."""
    version = next((one for one in range(1, LARGEST_VERSION + 1) if len(data) <= _capacity(one)), 0)
    if not version:
        return ()
    layout = _layout(version)
    words = _codewords(data, version)
    free = layout.bits - 8 * len(words)
    bits = (int.from_bytes(words, "big") << free) ^ layout.mask
    picked = bytes(layout.pick(f"{bits:0{layout.bits}b}01".encode("ascii"))).decode("ascii")
    size = layout.size
    return tuple(picked[start : start + size] for start in range(0, size * size, size))


def _capacity(version: int) -> int:
    """How many bytes of data fit: the data codewords less mode (4 bits) and count (8 or 16 bits)."""
    _, groups = _BLOCKS[version - 1]
    return sum(count * words for count, words in groups) - (3 if version >= _LONG_COUNT_FROM else 2)


def _codewords(data: bytes, version: int) -> bytes:
    """Give data and error correction codewords, interleaved block by block (7.6)."""
    ecc, groups = _BLOCKS[version - 1]
    long = version >= _LONG_COUNT_FROM
    total = sum(count * words for count, words in groups)
    # Mode 0100, the count, the data, a terminator of four zero bits: 4 + 4 bits, so the rest is whole bytes.
    head = (0b0100 << (16 if long else 8)) | len(data)
    bits = (head << 8 * len(data) | int.from_bytes(data, "big")) << 4
    stream = bits.to_bytes(len(data) + (3 if long else 2), "big")
    stream += (_PAD * total)[: total - len(stream)]
    blocks, checks, at = [], [], 0
    table = _remainders(ecc)
    for count, words in groups:
        for _ in range(count):
            block = stream[at : at + words]
            at += words
            blocks.append(block)
            checks.append(_check(block, ecc, table))
    longest = max(len(block) for block in blocks)
    mixed = bytes(block[index] for index in range(longest) for block in blocks if index < len(block))
    return mixed + bytes(check[index] for index in range(ecc) for check in checks)


def _check(block: bytes, ecc: int, table: tuple[int, ...]) -> bytes:
    """Divide a block by the generator polynomial, a byte at a time; the remainder corrects errors (7.5)."""
    keep, top, rest = (1 << 8 * (ecc - 1)) - 1, 8 * (ecc - 1), 0
    for byte in block:
        rest = ((rest & keep) << 8) ^ table[(rest >> top) ^ byte]
    return rest.to_bytes(ecc, "big")


@cache
def _remainders(ecc: int) -> tuple[int, ...]:
    """Give, for each byte, what it leaves when divided by the generator polynomial of that degree."""
    generator = [1]
    root = 1
    for _ in range(ecc):
        longer = [*generator, 0]
        for index, factor in enumerate(generator):
            longer[index + 1] ^= _times(factor, root)
        generator, root = longer, _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(byte, factor) for factor in generator[1:]), "big") for byte in range(256))


def _times(one: int, two: int) -> int:
    """Multiply in the field of 256 elements of the standard (polynomial 0x11D)."""
    result = 0
    while two:
        if two & 1:
            result ^= one
        one <<= 1
        if one & 0x100:
            one ^= _FIELD
        two >>= 1
    return result


@cache
def _layout(version: int) -> _Layout:
    size = 17 + 4 * version
    fixed = dict(_fixed(version, size))
    places = [place for place in _path(size) if place not in fixed]
    bits = len(places)
    mask = int("".join("1" if (y + x) % 3 == 0 else "0" for y, x in places), 2)
    source = {place: index for index, place in enumerate(places)}
    source |= {place: bits + dark for place, dark in fixed.items()}
    pick: Callable[[bytes], tuple[int, ...]] = itemgetter(*(source[y, x] for y in range(size) for x in range(size)))
    return _Layout(size, pick, mask, bits)


def _path(size: int) -> Iterator[tuple[int, int]]:
    """Walk the modules in the order of the bits: pairs of columns from the right, up and down by turns (7.7.3)."""
    upward = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in range(size - 1, -1, -1) if upward else range(size):
            yield y, right
            yield y, right - 1
        upward = not upward


def _fixed(version: int, size: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Give the modules that carry no data, with their value: timing, finders, alignment, format and version."""
    for index in range(size):
        yield (6, index), 1 - index % 2
        yield (index, 6), 1 - index % 2
    yield from _patterns(version, size)
    yield from _format(size)
    if version >= _VERSION_INFO_FROM:
        info = _coded(version, 12, 0x1F25)
        for bit in range(18):
            y, x = bit // 3, size - 11 + bit % 3
            yield (y, x), info >> bit & 1
            yield (x, y), info >> bit & 1


def _patterns(version: int, size: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Give the alignment patterns and, over them, the finders with their light border."""
    for centre_y, centre_x in _alignment(version, size):
        for y in range(-2, 3):
            for x in range(-2, 3):
                yield (centre_y + y, centre_x + x), int(max(abs(y), abs(x)) != 1)
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for y in range(-1, 8):
            for x in range(-1, 8):
                if 0 <= top + y < size and 0 <= left + x < size:
                    ring = max(abs(y - 3), abs(x - 3))
                    yield (top + y, left + x), int(ring not in {2, 4})


def _alignment(version: int, size: int) -> Iterator[tuple[int, int]]:
    """Give the centres of the alignment patterns (annex E); those that would meet a finder are left out."""
    if version == 1:
        return
    steps = (6, size - 7) if version < _VERSION_INFO_FROM else (6, (size - 1) // 2, size - 7)
    for y in steps:
        for x in steps:
            if (y, x) not in {(6, 6), (6, size - 7), (size - 7, 6)}:
                yield y, x


def _format(size: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Give the format information of level M (00) and our mask, twice, and the dark module (7.9)."""
    info = _coded(MASK, 10, 0x537) ^ 0x5412
    column = [*range(6), 7, 8, *range(size - 7, size)]
    row = [*range(size - 1, size - 9, -1), 7, 5, 4, 3, 2, 1, 0]
    for bit in range(15):
        yield (column[bit], 8), info >> bit & 1
        yield (8, row[bit]), info >> bit & 1
    yield (size - 8, 8), 1


def _coded(value: int, degree: int, generator: int) -> int:
    """Append to a value the remainder of its division by a generator (BCH code, annexes C and D)."""
    rest = value << degree
    while rest.bit_length() > degree:
        rest ^= generator << (rest.bit_length() - degree - 1)
    return value << degree | rest
