"""A patient has a week booked again week after week: looks at what that would be, asks for it, ends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.recurrence import Gap, Lack, Recurrence, Turn, recur
from iopsched.domain.session import Session
from iopsched.domain.usual_week import Habit, Offered, UsualWeek, habits_of
from iopsched.domain.week import Week
from iopsched.store import audit, bookings, holds, locks, programs, requests, sessions, usual_weeks, visitors, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.weeks import carry_on_usual_weeks

NOTHING = "Nothing is booked in this week, so there is nothing to repeat. Choose another week."


@dataclass(frozen=True, slots=True)
class Preview:
    """What ``week`` would be as the usual one: each week ahead with what differs in it; nothing is booked.

    ``before`` is the usual week that it would take the place of.
    """

    wanted: UsualWeek
    week: Week
    offered: Offered
    ahead: tuple[Recurrence, ...]
    before: UsualWeek | None

    @property
    def session_ids(self) -> list[int]:
        """All that would be booked."""
        return [session.id for one in self.ahead for session in one.sessions]


@dataclass(frozen=True, slots=True)
class Made:
    """How many sessions of how many weeks are booked by it, and what had been promised and could not be had."""

    sessions: int
    weeks: int
    lost: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The usual week that goes on, as it is offered now, and the weeks ahead with what it came to in each."""

    usual: UsualWeek
    offered: Offered
    ahead: tuple[Recurrence, ...]
    gaps: tuple[Gap, ...]


def preview(patient_id: int, day: date, *, now: datetime) -> Preview:
    """Fifteen queries at most, however many weeks there are ahead. Raises NotFound."""
    with reading():
        patient, program = visitors.known_patient(patient_id)
        week = weeks.load(patient, program, zone.week_of(day, program.first_weekday))
        wanted = UsualWeek(0, program.id, patient_id, week.monday, _habits(week), now)
        offered = usual_weeks.offered(program, [wanted], week.monday)
        ahead = _ahead(patient, program, wanted, offered, now)
        return Preview(wanted, week, offered, ahead, usual_weeks.of_patient(patient_id))


def view(patient_id: int, *, now: datetime) -> View | None:
    """None where no usual week goes on. Raises NotFound."""
    with reading():
        usual = usual_weeks.of_patient(patient_id)
        if usual is None:
            return None
        patient, program = visitors.known_patient(patient_id)
        offered = usual_weeks.offered(program, [usual], program.week_of(now))
        ahead = _ahead(patient, program, usual, offered, now)
        return View(usual, offered, ahead, usual_weeks.gaps(patient_id, [one.monday for one in ahead]))


def standing(patient_id: int, monday: date) -> tuple[UsualWeek | None, tuple[Gap, ...]]:
    """The usual week that goes on, and what of it could not be booked in that week; one query where there is none."""
    with reading():
        usual = usual_weeks.of_patient(patient_id)
        return usual, usual_weeks.gaps(patient_id, [monday]) if usual else ()


def make(patient_id: int, day: date, session_ids: Iterable[int], *, now: datetime, key: str = "") -> Made:
    """Remember the week, and book those of these sessions that it leads to, week by week, as far as they can be had.

    ``session_ids`` are those that the patient was shown: nothing else is booked, and what of them could not be had is
    told. A week that is not reached because all broke off is seen to by the worker, or by the same form once more.
    Raises Invalid for a week without any booking, NotFound.
    """
    promised = frozenset(session_ids)
    program, usual = _remember(patient_id, day, now, key)
    with reading():
        offered = usual_weeks.offered(program, [usual], program.week_of(now))
    for due in carry_on_usual_weeks.due_of(usual, program, offered, now):
        carry_on_usual_weeks.carry_out(due, actor=f"patient:{patient_id}", now=now, only=promised)
    return _made(patient_id, usual, promised, now)


def stop(patient_id: int, *, now: datetime) -> None:
    """No more weeks are booked; what is booked stays. Stopped already, it stays so. Raises NotFound."""
    with transaction():
        patient = locks.patient(patient_id)
        if usual := usual_weeks.of_patient(patient_id):
            usual_weeks.stop(patient_id, now=now)
            _note(patient.program_id, patient_id, "usual week stopped", usual.monday, now)


def put_away(patient_id: int, monday: date, *, now: datetime) -> None:
    """The patient has read what of their usual week could not be booked in that week. Raises NotFound."""
    with transaction():
        locks.patient(patient_id)
        usual_weeks.put_away(patient_id, monday, now=now)


def _remember(patient_id: int, day: date, now: datetime, key: str) -> tuple[Program, UsualWeek]:
    with transaction():
        is_new = requests.is_new(patient_id, key, now=now)
        patient = locks.patient(patient_id)
        program = programs.get(patient.program_id)
        known = usual_weeks.of_patient(patient_id)
        if not is_new:
            if known is None:
                raise NotFound("usual week")
            return program, known
        week = weeks.load(patient, program, zone.week_of(day, program.first_weekday))
        if not week.bookings:
            raise Invalid(week=NOTHING)
        _note(program.id, patient_id, "usual week made", week.monday, now)
        return program, usual_weeks.add(program.id, patient_id, week.monday, _habits(week), now=now)


def _note(program_id: int, patient_id: int, action: str, monday: date, now: datetime) -> None:
    audit.note(program_id, f"patient:{patient_id}", action, now=now, patient_id=patient_id, day=monday.isoformat())


def _made(patient_id: int, usual: UsualWeek, promised: frozenset[int], now: datetime) -> Made:
    with reading():
        patient, program = visitors.known_patient(patient_id)
        offered = usual_weeks.offered(program, [usual], program.week_of(now))
        ahead = _ahead(patient, program, usual, offered, now)
        off = sessions.some(promised - {turn.session.id for one in ahead for turn in one.turns if turn.session})
    known = [turn for one in ahead for turn in one.turns if turn.session and turn.session.id in promised]
    held = [turn for turn in known if turn.is_held]
    lost = [turn for turn in known if not turn.is_held]
    lost += [_gone(session, program) for session in off if session.program_id == program.id]
    return Made(len(held), len({zone.week_of(turn.day, program.first_weekday) for turn in held}), tuple(lost))


def _gone(session: Session, program: Program) -> Turn:
    habit, starts = Habit(session.offering_id or 0, session.day.weekday()), session.starts.astimezone(program.zone)
    return Turn(habit, session.day, starts.time(), session, Lack.OFF)


def _habits(week: Week) -> tuple[Habit, ...]:
    return habits_of(sessions.keys_of(session.id for session in week.sessions))


def _ahead(
    patient: Patient, program: Program, usual: UsualWeek, offered: Offered, now: datetime
) -> tuple[Recurrence, ...]:
    """Each week ahead as it would be: five queries, one more while seats are held; none where there is no week."""
    mondays = usual.weeks_ahead(program.week_of(now), offered.last_day)
    if not mondays:
        return ()
    span = program.week_bounds(mondays[0])[0], program.week_bounds(mondays[-1])[1]
    given_up = bookings.given_up(patient.id, *span)
    seen = {session.id: session for session in holds.seen(patient.id, tuple(offered.sittings.values()), now)}
    known = replace(offered, sittings={key: seen[one.id] for key, one in offered.sittings.items()})
    of_each = weeks.across([patient], program, mondays)
    return tuple(recur(usual, of_each[monday][patient.id], known, given_up=given_up, now=now) for monday in mondays)
