"""Names that people type: single spaces, and what two spellings of one name have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

Value = TypeVar("Value")


def spaced(name: str) -> str:
    """With single spaces, and none around it."""
    return " ".join(name.split())


def folded(name: str) -> str:
    """What names have in common that differ by capitals and spaces alone."""
    return spaced(name.casefold())


def meant(typed: str, known: Mapping[str, Value]) -> Value | None:
    """What is known by exactly that name, else by one that differs by capitals and spaces alone."""
    return known.get(typed, {folded(name): value for name, value in known.items()}.get(folded(typed)))


def nearest(typed: str, known: Iterable[str]) -> str:
    """The name that is nearest to what was typed; empty where none is near."""
    return next(iter(get_close_matches(typed, [*known], n=1)), "")
