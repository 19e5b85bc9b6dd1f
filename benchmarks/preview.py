"""A change that touches thousands of seats: closing two weeks of a whole program, looked at, applied and taken back.

500 patients with four seats a week each, among 150 weekly offerings. What staff wait for is timed: the draft (the form
is sent), the preview (its page is asked for, with replacements for the first 200), applying it, and taking it back
(with a preview of that). On SQLite it is the processor's time, as all of the work is ours; on PostgreSQL that of the
clock, as its server works too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from time import perf_counter, process_time

from sqlalchemy import text

from benchmarks.measure import Goal, Row, in_turn, say
from benchmarks.stage import Stage, on_postgresql, on_sqlite
from iopsched.domain.intent import offered
from iopsched.domain.offering import Closure
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways.clock import utc_now
from iopsched.store import offerings, sessions
from iopsched.store.db import db, reading, transaction
from iopsched.usecases import adjust_availability, draft_change
from tests.builders import an_offering
from tests.stored import a_stored_staff

PATIENTS, OFFERINGS, SEATS, WEEKS, ROUNDS = 500, 150, 60, 2, 3
DAYS = (0, 2, 4, 5)
"""On which everybody has a seat."""
MOST = {"draft": 5.0, "preview": 5.0, "apply": 10.0, "back": 20.0}
"""Seconds that are bearable, and the reference."""
BOOK = (
    "INSERT INTO booking (program_id, patient_id, session_id, starts, ends, booked_at, attended_minutes, uid, sequence,"
    " revised_at) VALUES (:program, :patient, :session, :starts, :ends, :now, 0, :uid, 0, :now)"
)
COUNT = "UPDATE session SET taken = (SELECT count(*) FROM booking WHERE session_id = session.id)"


def main() -> None:
    with on_sqlite(PATIENTS, rooms=0) as stage, stage.app.app_context():
        say(*_figures("SQLite", stage, process_time))
    with on_postgresql(PATIENTS, rooms=0) as stage, stage.app.app_context():
        say(*_figures("PostgreSQL", stage, perf_counter))


def _figures(name: str, stage: Stage, clock: Callable[[], float]) -> Iterator[Row]:
    monday = stage.program.week_of(utc_now()) + timedelta(weeks=1)
    booked = _fill(stage, monday)
    clinic = _Clinic(a_stored_staff(stage.program, Role.ADMIN), monday, clock)
    steps = (clinic.draft, clinic.preview, clinic.apply, clinic.back)
    values = in_turn(f"preview on {name}", *steps, rounds=ROUNDS)
    for (what, most), ours in zip(MOST.items(), values, strict=True):
        yield Row(f"{name}, {what}: {booked} seats", "s", ours, (most,) * ROUNDS, Goal(1, at_least=False))


class _Clinic:
    """Who changes it, step by step; each takes seconds and leaves what the next one needs."""

    def __init__(self, staff: Staff, monday: date, clock: Callable[[], float]) -> None:
        self.staff, self.clock = staff, clock
        self.intent = offered.CloseDay(Closure(monday, "Two weeks", monday + timedelta(weeks=WEEKS, days=-1)))
        self.draft_id = 0
        self.seen = ""

    def draft(self) -> float:
        with _seconds(self.clock) as took:
            self.draft_id = draft_change.draft(self.staff, self.intent, now=utc_now())
        return took[0]

    def preview(self) -> float:
        with _seconds(self.clock) as took:
            self.seen = draft_change.view(self.staff, self.draft_id, now=utc_now()).draft.fingerprint
        return took[0]

    def apply(self) -> float:
        with _seconds(self.clock) as took:
            draft_change.apply(self.staff, self.draft_id, self.seen, now=utc_now())
        return took[0]

    def back(self) -> float:
        with _seconds(self.clock) as took:
            undo_id = draft_change.undo(self.staff, self.draft_id, now=utc_now())
            seen = draft_change.view(self.staff, undo_id, now=utc_now()).draft.fingerprint
            draft_change.apply(self.staff, undo_id, seen, now=utc_now())
        return took[0]


@contextmanager
def _seconds(clock: Callable[[], float]) -> Iterator[list[float]]:
    """A list that has the seconds in it once it is left."""
    took: list[float] = []
    began = clock()
    yield took
    took.append(clock() - began)


def _fill(stage: Stage, monday: date) -> int:
    """Open what is offered, and seat everybody on four days of each week; how many seats."""
    with transaction():
        for number in range(OFFERINGS):
            facts = {"weekdays": frozenset({number % 7}), "begins": time(8 + number // 7 % 12), "seats": SEATS}
            new = an_offering(program_id=stage.program.id, key=f"group-{number}", first_day=monday, **facts)
            offerings.add(new)
    adjust_availability.open_sessions(now=utc_now())
    with reading():
        weeks = [sessions.in_week(stage.program, monday + timedelta(weeks=number)) for number in range(WEEKS)]
    rows = [row for week in weeks for row in _seats(stage, week)]
    with transaction():
        db.session.execute(text(BOOK), rows)
        db.session.execute(text(COUNT))
    return len(rows)


def _seats(stage: Stage, week: tuple[Session, ...]) -> Iterator[dict[str, object]]:
    for weekday in DAYS:
        there = [one for one in week if one.day.weekday() == weekday and one.seats == SEATS]
        for number, who in enumerate(stage.patients):
            one = there[number % len(there)]
            when = {"starts": one.starts.replace(tzinfo=None), "ends": one.ends.replace(tzinfo=None)}
            facts = {"program": stage.program.id, "patient": who.id, "session": one.id, "uid": f"{one.id}-{who.id}"}
            yield facts | when | {"now": utc_now().replace(tzinfo=None)}


if __name__ == "__main__":
    main()
