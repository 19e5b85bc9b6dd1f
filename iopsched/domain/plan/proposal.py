"""A proposal: a whole week that a plan search offers, with what there is to say for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from iopsched.domain.plan.rank import Rank
from iopsched.domain.preference import Preference
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Modality, Part


class Trait(StrEnum):
    """What a week gains (those before NEW) or costs; each has one sentence on the screen."""

    FEWER_DAYS = "fewer_days"
    AS_WISHED = "as_wished"
    KEEPS = "keeps"
    SAME_CLINICIAN = "same_clinician"
    ENDS_EARLY = "ends_early"
    NO_WAITING = "no_waiting"
    NO_TRAVEL = "no_travel"
    FREE_DAYS = "free_days"
    WEEKEND_FREE = "weekend_free"
    EVENINGS_FREE = "evenings_free"
    NEW = "new"
    BEYOND = "beyond"
    MORE_DAYS = "more_days"
    NOT_WISHED = "not_wished"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Remark:
    """``sessions``: those that it is about; ``days``: those free; ``amount``: minutes, or how many days."""

    trait: Trait
    sessions: tuple[Session, ...] = ()
    days: tuple[date, ...] = ()
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """``sessions`` are to be booked, in order of time; ``week`` is the patient's week with them."""

    sessions: tuple[Session, ...]
    week: Week
    rank: Rank
    gains: tuple[Remark, ...] = ()
    costs: tuple[Remark, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.week.is_met

    @property
    def minutes(self) -> int:
        """What the whole week comes to."""
        return self.week.minutes

    @property
    def money(self) -> int:
        """What the days come to for the patient, in whole dollars; 0 where no cost of a day is known."""
        return len(self.days) * self.week.program.day_cost

    def amount(self, matter: Preference) -> int:
        """What the week has of what a preference is about."""
        return self.rank.matters[self.week.program.preferences.index(matter)]

    @property
    def last(self) -> Session:
        """The session that ends latest on its day."""
        return max(self.week.sessions, key=self.ends_at)

    def ends_at(self, session: Session) -> tuple[bool, time]:
        """The wall time at which it is over; a night's end is later than any."""
        ends = session.ends.astimezone(self.week.program.zone)
        return ends.date() > session.day, ends.time()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that is attended, in order."""
        return tuple(sorted(self.week.days))

    @property
    def parts(self) -> Mapping[Part, tuple[date, ...]]:
        """Each day under the part in which it has most minutes: it names a week (two evenings and Saturday)."""
        by_part: dict[Part, list[date]] = {}
        for day in self.days:
            by_part.setdefault(_part_of(self.week, day), []).append(day)
        return {part: tuple(days) for part, days in by_part.items()}

    @property
    def is_from_home(self) -> bool:
        """Whether nothing of the week is in person."""
        return all(session.modality is Modality.TELEHEALTH for session in self.week.sessions)


def proposed(week: Week, sessions: Iterable[Session], rank: Rank, now: datetime) -> Proposal:
    """The week with these sessions in it, as if they were booked ``now``."""
    ordered = tuple(sorted(sessions, key=lambda session: session.starts))
    return Proposal(ordered, week.seated(*ordered, now=now), rank)


def _part_of(week: Week, day: date) -> Part:
    minutes: dict[Part, int] = {}
    for session in week.sessions:
        if session.day == day:
            part = week.program.part_of(session.starts)
            minutes[part] = minutes.get(part, 0) + session.counted_minutes
    return max(minutes, key=lambda part: minutes[part])
