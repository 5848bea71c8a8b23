"""Form parameters as Stripe reads them, checked against the SDK's own typed parameter definitions.

What the SDK declares in `stripe.params` is what the API takes: a key it does not declare, a list where a text belongs,
or a word outside a closed set is a 400, as at Stripe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.parser import BytesParser
from email.policy import HTTP
from functools import cache
from importlib import import_module
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl

Nested = dict[str, Any]


class BadParameter(Exception):
    """A parameter that Stripe would answer with a 400."""

    def __init__(self, param: str, message: str, code: str = "parameter_invalid") -> None:
        super().__init__(message)
        self.param, self.message, self.code = param, message, code


@cache
def definition(module: str, name: str) -> dict[str, Any]:
    """Give the fields of one of the SDK's parameter classes, without the options of the request itself."""
    from stripe import RequestOptions
    from stripe._stripe_context import StripeContext

    cls = getattr(import_module(f"stripe.params.{module}"), name)
    hints = get_type_hints(cls, localns={"StripeContext": StripeContext, "Mapping": Mapping})
    own = {key: hint for key, hint in hints.items() if key not in RequestOptions.__annotations__}
    return {"fields": own, "required": cls.__required_keys__ & own.keys()}


@cache
def nested_definition(cls: Any) -> dict[str, Any]:
    """Give the fields of a nested parameter class."""
    return {"fields": get_type_hints(cls), "required": cls.__required_keys__}


def parse_form(text: str) -> Nested:
    """Read ``a[b][0]=c`` into nested dicts and lists; a key given twice is refused."""
    root: Nested = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        _put(root, key, value)
    return dict(_listed(root))


def parse_multipart(content_type: str, body: bytes) -> Nested:
    """Read a multipart form; a file becomes its bytes."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message: Any = BytesParser(policy=HTTP).parsebytes(head + body)
    root: Nested = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload: Any = part.get_payload(decode=True)
        _put(root, str(name), payload if part.get_filename() else payload.decode())
    return dict(_listed(root))


def _put(root: Nested, key: str, value: object) -> None:
    names = re.findall(r"[^\[\]]+", key)
    if key != names[0] + "".join(f"[{name}]" for name in names[1:]) and not key.endswith("[]"):
        raise BadParameter(key, f"Invalid parameter name: {key}")
    place = root
    for name in names[:-1]:
        place = place.setdefault(name, {})
        if not isinstance(place, dict):
            raise BadParameter(key, f"Invalid hash: {key}")
    last = names[-1]
    if key.endswith("[]"):
        place = place.setdefault(last, {})
        last = str(len(place))
    if last in place:
        raise BadParameter(key, f"Received parameter twice: {key}")
    place[last] = value


def _listed(value: Any) -> Any:
    """Turn dicts with the keys 0, 1, 2 … into lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and list(inner) == [str(number) for number in range(len(inner))]:
        return list(inner.values())
    return inner


def checked(params: Nested, module: str, name: str) -> Nested:
    """Check and convert the parameters of a call; raises `BadParameter`."""
    return _object(params, definition(module, name), "")


def _object(params: Nested, known: dict[str, Any], path: str) -> Nested:
    result = {}
    for key, value in params.items():
        place = f"{path}[{key}]" if path else key
        if key not in known["fields"]:
            raise BadParameter(place, f"Received unknown parameter: {place}", "parameter_unknown")
        result[key] = _value(value, known["fields"][key], place)
    for key in sorted(known["required"] - params.keys()):
        place = f"{path}[{key}]" if path else key
        raise BadParameter(place, f"Missing required param: {place}.", "parameter_missing")
    return result


def _value(value: Any, hint: Any, path: str) -> Any:
    """Convert one value to its declared type."""
    origin = get_origin(hint)
    if str(origin).endswith("NotRequired"):
        return _value(value, get_args(hint)[0], path)
    if origin is Union or origin is UnionType:
        return _union(value, get_args(hint), path)
    if origin is Literal:
        if value not in get_args(hint):
            raise BadParameter(path, f"Invalid {path}: must be one of {', '.join(map(repr, get_args(hint)))}")
        return value
    if origin in {list, dict}:
        return _container(value, origin, get_args(hint), path)
    if hasattr(hint, "__required_keys__"):
        if not isinstance(value, dict):
            raise BadParameter(path, f"Invalid object: {path}")
        return _object(value, nested_definition(hint), path)
    return _plain(value, hint, path)


def _union(value: Any, choices: tuple[Any, ...], path: str) -> Any:
    """Take the first choice that fits. A set of words beside `str` is a closed set in a request."""
    words = [word for choice in choices if get_origin(choice) is Literal for word in get_args(choice)]
    if any(words) and str in choices:
        if value not in words:
            raise BadParameter(path, f"Invalid {path}: must be one of {', '.join(words)}")
        return value
    problem = None
    for choice in choices:
        if getattr(choice, "__name__", "").startswith("UntypedStripeObject") or "UntypedStripeObject" in str(choice):
            continue
        try:
            return _value(value, choice, path)
        except BadParameter as error:
            problem = error if problem is None or error.code == "parameter_unknown" else problem
    raise problem or BadParameter(path, f"Invalid {path}")


def _container(value: Any, origin: type, inner: tuple[Any, ...], path: str) -> Any:
    if origin is list:
        if not isinstance(value, list):
            raise BadParameter(path, f"Invalid array: {path}")
        return [_value(one, inner[0], f"{path}[{number}]") for number, one in enumerate(value)]
    if not isinstance(value, dict):
        raise BadParameter(path, f"Invalid hash: {path}")
    return {key: _value(one, inner[1], f"{path}[{key}]") for key, one in value.items()}


def _plain(value: Any, hint: Any, path: str) -> Any:
    if hint is Any:
        return value
    if not isinstance(value, str):
        raise BadParameter(path, f"Invalid string: {path}")
    if hint is bool:
        if value not in {"true", "false"}:
            raise BadParameter(path, f"Invalid boolean: {value}")
        return value == "true"
    if hint is int:
        if not re.fullmatch(r"-?\d+", value):
            raise BadParameter(path, f"Invalid integer: {value}", "parameter_invalid_integer")
        return int(value)
    return value
