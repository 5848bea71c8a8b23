"""Frozen values to JSON and back, by their own type hints.

One codec serves the ledger, the samples and `--json`: a `Money` is ``"EUR 12.50"``, a `Decimal` its plain text, a
day ISO 8601, a dataclass an object without the fields that still hold their default. What was written by an older
version and lacks a field takes that field's default; an unknown field is ignored, so that an older tool reads a newer
snapshot.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from invoicing.domain.money import Money, exact_money, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_T = TypeVar("_T")


def to_json(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Turn a value into what `json.dumps` takes; fields equal to their default are left out."""
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _object(value)
    return value


def _list(values: Iterable[object]) -> list[Any]:
    return [to_json(one) for one in values]


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    result = {}
    for name, default in _defaults(value.__class__):
        item = getattr(value, name)
        if default is MISSING or item != default:
            result[name] = to_json(item)
    return result


_WRITERS: dict[type, Callable[[Any], Any]] = {
    Money: lambda money: f"{money.currency} {money}",
    Decimal: plain,
    date: date.isoformat,
    tuple: _list,
    list: _list,
    frozenset: lambda names: _list(sorted(names)),
    dict: lambda table: {str(key): to_json(value) for key, value in table.items()},
}


@cache
def _defaults(cls: Any) -> tuple[tuple[str, object], ...]:  # noqa: ANN401 - any dataclass
    return tuple((one.name, one.default) for one in fields(cls))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def from_json(cls: type[_T], data: Any) -> _T:  # noqa: ANN401 - JSON has no narrower type
    """Build a value of `cls` from what `to_json` made."""
    return _build(cls, data)  # type: ignore[no-any-return]


def _build(hint: Any, data: Any) -> Any:  # noqa: ANN401 - follows the hint
    if data is None:
        return None
    read = _READERS.get(hint) if isinstance(hint, type) else None
    if read is not None:
        return read(data)
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple(get_args(hint), data)
    if origin in {Union, types.UnionType}:
        return _build(next(arg for arg in get_args(hint) if arg is not type(None)), data)
    return _instance(hint, data) if is_dataclass(hint) else data


def _instance(cls: Any, data: dict[str, Any]) -> Any:  # noqa: ANN401 - any dataclass
    known = _hints(cls)
    return cls(**{name: _build(known[name], item) for name, item in data.items() if name in known})


def _money(text: str) -> Money:
    currency, _, amount = text.partition(" ")
    return exact_money(Decimal(amount), currency)


_READERS: dict[type, Callable[[Any], Any]] = {
    Money: _money,
    Decimal: lambda text: Decimal(str(text)),
    date: date.fromisoformat,
}


def _tuple(args: tuple[Any, ...], data: list[Any]) -> tuple[Any, ...]:
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_build(args[0], item) for item in data)
    return tuple(_build(arg, item) for arg, item in zip(args, data, strict=True))
