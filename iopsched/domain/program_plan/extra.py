"""One session more: which one would complete most of those who stay short, found by asking everybody again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from iopsched.domain import zone
from iopsched.domain.extra_date import as_offered
from iopsched.domain.ground import Ground
from iopsched.domain.offering import Offering
from iopsched.domain.program import Program
from iopsched.domain.program_plan.buyer import Buyer
from iopsched.domain.program_plan.exchange import Exchange
from iopsched.domain.program_plan.seating import Seating
from iopsched.domain.program_plan.world import CLOSED
from iopsched.domain.session import Session

MOST = 5
TRIED = 10
"""How many are tried to the end, with whoever would move to make room; the most promising ones."""
TRIES = 60

Rebuilt = Callable[[Sequence[Session]], Sequence[Buyer]]
"""The same buyers, offered these sessions."""
Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Extra:
    """A session that could be added, and how many more weeks are complete with it."""

    session: Session
    completes: int


def candidates(
    program: Program,
    sessions: Sequence[Session],
    offerings: Sequence[Offering],
    days: Sequence[date],
    now: datetime,
    ground: Ground | None = None,
) -> tuple[Session, ...]:
    """On each of these ``days`` a copy of each session that is full, and what is offered at its usual hour.

    Only what is still to come, and nothing of which there are seats left already; of offerings alike, that with most
    seats. Ids are below 0. On a ``ground`` only what somebody is free to lead, in a room that is free.
    """
    free = {_likeness(session) for session in sessions if session.seats_left and not session.is_cancelled}
    found: dict[tuple[object, ...], Session] = {}
    usual = (
        as_offered(offering, day, program)
        for day in days
        for offering in sorted(offerings, key=lambda one: (-one.seats, one.id))
        if offering.is_in_season(day) and zone.exists(day, offering.begins, program.zone)
    )
    full = (one for one in sessions if one.is_full and not one.is_cancelled and one.day in days)
    for session in (*full, *usual):
        if session.starts > now and session.counted_minutes and (key := _likeness(session)) not in free:
            found.setdefault(key, replace(session, id=-1 - len(found), taken=0, held=0, held_until=None))
    if ground is None:
        return tuple(found.values())
    return tuple(filter(None, map(replace(ground, known=tuple(sessions)).placed, found.values())))


def extras(
    seating: Seating,
    rebuilt: Rebuilt,
    sessions: Sequence[Session],
    wanted: Sequence[Session],
    random: Random,
    tick: Tick,
) -> tuple[Extra, ...]:
    """Those of the wanted sessions that complete anybody, the most first. ``seating`` holds the complete weeks only."""
    short = seating.without()
    if not short or not wanted:
        return ()
    again = _with_room_for(wanted, seating, rebuilt([*sessions, *wanted]))
    places = range(len(sessions), len(sessions) + len(wanted))
    worth = [_worth(session, sessions, seating.prices) for session in wanted]
    helped = _helped(again, short, places, wanted, tick)
    promising = sorted(range(len(wanted)), key=lambda one: (-helped[one], -worth[one], one))[:TRIED]
    found = [Extra(wanted[one], _completes(again, short, places[one], wanted[one], random)) for one in promising]
    return tuple(sorted((one for one in found if one.completes), key=lambda one: -one.completes)[:MOST])


def _with_room_for(wanted: Sequence[Session], seating: Seating, buyers: Sequence[Buyer]) -> Seating:
    """The same seating with a place for each wanted session, closed as yet."""
    seats = [left + len(inside) for left, inside in zip(seating.left, seating.inside, strict=True)]
    wider = Seating(buyers, [*seats, *(0 for _ in wanted)], [*seating.prices, *(CLOSED for _ in wanted)])
    for number, places in enumerate(seating.places):
        wider.seat(number, places)
    return wider


def _helped(
    seating: Seating, short: Sequence[int], places: Sequence[int], wanted: Sequence[Session], tick: Tick
) -> list[int]:
    """For how many of the short each session alone makes a complete week of the seats that nobody has."""
    helped = [0] * len(wanted)
    for number in short:
        for place in places:
            seating.open(place, 1)
        is_any = seating.cheapest(number) is not None
        for place in places:
            seating.close(place)
        for nth, place in enumerate(places if is_any else ()):
            seating.open(place, 1)
            helped[nth] += seating.cheapest(number) is not None
            seating.close(place)
        tick()
    return [min(count, session.seats) for count, session in zip(helped, wanted, strict=True)]


def _completes(seating: Seating, short: Sequence[int], place: int, session: Session, random: Random) -> int:
    """How many of the short can be brought in when it is open, others moving as they would in any plan."""
    mark = seating.mark()
    seating.open(place, session.seats)
    brought = sum(Exchange(seating, random, TRIES).bring_in(number, 1) for number in short)
    is_used = bool(seating.inside[place])
    seating.back_to(mark)
    seating.close(place)
    return brought if is_used else 0


def _worth(session: Session, sessions: Iterable[Session], prices: Sequence[int]) -> int:
    """What all its seats are worth, by the dearest session of its kind at that hour."""
    alike = (
        price
        for other, price in zip(sessions, prices, strict=True)
        if other.component is session.component and other.overlaps(session)
    )
    return max(alike, default=0) * session.seats


def _likeness(session: Session) -> tuple[object, ...]:
    return session.starts, session.ends, session.component, session.modality, session.site, session.track
