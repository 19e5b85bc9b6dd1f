"""One patient's week as the search sees it: minutes and costs.

A question holds sessions that may be booked together as far as closed tracks and numbers of days go; where a week
allows several such worlds there is a question for each, and the best answer to any of them is the best week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from iopsched.domain import zone
from iopsched.domain.plan.rank import cost, seat
from iopsched.domain.plan.tally import FIELD
from iopsched.domain.session import Session
from iopsched.domain.travel import NO_WAY
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Modality

MINUTE = timedelta(minutes=1)
Gaps = tuple[tuple[int, ...], ...]
ALL_DAYS = 7


class Choice(NamedTuple):
    """A session that may be chosen. Times are minutes since the week began; ``late`` is paid if it is the day's last.

    ``number`` is its place among all sessions; ``takes`` a tally of what it takes of a day's room and of each need;
    ``where`` the index of where it happens in the question's ``gaps``.
    """

    number: int
    starts: int
    ends: int
    minutes: int
    takes: int
    cost: int
    late: int
    where: int = 0


class Day(NamedTuple):
    """A day with choices, in order of their ends.

    ``is_held``: something that counts is booked on it already. ``room``: minutes that still fit. ``least``: minutes to
    choose so that the day, once attended, is not too short. ``seam``: the latest end of a choice on an earlier day and
    the earliest start of one on a later day.
    """

    date: date
    is_held: bool
    room: int
    least: int
    choices: tuple[Choice, ...]
    seam: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """``asked`` minutes, ``needs`` and ``days_asked`` are still to go; ``room`` minutes and ``days_room`` may be added.

    ``sessions`` are those of all worlds, by id; ``days`` are the days of this one. The first ``kinds`` needs are
    minutes of components, of which a week may fall short; those after them are absolute. ``short``: minutes by which
    attended days without choices are too short. ``gaps``: minutes that have to lie between two choices, by where the
    earlier and the later happen; empty where none have to.
    """

    sessions: tuple[Session, ...]
    days: tuple[Day, ...]
    asked: int
    needs: tuple[int, ...]
    kinds: int
    days_asked: int
    room: int
    days_room: int
    short: int
    gaps: Gaps = ()

    @property
    def size(self) -> int:
        return len(self.sessions)

    @property
    def most_days(self) -> int:
        """How many new days a week can use."""
        return min(self.days_room, sum(not day.is_held for day in self.days))

    def new_days(self, sessions: tuple[Session, ...]) -> frozenset[date]:
        """The days of these sessions that are not attended anyway."""
        return frozenset(session.day for session in sessions) - {day.date for day in self.days if day.is_held}

    def differing(self, found: list[tuple[Session, ...]]) -> Question:
        """The same, for weeks with at least two sessions that are not in the one found, for each that was found."""
        place = FIELD * (1 + len(self.needs))
        known = [{session.id for session in sessions} for sessions in found]
        others = [
            sum(1 << place + FIELD * nth for nth, ids in enumerate(known) if session.id not in ids)
            for session in self.sessions
        ]
        days = tuple(
            day._replace(choices=tuple(one._replace(takes=one.takes + others[one.number]) for one in day.choices))
            for day in self.days
        )
        return replace(self, days=days, needs=(*self.needs, *(2 for _ in found)))


def questions(
    week: Week, sessions: tuple[Session, ...], wishes: Wishes, usual: frozenset[int] = frozenset()
) -> Iterator[Question]:
    """A question for each world. ``sessions`` are by id; each counts for some minutes, and nothing refuses it.

    ``usual`` are the offerings that are not new to the patient; empty where all are.
    """
    places = _places(week, sessions)
    choices = _choices(week, sessions, usual, [*places])
    gaps = _gaps(week, [*places.values()])
    tracks = (None,) if week.program.may_mix_tracks else _tracks(sessions)
    limits = {day: _limits(week, day, wishes) for day in {session.day for session in sessions}}
    for track, most, days_most in product(tracks, *map(sorted, map(set, zip(*limits.values(), strict=True)))):
        kept: dict[date, list[Choice]] = {}
        for session, choice in zip(sessions, choices, strict=True):
            week_limit, days_limit = limits[session.day]
            if week_limit >= most and days_limit >= days_most and (not track or session.track in {"", track}):
                kept.setdefault(session.day, []).append(choice)
        yield replace(_question(week, sessions, kept, most, days_most), gaps=gaps)


def _places(week: Week, sessions: tuple[Session, ...]) -> dict[str, Session]:
    """One session of each place that is a way apart from another; all of them in one where nothing is apart."""
    if week.travel == NO_WAY:
        return {"": sessions[0]}
    return {_place(session): session for session in sessions}


def _place(session: Session) -> str:
    return "" if session.modality is Modality.TELEHEALTH else f"at {session.site}"


def _gaps(week: Week, one_of_each: list[Session]) -> Gaps:
    if len(one_of_each) == 1:
        return ()
    return tuple(tuple(week.travel.minutes(one, other) for other in one_of_each) for one in one_of_each)


def _question(
    week: Week, sessions: tuple[Session, ...], kept: dict[date, list[Choice]], most: int, days_most: int
) -> Question:
    missing = week.missing_components
    return Question(
        sessions=sessions,
        days=tuple(_days(week, kept)),
        asked=week.required - week.minutes,
        needs=tuple(missing.values()),
        kinds=len(missing),
        days_asked=week.missing_days,
        room=most - week.minutes,
        days_room=max(0, days_most - len(week.days)),
        short=sum(minutes for day, minutes in week.short_days.items() if day not in kept),
    )


def _limits(week: Week, day: date, wishes: Wishes) -> tuple[int, int]:
    """Most minutes and days of a week in which something is chosen on that day."""
    if week.plan_on(day) is None or (asked := week.requirement) is None:
        return 0, 0
    if day in week.days:
        return asked.most, ALL_DAYS
    return asked.most, min(asked.days_most, ALL_DAYS if wishes.days_most is None else wishes.days_most)


def _tracks(sessions: tuple[Session, ...]) -> tuple[str | None, ...]:
    """The closed tracks, each of which is a world of its own."""
    return tuple(sorted({session.track for session in sessions if session.track})) or (None,)


def _choices(week: Week, sessions: tuple[Session, ...], usual: frozenset[int], places: list[str]) -> list[Choice]:
    takes = {kind: 1 + (1 << FIELD * place) for place, kind in enumerate(week.missing_components, 1)}
    size, begin = len(sessions), zone.midnight(week.monday, week.program.zone)
    dawns = {day: zone.midnight(day, week.program.zone) for day in {session.day for session in sessions}}
    held = {day: max(booked.ends for booked in week.sessions if booked.day == day) for day in week.days}
    added = cost(size, new=1) if usual else 0
    return [
        Choice(
            number=number,
            starts=(session.starts - begin) // MINUTE,
            ends=(session.ends - begin) // MINUTE,
            minutes=session.counted_minutes,
            takes=session.counted_minutes * takes.get(session.component, 1),
            cost=seat(size, number) + (0 if session.offering_id in usual else added),
            late=cost(size, late=max(0, (session.ends - held.get(session.day, dawns[session.day])) // MINUTE)),
            where=places.index(_place(session)) if len(places) > 1 else 0,
        )
        for number, session in enumerate(sessions)
    ]


def _days(week: Week, kept: dict[date, list[Choice]]) -> Iterator[Day]:
    for day in sorted(kept):
        held, plan = week.minutes_on(day), week.plan_on(day)
        yield Day(
            date=day,
            is_held=day in week.days,
            room=max(0, plan.day_most - held) if plan else 0,
            least=max(0, plan.day_least - held) if plan else 0,
            choices=tuple(sorted(kept[day], key=lambda choice: (choice.ends, choice.starts))),
            seam=(
                max((choice.ends for other in kept if other < day for choice in kept[other]), default=0),
                min((choice.starts for other in kept if other > day for choice in kept[other]), default=1 << 20),
            ),
        )
