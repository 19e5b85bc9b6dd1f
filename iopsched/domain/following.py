"""A following: what becomes of the seats inside once sessions are altered or cancelled, before anything is done.

Whoever shows a change and whoever makes it ask here, so that what is shown is what is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from iopsched.domain import zone
from iopsched.domain.booking import Booking, refusals
from iopsched.domain.program import Program
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session
from iopsched.domain.timetable import Difference, Sitting
from iopsched.domain.week import Week

BEYOND = frozenset({Why.DAY_MOST, Why.DAYS_MOST, Why.WEEK_MOST, Why.TRACK})
"""What a plan would refuse to a new booking and leaves to one that staff have moved: staff see it, and decide."""
STAY = BEYOND | {Why.FULL}
LASTING = frozenset({Why.COMMITTED, Why.TRAVEL})
"""What ends a seat that moves only where it was not so before: who came all the same still can."""

Place = tuple[date, int]
"""The first day of a week, and whose week it is."""
Seat = tuple[Booking, Session]
"""A booking as it was, and its session as it will be."""
Weeks = Mapping[date, Mapping[int, Week]]


@dataclass(frozen=True, slots=True)
class Following:
    """``kept`` and ``back`` are bookings as they were, each with its session as it will be; ``back`` were given up.

    ``ended`` were in sessions that are off, ``lost`` cannot follow theirs. ``before`` and ``weeks`` are the weeks of
    everybody inside as they are and as they will be. ``altered`` stay where they are, in a session that counts
    otherwise, is of another kind or track, or that somebody else leads for once, or no longer does; ``stood_in`` are
    altered sessions with such a stand-in, by id. ``whys``, by booking: why it is lost, or what the plan would refuse of
    one that is kept, and of one that is altered if it would not now.
    """

    ended: tuple[Booking, ...] = ()
    kept: tuple[Seat, ...] = ()
    lost: tuple[Booking, ...] = ()
    back: tuple[Seat, ...] = ()
    altered: tuple[Seat, ...] = ()
    stood_in: frozenset[int] = frozenset()
    before: Weeks = field(default_factory=dict)
    weeks: Mapping[Place, Week] = field(default_factory=dict)
    whys: Mapping[int, tuple[Refusal, ...]] = field(default_factory=dict)


def follow(
    program: Program,
    found: Difference,
    inside: Iterable[Booking],
    weeks: Weeks,
    *,
    back: Iterable[Booking] = (),
    usual: Mapping[int, int | None],
    now: datetime,
) -> Following:
    """Seats are first taken away, then given: who loses one session can follow another into its place.

    ``weeks`` are those that ``mondays`` names, of all inside and of who gets a seat ``back``; ``usual``: the leaders.
    """
    off, altered, booked = frozenset(found.cancelled), dict(found.altered), tuple(inside)
    ended = tuple(booking for booking in booked if booking.session.id in off)
    moving = tuple(booking for booking in booked if is_elsewhere(booking.session, altered.get(booking.session.id)))
    gone = frozenset(booking.id for booking in (*ended, *moving))
    then = {(monday, whose): _left(week, gone, altered) for monday, of in weeks.items() for whose, week in of.items()}
    kept, lost, whys = [], [], dict[int, tuple[Refusal, ...]]()
    for booking in sorted(moving, key=lambda one: (altered[one.session.id].starts, one.id)):
        session = as_altered(booking.session, altered[booking.session.id])
        at = _place(program, booking, session)
        against = tuple(refusals(then[at], session, now))
        if final := _final(against, weeks, program, booking, now):
            lost.append(booking)
        else:
            then[at] = _seated(then[at], booking, session)
            kept.append((booking, session))
        whys[booking.id] = final or tuple(one for one in against if one.why in BEYOND)
    given = tuple(_given_back(program, found, back, then, now))
    stood_in = _stood_in(altered, usual)
    stay = tuple(_altered((one for one in booked if one.id not in gone), altered, found.stood_in | stood_in))
    whys |= dict(_newly_beyond(program, weeks, then, stay, now))
    return Following(ended, tuple(kept), tuple(lost), given, stay, stood_in, weeks, then, whys)


def mondays(program: Program, found: Difference, known: Iterable[Session]) -> frozenset[date]:
    """First days of the weeks in which anything is altered or cancelled; ``known`` are those sessions as they are."""
    days = {session.day for session in known} | {sitting.day for _, sitting in found.altered}
    return frozenset(zone.week_of(day, program.first_weekday) for day in days)


def is_elsewhere(was: Session, then: Session | Sitting | None) -> bool:
    """Whether a session moves in time or place: seats and names alone are no news."""
    return then is not None and _where(was) != _where(then)


def as_altered(was: Session, sitting: Sitting) -> Session:
    """The session once it is what the sitting says; who leads it then goes without a name."""
    clinician = was.clinician if sitting.clinician_id == was.clinician_id else ""
    return replace(was, **facts(sitting), clinician=clinician, is_cancelled=False, revision=was.revision + 1)


def facts(sitting: Sitting) -> dict[str, Any]:
    """What a session has of its sitting, by the name of the field."""
    return {one.name: getattr(sitting, one.name) for one in fields(sitting) if one.name != "key"}


def _where(one: Session | Sitting) -> tuple[object, ...]:
    return one.starts, one.ends, one.place, one.site, one.modality


def _what(one: Session | Sitting) -> tuple[object, ...]:
    """What a week counts of it."""
    return one.counted_minutes, one.component, one.track


def _final(
    against: Iterable[Refusal], weeks: Weeks, program: Program, booking: Booking, now: datetime
) -> tuple[Refusal, ...]:
    """Of all that stands against it where it moves, what ends the seat."""
    found = tuple(one for one in against if one.why not in STAY)
    if not any(one.why in LASTING for one in found):
        return found
    monday, whose = _place(program, booking, booking.session)
    before = {one.why for one in refusals(weeks[monday][whose].without(booking.session.id), booking.session, now)}
    return tuple(one for one in found if one.why not in LASTING & before)


def _stood_in(altered: Mapping[int, Sitting], usual: Mapping[int, int | None]) -> frozenset[int]:
    """Those that somebody leads who does not lead their offering, by id."""
    return frozenset(key for key, one in altered.items() if one.clinician_id not in {None, usual.get(one.key[0])})


def _altered(staying: Iterable[Booking], altered: Mapping[int, Sitting], news: Collection[int]) -> Iterator[Seat]:
    """Whose week counts the session otherwise, or whose session has another leader, and that is ``news``: a new leader
    for good, or none for a while, is not.
    """
    for booking in staying:
        was, sitting = booking.session, altered.get(booking.session.id)
        if sitting is None:
            continue
        is_led = sitting.clinician_id != was.clinician_id and was.id in news
        if is_led or _what(was) != _what(sitting):
            yield booking, as_altered(was, sitting)


def _newly_beyond(
    program: Program, weeks: Weeks, then: Mapping[Place, Week], staying: Iterable[Seat], now: datetime
) -> Iterator[tuple[int, tuple[Refusal, ...]]]:
    """By booking what the plan would refuse of a seat that stays, if it would not as it is now."""
    for booking, session in staying:
        monday, whose = at = _place(program, booking, session)
        before = {one.why for one in refusals(weeks[monday][whose].without(session.id), booking.session, now)}
        after = refusals(then[at].without(session.id), session, now)
        yield booking.id, tuple(one for one in after if one.why in BEYOND - before)


def _left(week: Week, gone: frozenset[int], altered: Mapping[int, Sitting]) -> Week:
    """Without those seats; what is only altered where it stands counts as it will."""
    held = tuple(booking for booking in week.bookings if booking.id not in gone)
    if not any(booking.session.id in altered for booking in held):
        return week if len(held) == len(week.bookings) else replace(week, bookings=held)
    return replace(week, bookings=tuple(_as_altered(booking, altered) for booking in held))


def _as_altered(booking: Booking, altered: Mapping[int, Sitting]) -> Booking:
    sitting = altered.get(booking.session.id)
    return replace(booking, session=as_altered(booking.session, sitting)) if sitting else booking


def _given_back(
    program: Program, found: Difference, back: Iterable[Booking], then: dict[Place, Week], now: datetime
) -> Iterator[Seat]:
    """Of seats that were given up those that nothing refuses once the sessions are as they will be."""
    altered, taken = dict(found.altered), dict[int, int]()
    for booking in sorted(back, key=lambda one: (one.booked_at, one.id)):
        if booking.is_active or booking.session.id not in altered:
            continue
        session = as_altered(booking.session, altered[booking.session.id])
        session = replace(session, taken=session.taken + taken.get(session.id, 0))
        at = _place(program, booking, session)
        if not any(refusals(then[at], session, now)):
            taken[session.id] = taken.get(session.id, 0) + 1
            then[at] = _seated(then[at], booking, session)
            yield booking, session


def _place(program: Program, booking: Booking, session: Session) -> Place:
    return zone.week_of(session.day, program.first_weekday), booking.patient_id


def as_had(booking: Booking, session: Session) -> Booking:
    """The booking once its seat in the session is had again."""
    return replace(booking, session=session, span=None, cancelled_at=None, sequence=booking.sequence + 1)


def _seated(week: Week, booking: Booking, session: Session) -> Week:
    return week.adding(replace(booking, session=session, span=None, cancelled_at=None, cancelled_by=None))
