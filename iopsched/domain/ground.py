"""The ground on which something could be held: who and which room is free at the times around."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from iopsched.domain import extra_date, zone
from iopsched.domain.absence import Absence, Diary
from iopsched.domain.clash import is_clear
from iopsched.domain.offering import Offering
from iopsched.domain.program import Program
from iopsched.domain.room import SeatLimits
from iopsched.domain.session import Session
from iopsched.domain.words import Modality

SHIFTS = tuple(timedelta(minutes=sign * minutes) for minutes in (60, 120, 180) for sign in (1, -1))


@dataclass(frozen=True, slots=True)
class Ground:
    """The sessions around as they would be, who is away then, and rooms; offerings, and names of clinicians, by id.

    ``gone`` are rooms, by name and site, that are to be on the list no more: nothing is placed there.
    """

    program: Program
    known: tuple[Session, ...]
    offerings: Mapping[int, Offering]
    clinicians: Mapping[int, str]
    absences: tuple[Absence, ...]
    limits: SeatLimits
    closed: frozenset[date]
    now: datetime
    gone: frozenset[tuple[str, str]] = frozenset()

    @property
    def leaders(self) -> dict[int, int | None]:
        """Who leads each offering as a rule, by its id."""
        return {one.id: one.clinician_id for one in self.offerings.values()}

    def is_free(self, one: Session, *, beside: Collection[int] = ()) -> bool:
        """Whether it lies ahead on one day, and nobody and no room would be needed twice; ``beside`` are left out."""
        last = self.program.day_of(one.ends - timedelta(minutes=1))
        is_one_day = self.program.day_of(one.starts) == one.day == last
        return one.starts > self.now and is_one_day and self._is_clear(one, beside)

    def free_for(self, *sessions: Session) -> tuple[int, ...]:
        """Who could lead all of them beside what they lead, by name; never whoever does."""
        leads = {one.clinician_id for one in sessions}
        by_name = sorted(self.clinicians.keys() - leads, key=lambda who: self.clinicians[who])
        return tuple(who for who in by_name if all(self._could_lead(who, one) for one in sessions))

    def named(self, session: Session, clinician_id: int) -> Session:
        """The session led by somebody else."""
        return replace(session, clinician_id=clinician_id, clinician=self.clinicians[clinician_id])

    def shifted(self, *sessions: Session) -> Iterator[tuple[timedelta, Session]]:
        """By how much all of them can be earlier or later on the same day, with the first as it would be then."""
        ids = {one.id for one in sessions}
        for by in SHIFTS:
            then = [replace(one, starts=one.starts + by, ends=one.ends + by) for one in sessions]
            if then and all(self.is_free(one, beside=ids) for one in then):
                yield by, then[0]

    def elsewhere(self, was: Session) -> Iterator[Session]:
        """One like it on each other day of its week where there is room for it, with nobody in it."""
        monday = zone.week_of(was.day, self.program.first_weekday)
        wall = extra_date.wall_of(was, self.program)
        days = {monday + timedelta(days=offset) for offset in range(7)} - {was.day} - self.closed
        for day in sorted(each for each in days if zone.exists(each, wall, self.program.zone)):
            if self.is_free(one := extra_date.like(was, day, self.program)):
                yield one

    def offering_of(self, one: Session) -> Offering:
        """What would offer that session alone, behind the link of what it is like."""
        alike, own = self.offerings.get(one.offering_id or 0), extra_date.offering_of(one, self.program)
        return replace(own, link=alike.link, link_minutes=alike.link_minutes) if alike else own

    def led_by_each(self, sessions: Iterable[Session]) -> dict[int, int]:
        """Somebody free for each, by its id; nobody in two places, and whoever leads one already goes first."""
        found: dict[int, int] = {}
        given: list[Session] = []
        for one in sorted(sessions, key=lambda each: each.by_time):
            free = [who for who in self.free_for(one) if not any(_is_busy(who, one, other) for other in given)]
            free.sort(key=lambda who: who not in found.values())
            if free:
                found[one.id] = free[0]
                given.append(self.named(one, free[0]))
        return found

    def placed(self, one: Session) -> Session | None:
        """Led by whoever does or somebody else who is free, in its room or another of the list that holds as many, with
        no more seats than there may be; None where there is nobody, or no room.
        """
        seats = self.limits.least(one.seats, one.component, one.place, one.site)
        led = self._led(replace(one, seats=seats))
        return self._in_a_room(led) if led else None

    def _led(self, one: Session) -> Session | None:
        if one.clinician_id is None or self._could_lead(one.clinician_id, one):
            return replace(one, clinician=self.clinicians.get(one.clinician_id or 0, ""))
        free = self.free_for(one)
        return self.named(one, free[0]) if free else None

    def _in_a_room(self, one: Session) -> Session | None:
        others = sorted(self.limits.rooms, key=lambda room: (room.seats, room.name))
        rooms = (room for room in others if room.site == one.site and room.seats >= one.seats)
        places = (one, *(replace(one, place=room.name) for room in rooms))
        there = (each for each in places if (each.place, each.site) not in self.gone)
        return next((each for each in there if self._is_clear(each, ())), None)

    def _could_lead(self, who: int, one: Session) -> bool:
        return self._is_clear(replace(one, clinician_id=who, place=""), (one.id,))

    def _is_clear(self, one: Session, beside: Collection[int]) -> bool:
        others = [each for each in self.known if each.id not in beside and not each.is_cancelled]
        away = Diary((), self.absences, self.program.zone).away(one.clinician_id, one)
        return not away and is_clear(one, others, self.limits) and not self._is_taken(one, others)

    def _is_taken(self, one: Session, others: Iterable[Session]) -> bool:
        """Whether it is where something is at that time: a place that no list knows is one room as well, unless two
        sessions are there at once.
        """
        if self.limits.knows(one.place, one.site):
            return False
        there = sorted((each for each in others if _are_together(one, each)), key=lambda each: each.by_time)
        holds_many = any(late.starts < early.ends for early, late in pairwise(there))
        return not holds_many and any(each.overlaps(one) for each in there)


def _are_together(one: Session, other: Session) -> bool:
    in_person = one.modality is other.modality is Modality.IN_PERSON
    return in_person and bool(one.place) and (one.place, one.site) == (other.place, other.site)


def _is_busy(who: int, one: Session, other: Session) -> bool:
    return other.clinician_id == who and other.overlaps(one)
