"""What a week can still gain at most from the sessions that are offered: more than this nobody reaches in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.booking import refusals
from iopsched.domain.need import Need
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component


@dataclass(frozen=True, slots=True)
class Chance:
    """Upper bounds: minutes in all, of each kind that the week lacks and on each day; and how many days more."""

    minutes: int
    of_kinds: dict[Component, int]
    on_days: dict[date, int]
    days: int

    def mends(self, week: Week) -> bool:
        """False where no choice of these sessions makes the week whole; True promises nothing."""
        kinds, days = week.missing_components, week.short_days
        return (
            week.required - week.minutes <= self.minutes
            and all(gap <= self.of_kinds[kind] for kind, gap in kinds.items())
            and all(gap <= self.on_days.get(day, 0) for day, gap in days.items())
            and week.missing_days <= self.days
        )


def chance(week: Week, offered: Iterable[Session], now: datetime) -> Chance:
    """Of the sessions that bring the week nearer to whole and could each be booked by itself, the most that fit without
    sitting in two at once.
    """
    fitting = helping(week, offered, now)
    by_day = most_by_day(week, fitting)
    return Chance(
        minutes=_in_all(week, by_day),
        of_kinds={kind: _of_kind(week, fitting, kind) for kind in week.missing_components},
        on_days=by_day,
        days=min(len(by_day.keys() - week.days), _days_left(week)),
    )


def helping(week: Week, offered: Iterable[Session], now: datetime) -> list[Session]:
    """Those that could be booked, each by itself, and leave the week lacking less."""
    need = Need.of(week)
    return [one for one in offered if need.is_eased_by(one) and not any(refusals(week, one, now))]


def most_by_day(week: Week, fitting: Iterable[Session]) -> dict[date, int]:
    """Day to the most minutes that these sessions add to it, within what the plan of the day allows."""
    held: dict[date, list[Session]] = defaultdict(list)
    for session in fitting:
        held[session.day].append(session)
    most = {day: longest(sessions) for day, sessions in held.items()}
    return {day: min(minutes, _left_on(week, day)) for day, minutes in most.items()}


def longest(sessions: Sequence[Session]) -> int:
    """The most counted minutes of sessions of which no two overlap."""
    in_turn = sorted(sessions, key=lambda session: session.ends)
    ends = [session.ends for session in in_turn]
    best = [0]
    for place, session in enumerate(in_turn):
        before = bisect_right(ends, session.starts, hi=place)
        best.append(max(best[-1], best[before] + session.counted_minutes))
    return best[-1]


def _of_kind(week: Week, fitting: Iterable[Session], kind: Component) -> int:
    return _in_all(week, most_by_day(week, (session for session in fitting if session.component is kind)))


def _in_all(week: Week, by_day: dict[date, int]) -> int:
    """Days that the week has already, and the best of the others, as many as it may have."""
    begun = sum(minutes for day, minutes in by_day.items() if day in week.days)
    others = sorted((minutes for day, minutes in by_day.items() if day not in week.days), reverse=True)
    asked = week.requirement
    most = asked.most - week.minutes if asked else 0
    return max(0, min(begun + sum(others[: _days_left(week)]), most))


def _days_left(week: Week) -> int:
    return max(0, asked.days_most - len(week.days)) if (asked := week.requirement) else 0


def _left_on(week: Week, day: date) -> int:
    plan = week.plan_on(day)
    return max(0, plan.day_most - week.minutes_on(day)) if plan else 0
