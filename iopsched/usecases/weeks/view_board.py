"""Staff look at a week: sessions with seats and who is in them, and people, the short ones first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.duty import Duty
from iopsched.domain.hold import Hold, seen_by
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.shortfall import Shortfall, shortfall
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Waiting
from iopsched.domain.week import Week
from iopsched.store import holds, offerings, people, programs, sessions, waitings, weeks
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Slot:
    """One session on the board with who is in it, by name; ``came`` is how many were marked as there.

    ``waiting`` counts those who wait for a seat in it and are not being offered one.
    """

    session: Session
    patients: tuple[Patient, ...]
    came: int
    marked: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's week."""

    patient: Patient
    week: Week

    @property
    def is_short(self) -> bool:
        return self.week.plan is not None and not self.week.is_met


@dataclass(frozen=True, slots=True)
class Board:
    """A week as staff see it; a clinician's holds own sessions and those who are in them.

    ``waiting`` counts the people who wait for a seat in this week. ``known`` are all its sessions, whoever looks, and
    ``kept`` the seats that are held in them: what fits somebody is asked among all.
    """

    program: Program
    monday: date
    today: date
    slots: tuple[Slot, ...]
    people: tuple[Standing, ...]
    closures: tuple[Closure, ...]
    now: datetime
    waiting: int = 0
    known: tuple[Session, ...] = ()
    kept: tuple[Hold, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=offset) for offset in range(7))

    @property
    def planned(self) -> tuple[Standing, ...]:
        """Those with a plan in force this week."""
        return tuple(standing for standing in self.people if standing.week.plan)

    @property
    def short(self) -> tuple[Standing, ...]:
        """Those whose week asks for more than it has, the shortest first."""
        return tuple(standing for standing in self.people if standing.is_short)

    @property
    def to_go(self) -> int:
        """Minutes that all those weeks still ask for."""
        return sum(standing.week.to_go for standing in self.short)

    @property
    def seats_left(self) -> int:
        """Seats free in sessions that are still to come."""
        return sum(slot.session.seats_left for slot in self.slots if self._is_ahead(slot.session))

    def shortfall(self, standing: Standing) -> Shortfall:
        """Why this person is short, and how many sessions fit and help, by the same rule as the booking itself."""
        offered = seen_by(standing.patient.id, self.known, self.kept, self.now)
        return shortfall(standing.week, offered, self.now)

    def is_evening(self, session: Session) -> bool:
        return session.starts.astimezone(self.program.zone).time() >= self.program.evening_from

    def _is_ahead(self, session: Session) -> bool:
        return session.starts > self.now and not session.is_cancelled


@dataclass(frozen=True, slots=True)
class Queue:
    """Who waits, as far as a board counts it."""

    program: Program
    waiting: tuple[Waiting, ...]
    kept: tuple[Hold, ...]
    now: datetime

    def behind(self, session: Session) -> frozenset[int]:
        """Patients who wait for a seat in a session still ahead: for this one, or, while it is full, for its kind."""
        if session.starts <= self.now or session.is_cancelled:
            return frozenset()
        meant = (one for one in self.waiting if session.is_full or one.wanted.session_id is not None)
        return frozenset(one.patient_id for one in meant if one.wanted.fits(session, self.program))

    def asked(self, session: Session) -> frozenset[int]:
        """Those of them for whom a seat of it is held already."""
        return frozenset(hold.patient_id for hold in self.kept if hold.session_id == session.id)

    def everybody(self, offered: Iterable[Session], monday: date | None) -> frozenset[int]:
        """Who waits for any of these sessions, or for any of a kind in the week that begins on ``monday``."""
        named = (self.behind(session) for session in offered)
        any_of_a_kind = (one.patient_id for one in self.waiting if monday and one.wanted.monday == monday)
        return frozenset(any_of_a_kind).union(*named)


def view(staff: Staff, day: date | None, *, now: datetime) -> Board:
    """The program's week that holds ``day`` (or now). Seven queries, however many sessions and people; one more while
    seats are held, and one while anybody waits. Raises Forbidden for billing.
    """
    staff.require(Duty.BOARD)
    with reading():
        program = programs.get(staff.program_id)
        monday = zone.week_of(day or program.day_of(now), program.first_weekday)
        known = sessions.between(program.id, *program.week_bounds(monday))
        kept = tuple(hold for hold in holds.in_sessions(known) if hold.lasts(now))
        named = {patient.id: patient for patient in people.in_program(program.id)}
        of_all = weeks.of_everybody(named, program, monday)
        closed = offerings.closures(program.id)
        waiting = waitings.in_program(program.id) if any(patient.waits for patient in named.values()) else ()
    offered = [session for session in seen_by(None, known, kept, now) if staff.may_see(session.clinician_id)]
    queue, past = Queue(program, waiting, kept, now), monday + timedelta(days=7)
    slots = _slots(offered, of_all, named, queue)
    standings = [Standing(named[key], week) for key, week in of_all.items()]
    inside = {patient.id for slot in slots for patient in slot.patients}
    return Board(
        program=program,
        monday=monday,
        today=program.day_of(now),
        slots=slots,
        people=in_order(each for each in standings if staff.may(Duty.EVERY_SESSION) or each.patient.id in inside),
        closures=tuple(closure for closure in closed if closure.day < past and monday <= closure.span.until),
        now=now,
        waiting=len(queue.everybody(offered, monday if staff.may(Duty.EVERY_SESSION) else None)),
        known=tuple(known),
        kept=kept,
    )


def in_order(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """The shortest first, then by name."""
    return tuple(sorted(standings, key=lambda each: (not each.is_short, -each.week.to_go, *each.patient.by_name)))


def _slots(
    offered: Iterable[Session], of_all: Mapping[int, Week], named: Mapping[int, Patient], queue: Queue
) -> tuple[Slot, ...]:
    inside: dict[int, list[Booking]] = defaultdict(list)
    for week in of_all.values():
        for booking in week.bookings:
            inside[booking.session.id].append(booking)
    return tuple(_slot(session, inside[session.id], named, queue) for session in offered)


def _slot(session: Session, inside: list[Booking], named: Mapping[int, Patient], queue: Queue) -> Slot:
    patients = sorted((named[booking.patient_id] for booking in inside), key=lambda p: (p.given_name, p.family_name))
    came = sum(booking.attendance is not None and not booking.is_missed for booking in inside)
    marked = sum(booking.attendance is not None for booking in inside)
    return Slot(session, tuple(patients), came, marked, len(queue.behind(session) - queue.asked(session)))
