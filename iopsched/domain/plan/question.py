"""One patient's week as the search sees it: minutes and costs.

A question holds sessions that may be booked together as far as closed tracks go; where a week allows several such
worlds there is a question for each, and the best answer to any of them is the best week.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from iopsched.domain.plan.choice import Choice, Gaps, Held, Known, choices_of, gaps_of, held_on, places_of
from iopsched.domain.plan.rank import Scale
from iopsched.domain.plan.tally import FIELD, LARGEST
from iopsched.domain.preference import Order, Preference
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes

ALL_DAYS = 7


class Day(NamedTuple):
    """A day with choices, in order of their ends.

    ``is_held``: something that counts is booked on it already. ``room``: minutes that still fit. ``least``: minutes to
    choose so that the day, once attended, is not too short. ``idle``: what a held day costs as it is. ``seam``: the
    latest end of a choice on an earlier day and the earliest start of one on a later day.
    """

    date: date
    is_held: bool
    room: int
    least: int
    idle: int
    choices: tuple[Choice, ...]
    seam: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """``asked`` minutes, ``needs`` and ``days_asked`` are still to go; ``room`` minutes and ``days_room`` may be added.

    ``sessions`` are those of all worlds, by id; ``days`` are the days of this one. The first ``kinds`` needs are
    minutes of components, of which a week may fall short; those after them are absolute. ``fixed``: what attended days
    without choices cost. ``gaps``: minutes that have to lie between two choices, by where the earlier and the later
    happen; empty where none have to. ``live`` are the preferences that can tell two weeks apart, in their order.
    """

    sessions: tuple[Session, ...]
    days: tuple[Day, ...]
    asked: int
    needs: tuple[int, ...]
    kinds: int
    days_asked: int
    room: int
    days_room: int
    fixed: int
    scale: Scale
    live: Order
    gaps: Gaps = ()

    @property
    def most_days(self) -> int:
        """How many new days a week can use."""
        return min(self.days_room, sum(not day.is_held for day in self.days))

    def is_met_by(self, numbers: Container[int]) -> bool:
        """Whether a week with these sessions, by place, meets all that the plan asks at least."""
        left, days_left, needs = self.asked, self.days_asked, list(self.needs)
        for day in self.days:
            chosen = [one for one in day.choices if one.number in numbers]
            if chosen or day.is_held:
                minutes = sum(one.minutes for one in chosen)
                if minutes < day.least:
                    return False
                left, days_left = left - minutes, days_left - (not day.is_held)
                for one in chosen:
                    needs = [need - (one.takes >> FIELD * place & LARGEST) for place, need in enumerate(needs, 1)]
        return max(left, days_left, *needs) <= 0 and not self.scale.short_minutes(self.fixed)

    def without(self, numbers: Container[int]) -> Question:
        """The same without these sessions, by place."""
        return self._kept(lambda one: one.number not in numbers)

    def only(self, numbers: Container[int]) -> Question:
        """The same with no other sessions than these, by place."""
        return self._kept(lambda one: one.number in numbers)

    def within(self, new: frozenset[date], purse: int) -> Question:
        """The same, for weeks with just these new days and without what costs more by itself."""
        days = tuple(
            day._replace(choices=tuple(one for one in day.choices if one.early + one.cost <= purse))
            for day in self.days
            if day.is_held or day.date in new
        )
        return replace(self, days=days, days_asked=max(self.days_asked, len(new)))

    def differing(self, known: Sequence[Sequence[int]]) -> Question:
        """The same, for weeks with at least two sessions that are not in the one known, for each that is, by place."""
        units = [(1 << FIELD * place, numbers) for place, numbers in enumerate(known, 1 + len(self.needs))]
        days = tuple(
            day._replace(
                choices=tuple(
                    one._replace(takes=one.takes + sum(unit for unit, numbers in units if one.number not in numbers))
                    for one in day.choices
                )
            )
            for day in self.days
        )
        return replace(self, days=days, needs=(*self.needs, *(2 for _ in known)))

    def _kept(self, keeps: Callable[[Choice], bool]) -> Question:
        """Fewer choices. Held days stay without any, as they may cost something as they are."""
        days = (day._replace(choices=tuple(filter(keeps, day.choices))) for day in self.days)
        return replace(self, days=tuple(day for day in days if day.choices or day.is_held))


def questions(week: Week, sessions: tuple[Session, ...], known: Known) -> Iterator[Question]:
    """A question for each world. ``sessions`` are by id; each counts for some minutes, and nothing refuses it."""
    scale, places = Scale(len(sessions), week.program.preferences), places_of(week, sessions)
    choices, gaps = choices_of(week, sessions, known, scale, places), gaps_of(week, places)
    tracks = (None,) if week.program.may_mix_tracks else _tracks(sessions)
    for track in tracks:
        kept: dict[date, list[Choice]] = {}
        for session, choice in zip(sessions, choices, strict=True):
            if not track or session.track in {"", track}:
                kept.setdefault(session.day, []).append(choice)
        yield replace(_world(week, sessions, kept, scale, known), gaps=gaps)


def _world(
    week: Week, sessions: tuple[Session, ...], kept: dict[date, list[Choice]], scale: Scale, known: Known
) -> Question:
    missing, held = week.missing_components, held_on(week)
    most, days_most = _limits(week, known.wishes)
    left = {day: each.idle for day, each in held.items() if day not in kept}
    return Question(
        sessions=sessions,
        days=tuple(_days(week, scale, kept, held)),
        asked=week.required - week.minutes,
        needs=tuple(missing.values()),
        kinds=len(missing),
        days_asked=week.missing_days,
        room=most - week.minutes,
        days_room=max(0, days_most - len(week.days)),
        fixed=scale.short * sum(minutes for day, minutes in week.short_days.items() if day in left)
        + scale.units[Preference.FEWEST_GAPS] * sum(left.values()),
        scale=scale,
        live=known.order(scale.order),
    )


def _limits(week: Week, wishes: Wishes) -> tuple[int, int]:
    """Most minutes and days of the week."""
    if (asked := week.requirement) is None:
        return 0, 0
    return asked.most, min(asked.days_most, ALL_DAYS if wishes.days_most is None else wishes.days_most)


def _tracks(sessions: tuple[Session, ...]) -> tuple[str | None, ...]:
    """The closed tracks, each of which is a world of its own."""
    return tuple(sorted({session.track for session in sessions if session.track})) or (None,)


def _days(week: Week, scale: Scale, kept: dict[date, list[Choice]], held: Mapping[date, Held]) -> Iterator[Day]:
    for day in sorted(kept):
        minutes, plan = week.minutes_on(day), week.plan_on(day)
        yield Day(
            date=day,
            is_held=day in held,
            room=max(0, plan.day_most - minutes) if plan else 0,
            least=max(0, plan.day_least - minutes) if plan else 0,
            idle=scale.units[Preference.FEWEST_GAPS] * held[day].idle if day in held else 0,
            choices=tuple(sorted(kept[day], key=lambda choice: (choice.ends, choice.starts))),
            seam=(
                max((choice.ends for other in kept if other < day for choice in kept[other]), default=0),
                min((choice.starts for other in kept if other > day for choice in kept[other]), default=1 << 20),
            ),
        )
