"""Several changes of the timetable made as one: all in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.usecases.availability.adjust_availability import Write, adjust
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.availability.watch_change import Watch, watching


class _TakenDown(Exception):
    """Ends a change before anything is written."""


@dataclass
class _Collection(Watch):
    """Takes down how changes are written, and writes nothing."""

    writes: list[Write] = field(default_factory=list)

    def write(self, program: Program, write: Write) -> Mapping[str, Any]:
        self.writes.append(write)
        raise _TakenDown


def together(
    staff: Staff, acts: Iterable[Callable[[], object]], named: Sequence[Mapping[str, Any]], *, now: datetime
) -> Effect:
    """Do what the acts would do, each a change of its own, one written after the other before anything follows.

    What each says is noted with what it is ``named``. Raises as they would.
    """
    collection = _Collection()
    for act in acts:
        with suppress(_TakenDown), watching(collection):
            act()

    def write(program: Program) -> dict[str, Any]:
        said = (one(program) or {} for one in collection.writes)
        return {"parts": [{**name, **part} for name, part in zip(named, said, strict=True)]}

    return adjust(staff, "several changes", write, now=now)
