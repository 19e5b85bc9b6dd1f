"""What would come of what staff write of the timetable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain import foresight
from iopsched.domain.booking import Booking
from iopsched.domain.following import follow, mondays
from iopsched.domain.foreseen import Foreseen, Touched
from iopsched.domain.ground import Ground
from iopsched.domain.news import Turn
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.timetable import Difference
from iopsched.store import bookings, holds, locks, many_messages, people, sessions, waitings, weeks
from iopsched.usecases.availability.survey_ground import survey


@dataclass(frozen=True, slots=True)
class Sight:
    """What a change comes to, every session of the weeks that it touches, with the seats that are kept now.

    ``ground`` is what all that is offered is held on then; it knows of no session yet.
    """

    program: Program
    change: Foreseen
    known: tuple[Session, ...]
    ground: Ground

    def mended(self, *, most: int, now: datetime) -> Foreseen:
        """With replacements for the first ``most`` people who fall short. Asks nothing more, and takes a while."""
        offered = foresight.offered_after(self.change, self.known)
        return foresight.mended(self.program, self.change, offered, most=most, now=now)

    def sought(self, *, now: datetime) -> Iterator[Touched]:
        """The same people one by one, each looked for when asked for."""
        offered = foresight.offered_after(self.change, self.known)
        return foresight.sought(self.program, self.change, offered, now=now)


@dataclass(frozen=True, slots=True)
class Hopes:
    """For ``whom`` a seat is kept in a session that is off or elsewhere then, by name: it is let go; how many more wait
    for one that is off then, and how many are in line ``again`` for one that was.
    """

    whom: tuple[Patient, ...]
    waits: int
    again: int = 0


@dataclass(frozen=True, slots=True)
class Meant:
    """What reconciling would do to sessions, and the ground that they are held on, as written a moment ago."""

    found: Difference
    ground: Ground


def meant(program: Program, found: Difference, now: datetime) -> Meant:
    """Asked within the transaction that wrote what staff want: six queries."""
    return Meant(found, survey(program, now=now))


def look(program: Program, meant: Meant, *, seats_back: Iterable[int] = (), now: datetime) -> Sight:
    """What it would come to. Eight queries, however many sessions and people; two more at most for what is held and had
    again.
    """
    known, inside = sessions.some(meant.found.touched), _inside(meant, seats_back)
    named = people.some(booking.patient_id for some in inside for booking in some)
    return _sight(program, meant, known, inside, named, now)


def hold(program: Program, meant: Meant, *, seats_back: Iterable[int] = (), now: datetime) -> Sight:
    """The same, with the sessions and everybody inside locked, so that it stays true until the transaction ends."""
    known, inside = locks.sessions(meant.found.touched), _inside(meant, seats_back)
    whose = locks.patients(booking.patient_id for some in inside for booking in some)
    return _sight(program, meant, known, inside, {patient.id: patient for patient in whose}, now)


Inside = tuple[tuple[Booking, ...], tuple[Booking, ...]]
"""Bookings in the sessions that are touched, and those that are had again."""


def _inside(meant: Meant, seats_back: Iterable[int]) -> Inside:
    return bookings.in_sessions(meant.found.touched), bookings.some(seats_back)


def _sight(
    program: Program,
    meant: Meant,
    known: tuple[Session, ...],
    inside: Inside,
    named: dict[int, Patient],
    now: datetime,
) -> Sight:
    found, (booked, back) = meant.found, inside
    wanted = mondays(program, found, known)
    of_all = weeks.across(named.values(), program, wanted)
    following = follow(program, found, booked, of_all, back=back, usual=meant.ground.leaders, now=now)
    turn = Turn.of(following, found.stood_in)
    unheard = many_messages.waiting(named, turn.matters) if turn.matters else {}
    words = turn.words(unheard, named, program, now)
    change = foresight.foreseen(program, found, known, following, named, meant.ground.clinicians, words)
    return Sight(program, change, holds.seen(None, _around(program, wanted), now), meant.ground)


def hopes(change: Foreseen, *, now: datetime) -> Hopes:
    """Four queries at most. Called within a look; opens none itself."""
    gone = (*change.closed, *(was for was, _ in change.moved))
    kept = [session for session in gone if session.held_until and session.held_until > now]
    whose = {each.patient_id for each in holds.in_sessions(kept) if each.lasts(now)}
    whom = people.some(whose).values() if whose else ()
    waits = waitings.waiting_for((session.id for session in change.closed), but=whose)
    again = waitings.waiting_for(session.id for session in change.reopened)
    return Hopes(tuple(sorted(whom, key=lambda patient: patient.by_name)), waits, again)


def _around(program: Program, wanted: Collection[date]) -> tuple[Session, ...]:
    """Every session from the first of these weeks to the last."""
    if not wanted:
        return ()
    return sessions.between(program.id, program.week_bounds(min(wanted))[0], program.week_bounds(max(wanted))[1])
