"""Right-to-left text, as far as an invoice needs it: names and addresses in Hebrew or Arabic on a left-to-right page.

A run of right-to-left letters, with the spaces and marks between them, is turned round; digits in it keep their order
(the core of Unicode's bidirectional algorithm, UAX 9, for one embedded level). Arabic letters take the form their
neighbours ask for, from Unicode's own presentation forms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_FORMS = {"<final>": 1, "<initial>": 2, "<medial>": 3}
_MIRROR = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
"""classes of UAX 9: right-to-left, and Arabic letter"""
_FIRST_RTL = "\u0590"
_PART = re.compile(r"\d+(?:[.,:/]\d+)*|.", re.DOTALL)
_LAM = "\u0644"


def visual(text: str) -> str:
    """Give the characters in the order they are drawn from left to right."""
    if max(text, default="") < _FIRST_RTL or not any(_right_to_left(char) for char in text):
        return text
    shaped = _shape(text)
    classes = _classes(shaped)
    result: list[str] = []
    start = 0
    while start < len(shaped):
        end = start
        while end < len(shaped) and classes[end] == classes[start]:
            end += 1
        part = shaped[start:end]
        result.append(_turned(part) if classes[start] else part)
        start = end
    return "".join(result)


def _right_to_left(char: str) -> bool:
    return unicodedata.bidirectional(char) in _RIGHT_TO_LEFT


def _classes(text: str) -> list[bool]:
    """Say of each character whether it belongs to a right-to-left run; what lies between two such letters does."""
    result = [_right_to_left(char) for char in text]
    last = None
    for index, char in enumerate(text):
        if result[index]:
            if last is not None:
                result[last + 1 : index] = [True] * (index - last - 1)
            last = index
        elif unicodedata.bidirectional(char) == "L":
            last = None
        elif last is not None and unicodedata.bidirectional(char) == "NSM":
            result[index] = True
            last = index
    return result


def _turned(run: str) -> str:
    """Turn a run round, its brackets mirrored, its numbers left as they are."""
    parts = [part if part[0].isdigit() else part.translate(_MIRROR) for part in _PART.findall(run)]
    return "".join(reversed(parts))


@cache
def _presentation() -> dict[str, list[str]]:
    """Map an Arabic letter to itself and its final, initial and medial form (Unicode blocks FB50 and FE70)."""
    forms: dict[str, list[str]] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE80, 0xFEF5)):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and parts[0] in _FORMS:
            letter = chr(int(parts[1], 16))
            forms.setdefault(letter, [letter, "", "", ""])[_FORMS[parts[0]]] = chr(code)
    for isolated in _ligatures().values():
        forms[isolated] = [isolated, chr(ord(isolated) + 1), "", ""]
    return forms


@cache
def _ligatures() -> dict[str, str]:
    """Map lam and an alef to the one sign they must be written as (FEF5 to FEFC, isolated before final)."""
    found = {}
    for code in range(0xFEF5, 0xFEFD, 2):
        _, _, alef = unicodedata.decomposition(chr(code)).split()
        found[_LAM + chr(int(alef, 16))] = chr(code)
    return found


def _shape(text: str) -> str:
    """Replace Arabic letters by the form that joins them to their neighbours."""
    for pair, sign in _ligatures().items():
        text = text.replace(pair, sign)
    forms = _presentation()
    result = []
    for index, char in enumerate(text):
        if char not in forms:
            result.append(char)
            continue
        isolated, final, initial, medial = forms[char]
        before = index > 0 and bool(forms.get(text[index - 1], ["", "", "", ""])[2])
        after = index + 1 < len(text) and bool(forms.get(text[index + 1], ["", "", "", ""])[1])
        joined = (medial if after else "") or final if before else (initial if after else "")
        result.append(joined or isolated)
    return "".join(result)
