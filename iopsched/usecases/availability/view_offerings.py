"""Staff look at all that is offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.offering import Closure, Offering
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import clinicians, offerings, programs
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Availability:
    """What is offered: patterns, days without any session, clinicians by id, and names of those who are at work."""

    program: Program
    offerings: tuple[Offering, ...]
    closures: tuple[Closure, ...]
    clinicians: dict[int, str]
    at_work: tuple[str, ...]
    today: date

    @property
    def weekly(self) -> tuple[Offering, ...]:
        """Patterns that are not over, through the week."""
        return self._in_order(offering for offering in self._ahead if not offering.is_single)

    @property
    def extra(self) -> tuple[Offering, ...]:
        """Single dates still to come, or today."""
        return self._in_order(offering for offering in self._ahead if offering.is_single)

    @property
    def over(self) -> tuple[Offering, ...]:
        return self._in_order(offering for offering in self.offerings if offering.last_day < self.today)

    @property
    def closed_ahead(self) -> tuple[Closure, ...]:
        return tuple(closure for closure in self.closures if closure.span.until >= self.today)

    @property
    def _ahead(self) -> Iterator[Offering]:
        return (offering for offering in self.offerings if offering.last_day >= self.today)

    def _in_order(self, some: Iterable[Offering]) -> tuple[Offering, ...]:
        return tuple(sorted(some, key=lambda each: (min(each.weekdays), each.begins, each.first_day, each.id)))


def view(staff: Staff, *, now: datetime) -> Availability:
    """Everything that the program's offerings page shows. Five queries."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        return Availability(
            program,
            offerings.in_program(program.id),
            offerings.closures(program.id),
            programs.clinicians(program.id),
            tuple(clinicians.at_work(program.id).values()),
            program.day_of(now),
        )
