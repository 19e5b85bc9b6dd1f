"""Where what happens comes from, for the log: each door tells it once, and no use case is handed it.

It is kept for the thread at hand: who serves many requests in one thread tells it at the beginning of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from iopsched.domain import entry
from iopsched.store import audit


def from_web(address: str | None) -> None:
    """From now on, all that is noted comes from this address."""
    audit.origin.set(entry.from_web(address))


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    """What is noted within comes from there: ``entry.WORKER``, ``entry.COMMAND``."""
    before = audit.origin.set(origin)
    try:
        yield
    finally:
        audit.origin.reset(before)
