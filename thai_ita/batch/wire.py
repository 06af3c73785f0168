"""Values of our own dataclasses as JSON, and back, checked field by field against their types.

What comes from a process that has read a hostile file is not to be trusted: a pickle can run code in
whoever reads it. JSON cannot, and here it becomes nothing but what the annotations of the asked type
admit: dataclasses, enumerations, text, numbers, bytes, and lists, tuples, sets and dicts of these.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

_SCALARS: dict[Any, frozenset[type]] = {
    str: frozenset({str}),
    bool: frozenset({bool}),
    int: frozenset({int}),
    float: frozenset({float, int}),
    NoneType: frozenset({NoneType}),
}
"""The JSON values of each plain type."""


class InvalidMessageError(ValueError):
    """Bytes that are not the value they should be; the message says why, for a log."""


class _Form(NamedTuple):
    """How values of a type are written and read; ``plain`` are its JSON types where it is written as
    it is."""

    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]
    plain: frozenset[type] | None = None


def to_bytes(kind: Any, value: object) -> bytes:
    """A value of this type as JSON. Raises what a value raises that is none of it."""
    text = json.dumps(_form(kind).pack(value), ensure_ascii=False, separators=(",", ":"), default=_plain_number)
    # Text of damaged documents may hold lone surrogates, which come back as they were.
    return text.encode("utf-8", "surrogatepass")


def from_bytes(kind: Any, data: bytes) -> Any:
    """The value of this type that ``to_bytes`` wrote. Raises ``InvalidMessageError`` for any other bytes."""
    try:
        return _form(kind).unpack(json.loads(data.decode("utf-8", "surrogatepass")))
    except InvalidMessageError:
        raise
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise InvalidMessageError(f"is no {_name(kind)} ({type(error).__name__})") from error


def _plain_number(value: Any) -> Any:
    """The number in one of NumPy's, which readers of pictures and pages compute with."""
    if type(value).__module__.partition(".")[0] == "numpy":
        return value.item()
    raise TypeError(f"{type(value).__name__} is not sent")


@cache
def _form(kind: Any) -> _Form:
    """Of every type that may stand in a field."""
    if kind in _SCALARS:
        return _scalar(_SCALARS[kind])
    if kind is bytes:
        return _Form(lambda value: base64.b64encode(value).decode("ascii"), _bytes)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _union(get_args(kind))
    if origin in (list, set, frozenset):
        return _many(origin, get_args(kind)[0])
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is dict:
        return _dict(*get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    raise TypeError(f"{_name(kind)} is not sent")


def _scalar(plain: frozenset[type]) -> _Form:
    def unpack(value: Any) -> Any:
        if type(value) not in plain:
            raise InvalidMessageError(f"{type(value).__name__} is none of {sorted(t.__name__ for t in plain)}")
        return value

    return _Form(lambda value: value, unpack, plain)


def _bytes(value: Any) -> bytes:
    if type(value) is not str:
        raise InvalidMessageError("bytes are written as text")
    return base64.b64decode(value, validate=True)


def _enum(kind: type[Enum]) -> _Form:
    members = {member.value: member for member in kind}

    def unpack(value: Any) -> Any:
        if type(value) not in (str, int) or value not in members:
            raise InvalidMessageError(f"is no {_name(kind)}")
        return members[value]

    return _Form(lambda member: kind(member).value, unpack)


def _union(kinds: tuple[Any, ...]) -> _Form:
    """Plain types together; else the place of the type in the union, and the value."""
    forms = [_form(kind) for kind in kinds]
    if all(form.plain is not None for form in forms):
        return _scalar(frozenset().union(*(form.plain for form in forms if form.plain)))

    def pack(value: Any) -> Any:
        if value is None and NoneType in kinds:
            return None
        for place, kind in enumerate(kinds):
            if isinstance(value, get_origin(kind) or kind):
                return [place, forms[place].pack(value)]
        raise TypeError(f"{type(value).__name__} is none of {kinds}")

    def unpack(value: Any) -> Any:
        if value is None and NoneType in kinds:
            return None
        place, packed = _list(value, 2)
        if type(place) is not int or not 0 <= place < len(forms):
            raise InvalidMessageError("is of no type of the union")
        return forms[place].unpack(packed)

    return _Form(pack, unpack)


def _many(make: Callable[[Any], Any], kind: Any) -> _Form:
    form = _form(kind)
    if (plain := form.plain) is None:
        return _Form(
            lambda values: [form.pack(value) for value in values],
            lambda value: make([form.unpack(each) for each in _list(value)]),
        )

    def unpack(value: Any) -> Any:
        if not plain.issuperset(map(type, _list(value))):
            raise InvalidMessageError(f"holds what is no {_name(kind)}")
        return make(value)

    return _Form(list, unpack)


def _tuple(kinds: tuple[Any, ...]) -> _Form:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return _many(tuple, kinds[0])
    forms = [_form(kind) for kind in kinds]

    def unpack(value: Any) -> Any:
        values = _list(value, len(forms))
        return tuple(form.unpack(each) for form, each in zip(forms, values, strict=True))

    return _Form(lambda values: [form.pack(each) for form, each in zip(forms, values, strict=True)], unpack)


def _dict(key: Any, value: Any) -> _Form:
    """As pairs, so that keys keep their type."""
    pairs = _many(list, tuple[key, value])
    return _Form(lambda values: pairs.pack(values.items()), lambda given: dict(pairs.unpack(given)))


def _dataclass(kind: Any) -> _Form:
    """The fields in their order."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    forms = [_form(hints[name]) for name in names]
    plain = [(place, form.plain) for place, form in enumerate(forms) if form.plain is not None]
    other = [(place, form) for place, form in enumerate(forms) if form.plain is None]

    def pack(value: Any) -> Any:
        packed = [getattr(value, name) for name in names]
        for place, form in other:
            packed[place] = form.pack(packed[place])
        return packed

    def unpack(value: Any) -> Any:
        values = _list(value, len(names))
        for place, types in plain:
            if type(values[place]) not in types:
                raise InvalidMessageError(f"{_name(kind)}.{names[place]} is of another type")
        for place, form in other:
            values[place] = form.unpack(values[place])
        return kind(*values)

    return _Form(pack, unpack)


def _list(value: Any, length: int | None = None) -> list[Any]:
    if type(value) is not list or (length is not None and len(value) != length):
        raise InvalidMessageError("is no list of that length")
    return value


def _name(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))
