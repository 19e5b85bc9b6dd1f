"""A mending: a set of sessions that makes a week whole again, and the exact search for the best of one size.

Branch and bound over sets of one size. Minutes are counted first, as whole numbers; what is left is asked the rule of
every booking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import combinations
from operator import itemgetter

from iopsched.domain.booking import refusals
from iopsched.domain.piece import Piece, Pieces, Places, Stock, places
from iopsched.domain.preference import Preference
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component


@dataclass(frozen=True, slots=True)
class Mending:
    """``sessions`` to be booked, in order of time; ``week`` is the patient's week with them."""

    sessions: tuple[Session, ...]
    week: Week

    @property
    def minutes(self) -> int:
        return sum(session.counted_minutes for session in self.sessions)


def is_mended(week: Week, owed: int) -> bool:
    """Whether the plan is met, and so many minutes beyond what it requires."""
    return week.is_met and week.minutes >= week.required + owed


Key = tuple[int, ...]
"""How good a set is, in the program's order; part of a set is never worse than the whole of it."""
COUNTED = (Preference.DAYS, Preference.BEYOND, Preference.HOME_GROUP, Preference.EARLIEST_END)
"""Of what a program orders; what is wished for comes before, clinicians and gaps do not count among so few sessions."""
Days = frozenset[date]


@dataclass(frozen=True)
class Search:
    """All sets of one week's pieces, the days that they are on one after the other."""

    week: Week
    owed: int
    pieces: Pieces
    now: datetime

    def without(self, known: Iterable[Mending]) -> Search:
        """The same without any session of these."""
        used = {session.id for one in known for session in one.sessions}
        return replace(self, pieces=tuple(one for one in self.pieces if one.session.id not in used))

    def best(self, size: int, avoided: Collection[Days]) -> Mending | None:
        """The best set of that size, on other days than those; of those equally good the first that is come to."""
        best: tuple[Key, Mending] | None = None
        for days in sorted(self._sets_of_days(size), key=lambda days: (self._more(days), len(days), sorted(days))):
            if days not in avoided and not (best and self._key(days, (), size) >= best[0]):
                best = self._better_on(days, size, best)
        return best[1] if best else None

    def _sets_of_days(self, most: int) -> Iterator[Days]:
        """Those that bring the days that are asked for, and what days are short of."""
        on, short, missing = sorted(self.stock.soonest), set(self.week.short_days), self.week.missing_days
        for some in (frozenset(days) for number in range(1, most + 1) for days in combinations(on, number)):
            if short <= some and self._more(some) >= missing:
                yield some

    def _more(self, days: Days) -> int:
        return len(days - self.attended)

    def _better_on(self, days: Days, size: int, best: tuple[Key, Mending] | None) -> tuple[Key, Mending] | None:
        """The best set on exactly these days if it is better than that, else that."""
        ahead: list[tuple[Places, Pieces]] = [(self.stock.on(days), ())]
        while ahead:
            free, some = ahead.pop()
            key = self._key(days, some, size)
            if best and key >= best[0]:
                continue
            if len(some) < size:
                left = days.difference(one.session.day for one in some)
                ahead += reversed([*self._grown(free, some, left, size)])
            elif self._is_right(some) and (found := self._checked(some)):
                best = key, found
        return best

    def _grown(self, free: Places, some: Pieces, days_left: Days, size: int) -> Iterator[tuple[Places, Pieces]]:
        """With one piece more and what is free beside it, as far as that could be enough, counted in days and minutes
        alone.
        """
        left = size - len(some) - 1
        minutes = self.asked - sum(one.minutes for one in some) - left * self.stock.longest.get(None, 0)
        gaps = {kind: gap for kind, gap in self._gaps(some).items() if gap > 0}
        for place in places(free & self.stock.on(days_left) if len(days_left) > left else free):
            piece, beside = self.pieces[place], free & self.stock.beside[place] if left else 0
            if piece.minutes < minutes or beside.bit_count() < left:
                continue
            if not gaps or self._closes(gaps, piece, left):
                yield beside, (*some, piece)

    def _gaps(self, some: Pieces) -> dict[Component, int]:
        missing = self.missing
        return {kind: gap - sum(one.minutes for one in some if one.kind is kind) for kind, gap in missing.items()}

    def _closes(self, gaps: dict[Component, int], piece: Piece, left: int) -> bool:
        """Whether so many pieces more could bring what is missing of each kind."""
        needed = 0
        for kind, gap in gaps.items():
            rest = gap - piece.minutes if kind is piece.kind else gap
            if rest > 0:
                longest = self.stock.longest.get(kind, 0)
                if not longest:
                    return False
                needed += -(-rest // longest)
        return needed <= left

    def _key(self, days: Days, some: Pieces, size: int) -> Key:
        """Of a whole set on these days, how good it is; of a part, what no such set that holds it is better than."""
        latest: dict[date, int] = {}
        least, new = (size - len(some)) * self.stock.shortest, 0
        for one in some:
            latest[one.session.day] = max(one.late, latest.get(one.session.day, 0))
            least, new = least + one.minutes, new + one.is_new
        late = sum(latest.values())
        for day in days:
            if day not in latest:
                new, late = new + self.stock.soonest[day][0], late + self.stock.soonest[day][1]
        return self.in_order((self._more(days), max(0, least - self.asked), new, late))

    def _is_right(self, some: Pieces) -> bool:
        """Whether each day gets enough and not too much, and the week not too much; asked before the rule is."""
        if self.week.minutes + sum(one.minutes for one in some) > self.most:
            return False
        days = {one.session.day for one in some}
        sums = {day: sum(one.minutes for one in some if one.session.day == day) for day in days}
        return all(self.bounds[day][0] <= minutes <= self.bounds[day][1] for day, minutes in sums.items())

    def _checked(self, some: Pieces) -> Mending | None:
        """The week with the set, if the rule of every booking allows each of it and the week is mended then."""
        then, sessions = self.week, tuple(sorted((one.session for one in some), key=lambda one: one.starts))
        for session in sessions:
            if any(refusals(then, session, self.now)):
                return None
            then = then.seated(session, now=self.now)
        return Mending(sessions, then) if is_mended(then, self.owed) else None

    @cached_property
    def stock(self) -> Stock:
        return Stock(self.pieces)

    @cached_property
    def in_order(self) -> Callable[[Key], Key]:
        """Amounts of what counts, put in the program's order."""
        return itemgetter(*(COUNTED.index(matter) for matter in self.week.program.preferences if matter in COUNTED))

    @cached_property
    def attended(self) -> Days:
        return self.week.days

    @cached_property
    def asked(self) -> int:
        """Minutes that are wanting, of whatever kind."""
        return self.week.required + self.owed - self.week.minutes

    @cached_property
    def missing(self) -> dict[Component, int]:
        return self.week.missing_components

    @cached_property
    def most(self) -> int:
        return asked.most if (asked := self.week.requirement) else 0

    @cached_property
    def bounds(self) -> dict[date, tuple[int, int]]:
        """Minutes that each day still needs once it is attended, and that it still has room for."""
        days = {one.session.day for one in self.pieces}
        plans = ((day, self.week.plan_on(day), self.week.minutes_on(day)) for day in days)
        return {day: (plan.day_least - had, plan.day_most - had) for day, plan, had in plans if plan}
