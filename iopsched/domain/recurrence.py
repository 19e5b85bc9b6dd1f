"""A recurrence: one later week as a usual week would have it, and all that differs in it, with why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from iopsched.domain.booking import refusals
from iopsched.domain.offering import Offering
from iopsched.domain.refusal import Refusal, Why, is_only_full
from iopsched.domain.session import Session
from iopsched.domain.usual_week import Habit, Offered, UsualWeek, begins, day_in, now_on, parts_on
from iopsched.domain.week import Week


class Lack(StrEnum):
    """Why nothing of a habit is booked though nothing refuses it: there is no session, or the patient wants none.

    CLOSED: the day is. OFF: that one is called off, or elsewhere than in that week. ENDED: it is not offered any more.
    NOT_YET: it has not opened. GIVEN_UP: the patient had that very seat and it ended. ENOUGH: others fill the week.
    """

    CLOSED = "closed"
    OFF = "off"
    ENDED = "ended"
    NOT_YET = "not_yet"
    GIVEN_UP = "given_up"
    ENOUGH = "enough"

    @property
    def is_to_tell(self) -> bool:
        """Whether the patient wants to hear of it: not of their own doing, nor of what will be booked yet."""
        return self in {Lack.CLOSED, Lack.OFF, Lack.ENDED}


@dataclass(frozen=True, slots=True)
class Turn:
    """One habit in one week: the session, where there is one to be had, and whether it ``is_held`` already.

    ``day`` and ``begins`` say when it is or would be, on the clocks of the program.

    With no ``lack`` and no ``refusals``, a session that is not held can be booked.
    """

    habit: Habit
    day: date
    begins: time
    session: Session | None = None
    lack: Lack | None = None
    refusals: tuple[Refusal, ...] = ()
    is_held: bool = False

    @property
    def fits(self) -> bool:
        return self.session is not None and not (self.is_held or self.lack or self.refusals)

    @property
    def differs(self) -> bool:
        return bool(self.lack or self.refusals)

    @property
    def is_news(self) -> bool:
        """Whether the patient wants to hear of it; nobody does of what is past."""
        has_begun = any(refusal.why is Why.STARTED for refusal in self.refusals)
        return self.lack.is_to_tell if self.lack else bool(self.refusals) and not has_begun

    @property
    def may_wait(self) -> bool:
        """Whether it is only full, so that the patient could wait for a seat."""
        return self.lack is None and is_only_full(self.refusals)

    @property
    def why(self) -> str:
        """One word for what is in the way: a value of ``Lack`` or of ``Why``; empty where it is or can be booked."""
        return self.lack.value if self.lack else self.refusals[0].why.value if self.refusals else ""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``week`` is as it stands, ``then`` with all that fits of the usual week, in order of time."""

    week: Week
    turns: tuple[Turn, ...]
    then: Week

    @property
    def monday(self) -> date:
        return self.week.monday

    @property
    def sessions(self) -> tuple[Session, ...]:
        """What is to be booked."""
        return tuple(turn.session for turn in self.turns if turn.session is not None and turn.fits)

    @property
    def differing(self) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.differs)

    @property
    def beyond(self) -> int:
        """Minutes more than is asked of that week, as the plan may ask less by then."""
        return max(0, self.then.minutes - self.then.required) if self.has_plan else 0

    @property
    def has_plan(self) -> bool:
        """Whether a plan covers any day on which there would be something."""
        return any(self.week.plan_on(turn.day) for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Gap:
    """What of a usual week could not be booked in one week, as it was noted then. ``why`` is as ``Turn.why``."""

    monday: date
    day: date
    begins: time
    why: str
    session_id: int | None = None


def turns(habits: Iterable[Habit], week: Week, offered: Offered) -> Iterator[Turn]:
    """Each habit in the week, with its session where there is one in that very week; none in a week passed over."""
    parts = parts_on(habits, offered.offerings, week.monday)
    for habit, weekday in now_on(parts).items():
        day, part = day_in(week.monday, habit.weekday if weekday is None else weekday), parts[habit]
        if part is None or weekday is None:
            yield Turn(habit, day, begins(habit, part), lack=Lack.ENDED)
        elif not part.rests_on(day):
            yield _turn(habit, part, day, offered, week)


def _turn(habit: Habit, offering: Offering, day: date, offered: Offered, week: Week) -> Turn:
    session = offered.sittings.get((offering.id, day, habit.slot))
    usually = begins(habit, offering)
    if not offering.falls_on(day):
        return Turn(habit, day, usually, lack=Lack.ENDED)
    if session is None or session.is_cancelled:
        return Turn(habit, day, usually, lack=_missing(day, session, offered))
    if not week.monday <= session.day <= week.sunday:
        return Turn(habit, day, usually, lack=Lack.OFF)
    return Turn(habit, session.day, session.starts.astimezone(week.program.zone).time(), session)


def _missing(day: date, session: Session | None, offered: Offered) -> Lack:
    if day in offered.closed:
        return Lack.CLOSED
    return Lack.NOT_YET if session is None and day > offered.last_day else Lack.OFF


def recur(
    usual: UsualWeek, week: Week, offered: Offered, *, given_up: Collection[int] = (), now: datetime
) -> Recurrence:
    """Ask of each session in order of time what every booking asks, on the week as it grows by those before it.

    ``given_up`` are sessions in which the patient had a seat that ended, by their own hand or by that of staff: those
    stay given up. A week in which the patient has put other sessions gets no more once it is met.
    """
    then, done = week, list[Turn]()
    known = sorted(turns(usual.habits, week, offered), key=_in_time)
    own = _of_their_own(week, known)
    for turn in known:
        asked = _asked(turn, then, given_up, now, is_enough=own and then.is_met)
        if asked.fits and asked.session is not None:
            then = then.seated(asked.session, now=now)
        done.append(asked)
    return Recurrence(week, tuple(done), then)


def _asked(turn: Turn, week: Week, given_up: Collection[int], now: datetime, *, is_enough: bool) -> Turn:
    session = turn.session
    if session is None or turn.lack:
        return turn
    if week.holds(session):
        return replace(turn, is_held=True)
    if session.id in given_up:
        return replace(turn, lack=Lack.GIVEN_UP)
    if is_enough:
        return replace(turn, lack=Lack.ENOUGH)
    return replace(turn, refusals=tuple(refusals(week, session, now)))


def _of_their_own(week: Week, known: Iterable[Turn]) -> bool:
    """Whether anything is booked that the usual week does not hold."""
    usual = {turn.session.id for turn in known if turn.session}
    return any(session.id not in usual for session in week.sessions)


def _in_time(turn: Turn) -> tuple[object, ...]:
    return turn.day, turn.begins, turn.habit


def undone(known: Iterable[Turn], week: Week, tried: Mapping[Habit, int | None]) -> tuple[Turn, ...]:
    """Turns that are still to be seen to: ``tried`` says which session, or none, each habit came to in that week.

    A session is tried once, whatever came of it. What had no session is tried when there is one, and a day without a
    plan when there is a plan.
    """
    return tuple(turn for turn in known if _is_undone(turn, week, tried))


def _is_undone(turn: Turn, week: Week, tried: Mapping[Habit, int | None]) -> bool:
    if week.plan_on(turn.day) is None or turn.lack is Lack.NOT_YET:
        return False
    return turn.habit not in tried or (turn.session is not None and tried[turn.habit] != turn.session.id)
