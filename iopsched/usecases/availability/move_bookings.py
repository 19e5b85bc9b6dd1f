"""When staff alter or cancel sessions: bookings follow where the patient still can, the rest end, and all are told.

Always called within a transaction that holds the sessions; opens none itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.following import Following, Seat, as_had, follow, is_elsewhere, mondays
from iopsched.domain.news import Turn, Word
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.timetable import Difference
from iopsched.store import audit, bookings, locks, offerings, people, sessions, weeks
from iopsched.usecases.messages import remind_patient, tell_people


@dataclass(frozen=True, slots=True)
class Moved:
    """Bookings that kept their seat at another time or place, and that ended; people who hear in time, and who do not.

    ``back`` are seats that were lost and are had again, ``unheard`` people who had not heard of what is taken back,
    ``silent`` all others inside who have nothing to hear.
    """

    kept: int = 0
    ended: int = 0
    told: int = 0
    to_call: int = 0
    back: int = 0
    unheard: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class _Change:
    """The program, the people inside and by whom and when: what every step below needs."""

    program: Program
    people: dict[int, Patient]
    actor: str
    now: datetime


def follow_sessions(
    program: Program, found: Difference, *, actor: str, now: datetime, seats_back: Iterable[int] = ()
) -> Moved:
    """Alter and cancel the sessions of a difference with all that ``domain/following`` says of those inside.

    ``seats_back`` are bookings that were given up and are had again where nothing refuses them any more.
    """
    booked, back = bookings.in_sessions(found.touched), bookings.some(seats_back)
    inside = {patient.id: patient for patient in locks.patients(one.patient_id for one in (*booked, *back))}
    change = _Change(program, inside, actor, now)
    following = foresee(program, found, booked, inside, back=back, now=now)
    bookings.lift([booking.id for booking in (*(one for one, _ in following.kept), *following.lost)], now=now)
    for session_id, sitting in found.altered:
        sessions.alter(session_id, sitting)
    sessions.cancel(found.cancelled)
    _end(change, following.ended)
    kept = _move(change, following.kept)
    _end(change, following.lost)
    given = _give_back(change, following.back)
    words = tell_people.tell(inside, program, Turn.of(following, found.stood_in), now=now)
    people.schedule_changed(inside)
    _remind(change, [*booked, *kept, *given])
    number = Counter(words.values())
    silent = len({booking.patient_id for booking in (*booked, *given)} - words.keys())
    told = (number[Word.MESSAGE], number[Word.CALL], len(given), number[Word.UNHEARD], silent)
    return Moved(len(kept), len(following.ended) + len(following.lost), *told)


def foresee(
    program: Program,
    found: Difference,
    inside: Sequence[Booking],
    named: Mapping[int, Patient],
    *,
    back: Sequence[Booking] = (),
    now: datetime,
) -> Following:
    """What becomes of those inside, before anything is done: four queries, however many they are."""
    wanted = mondays(program, found, (booking.session for booking in (*inside, *back)))
    of_all = weeks.across(named.values(), program, wanted)
    usual = offerings.leaders(program.id)
    return follow(program, found, inside, of_all, back=back, usual=usual, now=now)


def not_as_before(before: Iterable[Session], found: Difference) -> list[Session]:
    """Which of these sessions are off or elsewhere by the difference, as they were."""
    then, off = dict(found.altered), frozenset(found.cancelled)
    return [was for was in before if was.id in off or is_elsewhere(was, then.get(was.id))]


def _move(change: _Change, seats: Iterable[Seat]) -> list[Booking]:
    """Each session with all that follow it at once."""
    moved = [replace(booking, session=session, span=None) for booking, session in seats]
    for session, ids in _by_session(moved):
        bookings.follow(ids, session, now=change.now)
    _note(change, moved, "booking moved")
    return moved


def _give_back(change: _Change, seats: Iterable[Seat]) -> list[Booking]:
    had = [as_had(booking, session) for booking, session in seats]
    for session, ids in _by_session(had):
        bookings.renew(ids, session, now=change.now)
    _take_seats(had, 1)
    _note(change, had, "booked")
    return had


def _end(change: _Change, ended: Sequence[Booking]) -> None:
    bookings.cancel([booking.id for booking in ended], CancelledBy.STAFF, now=change.now)
    _take_seats(ended, -1)
    _note(change, ended, "booking ended")


def _by_session(some: Iterable[Booking]) -> Iterator[tuple[Session, list[int]]]:
    """Each session with the ids of its bookings."""
    for _, of_one in groupby(sorted(some, key=lambda one: one.session.id), key=lambda one: one.session.id):
        held = list(of_one)
        yield held[0].session, [booking.id for booking in held]


def _take_seats(some: Iterable[Booking], by: int) -> None:
    """Sessions in which as many seats are taken (1) or given up (-1) go together."""
    of_session = Counter(booking.session.id for booking in some)
    for seats in sorted(set(of_session.values())):
        sessions.change_seats_taken([key for key, number in of_session.items() if number == seats], by=by * seats)


def _note(change: _Change, touched: Iterable[Booking], action: str) -> None:
    seats = ((booking.patient_id, booking.session.id) for booking in touched)
    audit.note_seats(change.program.id, change.actor, action, seats, now=change.now)


def _remind(change: _Change, touched: Iterable[Booking]) -> None:
    days: dict[int, set[date]] = {}
    for booking in touched:
        days.setdefault(booking.patient_id, set()).add(booking.session.day)
    remind_patient.follow_several(change.people, change.program, days, now=change.now)
