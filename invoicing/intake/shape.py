"""From a form to findings: runs pydantic over what was written and says every error in the words of this toolkit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.intake.place import as_written, path_of, shown, with_line
from invoicing.intake.text import kind_of, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

F = TypeVar("F", bound=BaseModel)
T = TypeVar("T")


def guard(read: Callable[[object], T]) -> Callable[[object], T]:
    """Make a reader's refusal an error of pydantic, which goes on with the next field and so finds them all."""

    def guarded(value: object) -> T:
        try:
            return read(value)
        except Refused as refused:
            raise as_error(*refused.findings) from None

    return guarded


def as_error(*findings: Finding) -> PydanticCustomError:
    """Carry findings through pydantic. A place that starts with a point (``.grades.2``) lies inside the value."""
    return PydanticCustomError(findings[0].code, "{message}", {"message": findings[0].message, "findings": findings})


def fill(form: type[F], data: Mapping[str, Any], *, toml: str = "", context: Mapping[str, Any] | None = None) -> F:
    """Fill a form with what was written; refused with every finding at once. `toml` is the file's text."""
    try:
        return form.model_validate(data, context=dict(context or {}))
    except ValidationError as error:
        found = [finding for one in error.errors(include_url=False) for finding in _findings(one, form, data, toml)]
        raise Refused.of(sorted(dict.fromkeys(found), key=_line)) from None


def _line(finding: Finding) -> int:
    """Order findings as the file is read; without lines they keep the order of the form."""
    number = finding.where.partition(" (line ")[2].rstrip(")")
    return int(number) if number.isdigit() else 0


def _findings(error: ErrorDetails, form: type[BaseModel], data: Mapping[str, Any], toml: str) -> Iterator[Finding]:
    path = as_written(error["loc"], data)
    where = with_line(shown(path), toml)
    carried: tuple[Finding, ...] = error.get("ctx", {}).get("findings", ())
    for one in carried:
        inside = (*path, *path_of(one.where[1:])) if one.where.startswith(".") else path
        yield replace(one, where=with_line(shown(inside), toml))
    if carried:
        return
    if error["type"] == "extra_forbidden":
        yield _unknown_key(path, where, keys_of(form, error["loc"][:-1]))
    elif error["type"] == "missing":
        yield missing_key(str(path[-1]), where)
    else:
        yield _wrong_type(error, path, where)


def missing_key(key: str, where: str) -> Finding:
    """Say that a key is missing that must be there."""
    return Finding(
        "missing-key",
        f"{key} is missing",
        where,
        "a key that must be there",
        f"add {key}",
        f"{key} = {_SAMPLES.get(key, '…')}",
    )


def keys_of(form: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """Give the keys that the table at a path may have."""
    here: type[BaseModel] | None = form
    for step in path:
        if isinstance(step, str) and here is not None:
            field = next((one for name, one in here.model_fields.items() if step == (one.alias or name)), None)
            here = _form_in(field.annotation) if field else None
    return tuple(one.alias or name for name, one in here.model_fields.items()) if here else ()


def _form_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401  a type as it was written
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _form_in(one))), None)


def _unknown_key(path: Sequence[str | int], where: str, known: tuple[str, ...]) -> Finding:
    key = str(path[-1])
    close = nearest(key.replace("-", "_").casefold(), known)
    remedy = f"did you mean {close}?" if close else f"take one of: {', '.join(known)}"
    return Finding(
        "unknown-key",
        f"{shorten(key)} is no key that is known here",
        where,
        "known keys only",
        remedy,
        f"{close} = {_SAMPLES.get(close, '…')}" if close else "",
    )


def _wrong_type(error: ErrorDetails, path: Sequence[str | int], where: str) -> Finding:
    key = next((one for one in reversed(path) if isinstance(one, str)), "")
    wanted, example = "a table", f"[{key}]"
    if error["type"] in {"tuple_type", "list_type"}:
        wanted, example = "a list of tables", f"[[{key}]]"
    elif error["type"] == "string_type":
        wanted, example = "text", f'{key} = "…"'
    return Finding(
        "wrong-type",
        f"{kind_of(error['input'])} stands where {wanted} is wanted",
        where,
        f"takes {wanted}",
        f"write {wanted}",
        example,
    )


# What an example shows after the equals sign.
_SAMPLES = {
    "kind": '"invoice"', "client": '"acme"', "country": '"IT"', "currency": '"EUR"', "issue_date": "2026-02-28",
    "supply_date": "2026-02-28", "terms": '"30 eom"', "reference": '"PO 4711"', "notes": '"Thank you."',
    "preceding": '"2026-0007"', "prices_include_tax": "true", "lines": '[{ description = "Design", price = 80 }]',
    "description": '"Design"', "quantity": "10", "unit": '"hour"', "price": '"80.00"', "discount": '"10%"',
    "tax": '"S 22"', "reason": '"Early booking"', "amount": '"50.00"', "percent": "10", "rate": "20",
    "name": '"Studio Rossi"', "street": '"Via Roma 1"', "city": '"Torino"', "vat": '"IT00743110157"',
    "iban": '"IT60X0542811101000000123456"', "due": "2026-03-31", "number": '"2026-0007"', "category": '"S"',
    "start": "2026-01-01", "end": "2026-01-31", "seller": '{ name = "Studio Rossi" }', "id": '"acme"',
    "email": '"billing@example.com"', "language": '"it"', "host": '"smtp.example.com"', "pattern": '"{year}-{n:4}"',
}  # fmt: skip
