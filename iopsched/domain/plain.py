"""A value of the domain as what JSON can hold, and back by the types that it declares."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def plain(value: Any) -> Any:
    """Dates and times as ISO says them, words by their value, sets in order."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(plain, value))
    return [plain(each) for each in value] if isinstance(value, tuple) else value


def restored(kind: type[Value], said: Any) -> Value:
    """What ``plain`` was given; a field that it did not know has its default."""
    value: Value = _restored(kind, said)
    return value


def _restored(kind: Any, said: Any) -> Any:
    wrapped, parts = get_origin(kind), get_args(kind)
    if wrapped in {Union, UnionType}:
        return None if said is None else _restored(next(part for part in parts if part is not type(None)), said)
    if wrapped in {tuple, frozenset}:
        return wrapped(_restored(parts[0], each) for each in said)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)} & said.keys()
        return kind(**{name: _restored(hints[name], said[name]) for name in known})  # type: ignore[operator]
    if issubclass(kind, date | time):
        return kind.fromisoformat(said)
    return kind(said) if issubclass(kind, Enum) else said
