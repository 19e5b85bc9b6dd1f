"""Staff look at who waits for a seat, in the order in which one would be offered, and at the offers that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.errors import NotFound
from iopsched.domain.hold import Hold, Purpose, one_each, seen_by
from iopsched.domain.offer import Offer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Known, Turn, Waiting, in_turn, line, still
from iopsched.domain.week import Week
from iopsched.store import holds, offers, people, programs, sessions, waitings, weeks
from iopsched.store.db import reading
from iopsched.usecases.people import find_patient
from iopsched.usecases.seats.view_waiting import Awaited

ByWeek = Mapping[date, Mapping[int, Week]]


@dataclass(frozen=True, slots=True)
class Place:
    """One person's place in a line."""

    patient: Patient
    turn: Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody for whom a seat is held until they answer."""

    patient: Patient
    offer: Offer


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits for a seat in one session, by name or for its kind, in turn; and for whom its seats are held now."""

    session: Session
    places: tuple[Place, ...]
    kept_for: tuple[tuple[Patient, Hold], ...] = ()


@dataclass(frozen=True, slots=True)
class Waitlist:
    """Everybody who waits: a line for each session still ahead, and one for each week of who wants any of a kind.

    ``waiting`` counts people, each once.
    """

    program: Program
    lines: tuple[Line, ...]
    kinds: tuple[tuple[date, tuple[Place, ...]], ...]
    asked: tuple[Asked, ...]
    waiting: int

    @property
    def to_call(self) -> tuple[Asked, ...]:
        """Those to whom no text brings the offer."""
        return tuple(asked for asked in self.asked if not asked.patient.is_reached)


@dataclass(frozen=True, slots=True)
class _Look:
    """Everything that lines are made of, read at once."""

    program: Program
    waiting: tuple[Waiting, ...]
    asked: tuple[Asked, ...]
    sessions: tuple[Session, ...]
    people: Mapping[int, Patient]
    weeks: ByWeek
    made: Mapping[int, Mapping[int, datetime]]
    holds: tuple[Hold, ...]
    now: datetime


def view(staff: Staff, *, now: datetime) -> Waitlist:
    """Ten queries at most, however many wait. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        look = _look(programs.get(staff.program_id), now)
    return Waitlist(
        program=look.program,
        lines=tuple(_line(look, session) for session in look.sessions),
        kinds=tuple(_kinds(look)),
        asked=look.asked,
        waiting=len({one.patient_id for one in look.waiting}),
    )


def of_session(staff: Staff, session_id: int, *, now: datetime) -> Line:
    """The line of one session still ahead. Raises Forbidden for a clinician, NotFound for another program's."""
    staff.require_scheduler()
    with reading():
        session = sessions.get(session_id)
        if session.program_id != staff.program_id:
            raise NotFound("session")
        return _line(_look(programs.get(staff.program_id), now, session), session)


def of_patient(staff: Staff, patient_id: int, *, now: datetime) -> tuple[Awaited, ...]:
    """What one patient waits for; two queries for who waits for nothing, else five. Raises as ``of_session`` does."""
    with reading():
        patient = find_patient.find(staff, patient_id)
        mine = waitings.of_patient(patient_id) if patient.waits else ()
        if not mine:
            return ()
        known = _by_id(one.wanted.session_id for one in mine)
        mine = still(mine, known, programs.get(staff.program_id), now)
        asked = {offer.waiting_id: offer for offer in offers.of_patient(patient_id, now)}
    return tuple(Awaited(one, known.get(one.wanted.session_id or 0), asked.get(one.id)) for one in mine)


def _look(program: Program, now: datetime, only: Session | None = None) -> _Look:
    """Of all sessions that somebody waits for or is offered, or of one."""
    every, pending = waitings.in_program(program.id), offers.in_program(program.id, now)
    named = (*(one.wanted.session_id for one in every), *(offer.session.id for offer in pending))
    known = {only.id: only} if only else _by_id(named)
    waiting = still(every, known, program, now)
    shown = (only,) if only else tuple(each for each in known.values() if each.starts > now and not each.is_cancelled)
    kept = tuple(hold for hold in holds.in_sessions(shown) if hold.lasts(now))
    whose = {*(w.patient_id for w in waiting), *(o.patient_id for o in pending), *(hold.patient_id for hold in kept)}
    of_them = people.some(whose)
    mondays = {*(program.week_of(each.starts) for each in shown), *(w.wanted.monday for w in waiting)} - {None}
    return _Look(
        program=program,
        waiting=waiting,
        asked=tuple(Asked(of_them[offer.patient_id], offer) for offer in pending),
        sessions=shown,
        people=of_them,
        weeks=weeks.across(of_them.values(), program, (monday for monday in mondays if monday)),
        made=offers.made_in(session.id for session in shown),
        holds=kept,
        now=now,
    )


def _by_id(session_ids: Iterable[int | None]) -> dict[int, Session]:
    """In order of time."""
    return {each.id: each for each in sessions.some({one for one in session_ids if one is not None})}


def _line(look: _Look, session: Session) -> Line:
    kept = [hold for hold in look.holds if hold.session_id == session.id]
    have = {hold.patient_id for hold in kept}
    waiting = [w for w in look.waiting if w.wanted.fits(session, look.program) and w.patient_id not in have]
    asked: dict[int, tuple[Session, ...]] = defaultdict(tuple)
    for each in look.asked:
        asked[each.patient.id] += (each.offer.session,)
    known = Known(look.weeks[look.program.week_of(session.starts)], look.made.get(session.id, {}), asked)
    (seen,) = seen_by(None, [session], kept, look.now)
    turns = line(seen, waiting, known, look.now)
    return Line(
        session=seen,
        places=tuple(Place(look.people[turn.waiting.patient_id], turn) for turn in turns),
        kept_for=tuple((look.people[hold.patient_id], hold) for hold in sorted(one_each(kept), key=_soonest)),
    )


def _soonest(hold: Hold) -> tuple[bool, datetime]:
    return hold.purpose is not Purpose.OFFER, hold.until


def _kinds(look: _Look) -> Iterator[tuple[date, tuple[Place, ...]]]:
    by_week: dict[date, list[Turn]] = defaultdict(list)
    for one in look.waiting:
        if monday := one.wanted.monday:
            by_week[monday].append(Turn(one, look.weeks[monday][one.patient_id]))
    for monday, turns in sorted(by_week.items()):
        yield monday, tuple(Place(look.people[turn.waiting.patient_id], turn) for turn in in_turn(turns))
