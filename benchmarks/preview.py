"""Changes that touch thousands of seats: looked at, replacements sought for everybody, applied and taken back.

500 patients with four seats a week each, among 150 weekly offerings. Either two weeks are closed (nothing is left to
choose from), or the afternoons of four (all mornings are, and it takes three sessions to make a week whole). What staff
wait for is timed: the draft (the form is sent), the preview (its page is asked for, with replacements for the first
200), replacements for everybody, applying it, and taking it back (with a preview of that). On SQLite it is the
processor's time, as all of the work is ours; on PostgreSQL that of the clock, as its server works too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from time import perf_counter, process_time

from sqlalchemy import text

from benchmarks.measure import Goal, Row, in_turn, say
from benchmarks.stage import Stage, on_postgresql, on_sqlite
from iopsched.app import settle
from iopsched.domain.intent import Intent, Several, offered
from iopsched.domain.offering import Closure
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways.clock import utc_now
from iopsched.store import offerings, sessions
from iopsched.store.db import db, reading, transaction
from iopsched.usecases.availability import adjust_availability, draft_change, seek_replacements
from tests.builders import an_offering
from tests.stored import a_stored_staff

PATIENTS, OFFERINGS, SEATS, WEEKS, ROUNDS = 500, 150, 60, 4, 3
LUNCH = time(13)
DAYS = (0, 2, 4, 5)
"""On which everybody has a seat."""
MOST = {"draft": 5.0, "preview": 5.0, "everybody": 20.0, "apply": 10.0, "back": 20.0}
"""Seconds that are bearable, and the reference."""
BOOK = (
    "INSERT INTO booking (program_id, patient_id, session_id, starts, ends, booked_at, attended_minutes, uid, sequence,"
    " revised_at) VALUES (:program, :patient, :session, :starts, :ends, :now, 0, :uid, 0, :now)"
)
COUNT = "UPDATE session SET taken = (SELECT count(*) FROM booking WHERE session_id = session.id)"


def main() -> None:
    settle()
    with on_sqlite(PATIENTS, rooms=0) as stage, stage.app.app_context():
        say(*_figures("SQLite", stage, process_time))
    with on_postgresql(PATIENTS, rooms=0) as stage, stage.app.app_context():
        say(*_figures("PostgreSQL", stage, perf_counter))


def _figures(name: str, stage: Stage, clock: Callable[[], float]) -> Iterator[Row]:
    monday = stage.program.week_of(utc_now()) + timedelta(weeks=1)
    _fill(stage, monday)
    staff = a_stored_staff(stage.program, Role.ADMIN)
    for wanted, intent in _intents(monday):
        clinic = _Clinic(staff, intent, clock)
        steps = (clinic.draft, clinic.preview, clinic.everybody, clinic.apply, clinic.back)
        values = in_turn(f"{wanted} on {name}", *steps, rounds=ROUNDS)
        for (what, most), ours in zip(MOST.items(), values, strict=True):
            label = f"{name}, {wanted}, {clinic.seats} seats of {clinic.short} short weeks: {what}"
            yield Row(label, "s", ours, (most,) * ROUNDS, Goal(1, at_least=False))


def _intents(monday: date) -> Iterator[tuple[str, Intent]]:
    yield "two weeks", offered.CloseDay(Closure(monday, "Two weeks", monday + timedelta(weeks=2, days=-1)))
    days = (monday + timedelta(days=number) for number in range(7 * WEEKS))
    yield "afternoons", Several(tuple(offered.CloseDay(Closure(day, "Afternoons", begins=LUNCH)) for day in days))


class _Clinic:
    """Who changes it, step by step; each takes seconds and leaves what the next one needs."""

    def __init__(self, staff: Staff, intent: Intent, clock: Callable[[], float]) -> None:
        self.staff, self.intent, self.clock = staff, intent, clock
        self.draft_id = self.seats = self.short = 0
        self.seen = ""

    def draft(self) -> float:
        with _seconds(self.clock) as took:
            self.draft_id = draft_change.draft(self.staff, self.intent, now=utc_now())
        return took[0]

    def preview(self) -> float:
        with _seconds(self.clock) as took:
            preview = draft_change.view(self.staff, self.draft_id, now=utc_now())
        self.seen, self.seats, self.short = (
            preview.draft.fingerprint,
            preview.change.counts[1],
            len(preview.change.short),
        )
        return took[0]

    def everybody(self) -> float:
        with _seconds(self.clock) as took:
            for _ in seek_replacements.seek(self.staff, self.draft_id, self.seen, after=0, now=utc_now()):
                pass
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


def _fill(stage: Stage, monday: date) -> None:
    """Open what is offered, and seat everybody on four days of each week."""
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
