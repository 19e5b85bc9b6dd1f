"""A session that may be chosen: what it takes of a week, and what it costs by the order of preference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from iopsched.domain import zone
from iopsched.domain.plan.rank import Scale, seat
from iopsched.domain.plan.tally import FIELD
from iopsched.domain.preference import Order, Preference
from iopsched.domain.series import kin
from iopsched.domain.session import Session
from iopsched.domain.travel import NO_WAY
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Modality

MINUTE = timedelta(minutes=1)
Gaps = tuple[tuple[int, ...], ...]


class Choice(NamedTuple):
    """Times are minutes since the week began. ``early`` is paid if it is the day's first choice, ``late`` if its last.

    ``number`` is its place among all sessions; ``takes`` a tally of what it takes of a day's room and of each need;
    ``where`` the index of where it happens in the question's ``gaps``.
    """

    number: int
    starts: int
    ends: int
    minutes: int
    takes: int
    cost: int
    early: int
    late: int
    where: int = 0


class Held(NamedTuple):
    """What counts on a day that is attended anyway: its first start, its last end, and the minutes of its sessions."""

    first: int
    last: int
    busy: int

    @property
    def idle(self) -> int:
        """Minutes of waiting between them."""
        return self.last - self.first - self.busy


def known_from(sessions: Iterable[Session], roots: Mapping[int, int]) -> tuple[frozenset[int], frozenset[int]]:
    """The offerings of these sessions, through changes of their series (``roots``), and who led them."""
    kept = tuple(sessions)
    offerings = kin((one.offering_id for one in kept if one.offering_id is not None), roots)
    return offerings, frozenset(one.clinician_id for one in kept if one.clinician_id is not None)


@dataclass(frozen=True, slots=True)
class Known:
    """What the patient knows from the week before, and what is wished: by these the preferences tell sessions apart."""

    wishes: Wishes
    offerings: frozenset[int] = frozenset()
    clinicians: frozenset[int] = frozenset()

    def order(self, order: Order) -> Order:
        """Those of the preferences that can tell two weeks apart."""
        void = {
            Preference.WISHED: not self.wishes.is_rather,
            Preference.HOME_GROUP: not self.offerings,
            Preference.CLINICIAN: not self.clinicians,
        }
        return tuple(one for one in order if not void.get(one))

    def amounts(self, session: Session, week: Week) -> dict[Preference, int]:
        """What this session adds to each matter that it adds to."""
        return {
            Preference.WISHED: not self.wishes.likes(session, week.program),
            Preference.HOME_GROUP: bool(self.offerings) and session.offering_id not in self.offerings,
            Preference.CLINICIAN: bool(self.clinicians) and session.clinician_id not in self.clinicians,
        }


def places_of(week: Week, sessions: tuple[Session, ...]) -> dict[str, Session]:
    """One session of each place that is a way apart from another; all of them in one where nothing is apart."""
    if week.travel == NO_WAY:
        return {"": sessions[0]}
    return {_place(session): session for session in sessions}


def gaps_of(week: Week, places: Mapping[str, Session]) -> Gaps:
    """Minutes from each place to each; empty where all is one."""
    if len(places) == 1:
        return ()
    return tuple(tuple(week.travel.minutes(one, other) for other in places.values()) for one in places.values())


def held_on(week: Week) -> dict[date, Held]:
    """Of each day on which something counts."""
    begin, found = zone.midnight(week.monday, week.program.zone), dict[date, Held]()
    for booking in week.bookings:
        if booking.minutes:
            day, first, last = booking.session.day, *_span(booking.session, begin)
            known = found.get(day, Held(first, last, 0))
            found[day] = Held(min(known.first, first), max(known.last, last), known.busy + last - first)
    return found


def choices_of(
    week: Week, sessions: tuple[Session, ...], known: Known, scale: Scale, places: Mapping[str, Session]
) -> list[Choice]:
    """One for each session."""
    takes = {kind: 1 + (1 << FIELD * place) for place, kind in enumerate(week.missing_components, 1)}
    begin, held, wheres = zone.midnight(week.monday, week.program.zone), held_on(week), [*places]
    dawns = {day: (zone.midnight(day, week.program.zone) - begin) // MINUTE for day in {one.day for one in sessions}}
    end, gap = scale.units[Preference.EARLIEST_END], scale.units[Preference.FEWEST_GAPS]
    found = []
    for number, session in enumerate(sessions):
        (starts, ends), dawn = _span(session, begin), dawns[session.day]
        day = held.get(session.day) or Held(starts, dawn, 0)
        matters = sum(scale.units[one] for one, is_so in known.amounts(session, week).items() if is_so)
        found.append(
            Choice(
                number=number,
                starts=starts,
                ends=ends,
                minutes=session.counted_minutes,
                takes=session.counted_minutes * takes.get(session.component, 1),
                cost=seat(scale.size, number) + matters - gap * (ends - starts),
                early=-gap * min(starts, day.first),
                late=end * max(0, ends - day.last) + gap * (max(ends, day.last) - day.busy),
                where=wheres.index(_place(session)) if len(wheres) > 1 else 0,
            )
        )
    return found


def _span(session: Session, begin: datetime) -> tuple[int, int]:
    return (session.starts - begin) // MINUTE, (session.ends - begin) // MINUTE


def _place(session: Session) -> str:
    return "" if session.modality is Modality.TELEHEALTH else f"at {session.site}"
