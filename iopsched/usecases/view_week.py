"""A patient looks at a week: what is booked, what could be added, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.booking import Booking, refusals
from iopsched.domain.errors import NotFound
from iopsched.domain.offer import Offer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Refusal
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.store import holds, offerings, offers, sessions, visitors, waitings, weeks
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session of the week that is not booked, with every reason why it cannot be; none means it can."""

    session: Session
    refusals: tuple[Refusal, ...]

    @property
    def fits(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True)
class WeekView:
    """``given_up`` are seats given up this week that are not booked again; ``closed`` the days without any session.

    ``offers`` are seats of any week that are held for the patient, who waited for them; ``waited_for`` the sessions
    that they wait for.
    """

    week: Week
    candidates: tuple[Candidate, ...]
    given_up: tuple[Booking, ...]
    closed: tuple[date, ...]
    today: date
    offers: tuple[Offer, ...] = ()
    waited_for: frozenset[int] = frozenset()


def view(patient_id: int, day: date | None, *, now: datetime) -> WeekView:
    """The program's week that holds ``day`` (or now). Raises NotFound.

    Six queries, however many sessions; one more while seats are held for anybody, two more for who waits.
    """
    with reading():
        patient, program = visitors.known_patient(patient_id)
        return _look(patient, program, day or program.day_of(now), now)


def view_around(patient_id: int, session_id: int, *, now: datetime) -> tuple[Session, WeekView]:
    """A session of the patient's program and the week that it is in, one query more. Raises NotFound."""
    with reading():
        patient, program = visitors.known_patient(patient_id)
        session = sessions.get(session_id)
        if session.program_id != program.id:
            raise NotFound("session")
        return session, _look(patient, program, session.day, now)


def _look(patient: Patient, program: Program, day: date, now: datetime) -> WeekView:
    monday = zone.week_of(day, program.first_weekday)
    week, given_up = weeks.load_with_given_up(patient, program, monday)
    offered = holds.seen(patient.id, sessions.in_week(program, monday), now)
    closed = offerings.closures(program.id)
    return WeekView(
        week=week,
        candidates=tuple(Candidate(s, tuple(refusals(week, s, now))) for s in offered if not week.holds(s)),
        given_up=tuple(booking for booking in given_up if not week.holds(booking.session)),
        closed=tuple(closure.day for closure in closed if monday <= closure.day <= week.sunday),
        today=program.day_of(now),
        offers=offers.of_patient(patient.id, now) if patient.waits else (),
        waited_for=frozenset(_waited_for(patient)),
    )


def _waited_for(patient: Patient) -> Iterator[int]:
    for one in waitings.of_patient(patient.id) if patient.waits else ():
        if one.wanted.session_id is not None:
            yield one.wanted.session_id
