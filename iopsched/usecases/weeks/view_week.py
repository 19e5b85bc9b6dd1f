"""A patient looks at a week: what is booked, what could be added, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.booking import Booking, refusals
from iopsched.domain.errors import NotFound
from iopsched.domain.hold import Purpose, kept_until
from iopsched.domain.make_up import owed
from iopsched.domain.offer import Offer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Refusal
from iopsched.domain.replacement import in_the_way
from iopsched.domain.session import Session
from iopsched.domain.waiting import Waiting
from iopsched.domain.week import Week
from iopsched.store import holds, offerings, offers, sessions, visitors, waitings, weeks
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session of the week that is not booked, with every reason why it cannot be; none means it can.

    ``instead_of`` is the one booked session in its way that could be exchanged for it.
    """

    session: Session
    refusals: tuple[Refusal, ...]
    instead_of: Session | None = None

    @property
    def fits(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Offered:
    """A seat of any week that is held for the patient, who waited for it, and that week with it."""

    offer: Offer
    week: Week


@dataclass(frozen=True, slots=True)
class WeekView:
    """``given_up`` are seats given up this week that are not booked again; ``closed`` the days without any session.

    ``waiting`` is all that the patient waits for, ``kept_until`` when seats that are kept for a plan of any week come
    free, if there are any. ``owed`` minutes were lost in the week before and can be made up in this one, where the
    program allows that.
    """

    week: Week
    candidates: tuple[Candidate, ...]
    given_up: tuple[Booking, ...]
    closed: tuple[date, ...]
    today: date
    offers: tuple[Offered, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    kept_until: datetime | None = None
    owed: int = 0

    def waiting_for(self, session: Session) -> Waiting | None:
        """What the patient waits for that this session would be; that very session before any of its kind."""
        mine = [one for one in self.waiting if one.wanted.fits(session, self.week.program)]
        return min(mine, key=lambda one: one.wanted.session_id is None, default=None)


def view(patient_id: int, day: date | None, *, now: datetime) -> WeekView:
    """The program's week that holds ``day`` (or now). Raises NotFound.

    Seven queries, however many sessions; one more where the program lets last week be made up, one more while seats of
    the week are held for anybody, one more for who waits, and for whom a seat is held one more, or two if it is of
    another week.
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
    closed, mine = offerings.closures(program.id), holds.of_patient(patient.id, now)
    return WeekView(
        week=week,
        candidates=tuple(_candidate(week, session, now) for session in offered if not week.holds(session)),
        given_up=tuple(booking for booking in given_up if not week.holds(booking.session)),
        closed=tuple(sorted({day for one in closed for day in one.span.whole_days if monday <= day <= week.sunday})),
        today=program.day_of(now),
        offers=tuple(_offered(week, now)) if any(hold.purpose is Purpose.OFFER for hold in mine) else (),
        waiting=waitings.of_patient(patient.id) if patient.waits else (),
        kept_until=kept_until(mine),
        owed=_owed(week, program.day_of(now)),
    )


def _owed(week: Week, today: date) -> int:
    """No query where the program allows no making up, or the week before has not begun."""
    if not week.program.make_up_weeks or week.plan is None or week.monday - timedelta(weeks=1) > today:
        return 0
    before, given_up = weeks.before(week)
    return owed(before, given_up) if before.plan else 0


def _candidate(week: Week, session: Session, now: datetime) -> Candidate:
    reasons = tuple(refusals(week, session, now))
    return Candidate(session, reasons, in_the_way(week, session, reasons, now) if reasons else None)


def _offered(week: Week, now: datetime) -> Iterator[Offered]:
    found = {offer: week.program.week_of(offer.session.starts) for offer in offers.of_patient(week.patient_id, now)}
    known = {week.monday: week} | weeks.others(week, found.values())
    for offer, monday in found.items():
        yield Offered(offer, known[monday].seated(offer.session, now=now))
