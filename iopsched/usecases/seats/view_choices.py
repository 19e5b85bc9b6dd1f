"""Staff look at what a patient could be booked into, moved to, or would lose, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.booking import refusals
from iopsched.domain.errors import NotFound
from iopsched.domain.hold import Hold, one_each
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import OVERRULABLE, Refusal, Why
from iopsched.domain.replacement import Replacement, replacements
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Waiting
from iopsched.domain.week import Week
from iopsched.store import bookings, holds, people, programs, sessions, waitings, weeks
from iopsched.store.db import reading
from iopsched.usecases.people import find_patient, note_look


@dataclass(frozen=True, slots=True)
class Choice:
    """A session that is not booked, with all that the rule has against it; ``waits``: the patient waits for it."""

    session: Session
    refusals: tuple[Refusal, ...]
    waits: bool = False

    @property
    def fits(self) -> bool:
        return not self.refusals

    @property
    def is_full(self) -> bool:
        return Why.FULL in self.reasons

    @property
    def has_begun(self) -> bool:
        return Why.STARTED in self.reasons

    @property
    def may_be_overruled(self) -> bool:
        """Whether a reason would do."""
        return bool(self.refusals) and self.reasons <= OVERRULABLE

    @property
    def may_wait(self) -> bool:
        """Whether nothing but its seats is in the way, and the patient does not wait for one yet."""
        return self.reasons == {Why.FULL} and not self.waits

    @property
    def reasons(self) -> frozenset[Why]:
        return frozenset(refusal.why for refusal in self.refusals)


@dataclass(frozen=True, slots=True)
class Choices:
    """A patient's week with every session of it that is not booked, in order of time."""

    patient: Patient
    week: Week
    choices: tuple[Choice, ...]
    today: date

    @property
    def fitting(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.fits)

    @property
    def overrulable(self) -> tuple[Choice, ...]:
        """What does not fit, and could be booked with a reason."""
        return tuple(choice for choice in self.choices if choice.may_be_overruled)

    @property
    def refused(self) -> tuple[Choice, ...]:
        """What is still ahead, and cannot be booked at all."""
        return tuple(c for c in self.choices if c.refusals and not c.may_be_overruled and not c.has_begun)


@dataclass(frozen=True, slots=True)
class Held:
    """One seat of the patient's: what it could be exchanged for, the best first, and what is refused.

    ``waiting`` counts the others who would be offered the seat. ``is_told``: a message would tell the patient in time.
    """

    patient: Patient
    session: Session
    week: Week
    instead: tuple[Replacement, ...]
    refused: tuple[Choice, ...]
    waiting: int
    is_ahead: bool
    is_told: bool

    @property
    def without(self) -> Week:
        return self.week.without(self.session.id)


@dataclass(frozen=True, slots=True)
class Prospect:
    """A session and the patient's week before and after it is booked, or taken in exchange for ``old``.

    ``kept_for`` are those for whom seats of it are held until when. ``is_told``: a message would tell in time.
    """

    patient: Patient
    choice: Choice
    before: Week
    after: Week
    kept_for: tuple[tuple[Patient, Hold], ...]
    is_told: bool
    old: Session | None = None

    @property
    def session(self) -> Session:
        return self.choice.session


def week(staff: Staff, patient_id: int, day: date | None, *, now: datetime) -> Choices:
    """The program's week that holds ``day`` (or now). Six queries, one more while seats are held and one for who waits,
    and those of ``note_look``: like all looks here, it is noted.

    Raises Forbidden for a clinician, NotFound for another program's patient.
    """
    with reading():
        patient, program = _known(staff, patient_id)
        monday = zone.week_of(day or program.day_of(now), program.first_weekday)
        mine = weeks.load(patient, program, monday)
        offered = holds.seen(patient_id, sessions.in_week(program, monday), now)
        named = _waits_for(patient)
    note_look.note(staff, now=now, patient_id=patient_id)
    ahead = (session for session in offered if not mine.holds(session))
    return Choices(patient, mine, tuple(_choice(mine, each, named, now) for each in ahead), program.day_of(now))


def held(staff: Staff, patient_id: int, session_id: int, *, now: datetime) -> Held:
    """Raises NotFound unless the patient has that seat; else as ``week`` does."""
    with reading():
        patient, program = _known(staff, patient_id)
        session = _session(staff, session_id)
        mine = weeks.load(patient, program, zone.week_of(session.day, program.first_weekday))
        if not mine.holds(session):
            raise NotFound("booking")
        offered = holds.seen(patient_id, sessions.in_week(program, mine.monday), now)
        waiting = waitings.for_session(program.id, session_id, mine.monday)
        named = _waits_for(patient)
    note_look.note(staff, now=now, patient_id=patient_id)
    left, others = mine.without(session_id), [each for each in offered if not mine.holds(each)]
    refused = (_choice(left, each, named, now) for each in others)
    return Held(
        patient=patient,
        session=session,
        week=mine,
        instead=replacements(mine, session, offered, now),
        refused=tuple(each for each in refused if not each.fits and not each.has_begun),
        waiting=_others(patient, program, session, waiting),
        is_ahead=session.starts > now,
        is_told=patient.hears_before(session.starts, program, now),
    )


def prospect(staff: Staff, patient_id: int, session_id: int, *, old_id: int | None = None, now: datetime) -> Prospect:
    """What booking the session would make of the week, or taking it instead of ``old_id``; raises as ``held`` does."""
    with reading():
        patient, program = _known(staff, patient_id)
        session = _session(staff, session_id)
        before = weeks.load(patient, program, zone.week_of(session.day, program.first_weekday))
        old = _session(staff, old_id) if old_id is not None else None
        if old_id is not None and not _has_seat(patient_id, old_id):
            raise NotFound("booking")
        (seen,) = holds.seen(patient_id, (session,), now)
        kept = [hold for hold in holds.in_sessions([session]) if hold.lasts(now) and hold.patient_id != patient_id]
        named, waits = people.some(hold.patient_id for hold in kept) if kept else {}, _waits_for(patient)
    note_look.note(staff, now=now, patient_id=patient_id)
    left = before.without(old_id) if old_id is not None else before
    return Prospect(
        patient=patient,
        choice=_choice(left, seen, waits, now),
        before=before,
        after=left.seated(session, now=now),
        kept_for=tuple((named[hold.patient_id], hold) for hold in one_each(kept)),
        is_told=patient.hears_before(min(one.starts for one in (session, old) if one), program, now),
        old=old,
    )


def _known(staff: Staff, patient_id: int) -> tuple[Patient, Program]:
    return find_patient.find(staff, patient_id), programs.get(staff.program_id)


def _session(staff: Staff, session_id: int) -> Session:
    session = sessions.get(session_id)
    if session.program_id != staff.program_id:
        raise NotFound("session")
    return session


def _has_seat(patient_id: int, session_id: int) -> bool:
    booking = bookings.find(patient_id, session_id)
    return booking is not None and booking.is_active


def _waits_for(patient: Patient) -> frozenset[int]:
    """Sessions that the patient waits for by name; no query for who waits for nothing."""
    mine = waitings.of_patient(patient.id) if patient.waits else ()
    return frozenset(one.wanted.session_id for one in mine if one.wanted.session_id is not None)


def _choice(week: Week, session: Session, named: frozenset[int], now: datetime) -> Choice:
    return Choice(session, tuple(refusals(week, session, now)), session.id in named)


def _others(patient: Patient, program: Program, session: Session, waiting: tuple[Waiting, ...]) -> int:
    return len({one.patient_id for one in waiting if one.wanted.fits(session, program)} - {patient.id})
