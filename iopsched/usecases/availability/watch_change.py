"""Somebody looks on while a change is made: to see what it would do, or to make sure that it is what was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from iopsched.domain.program import Program
from iopsched.domain.timetable import Difference


class Watch:
    """Looks on while a change is made, within its transaction: what it raises takes everything back."""

    seats_back: tuple[int, ...] = ()
    """Bookings that were given up and are had again with the change."""

    def before(self, program: Program) -> None:
        """The program is held, and nothing is written yet."""

    def write(self, program: Program, write: Callable[[Program], Mapping[str, Any] | None]) -> Mapping[str, Any]:
        """Write what staff want."""
        return write(program) or {}

    def written(self, program: Program, found: Difference, said: Mapping[str, Any]) -> None:
        """What staff want is written; no session, seat or text has followed what was ``found`` to be otherwise."""


_watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """Let it look on at the change that is made within: no kind of change need know of it."""
    token = _watching.set(watch)
    try:
        yield
    finally:
        _watching.reset(token)


def watcher() -> Watch:
    """Whoever looks on now."""
    return _watching.get() or Watch()
