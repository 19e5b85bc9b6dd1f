"""Free seats go to those who wait: each is held for one of them and offered, then for the next.

Whoever frees a seat calls this within the same transaction, and so does whoever comes by after a hold is over; the
worker only sees to it that it happens when nobody does. Nobody's own row is locked: what is offered is no booking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from iopsched.domain import zone
from iopsched.domain.booking import refusals
from iopsched.domain.hold import Hold, Purpose, seen_by
from iopsched.domain.message import Kind
from iopsched.domain.offer import Answer, Offer, lasts_until
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import Known, Waiting, line
from iopsched.store import audit, holds, offers, people, programs, sessions, tellings, waitings, weeks
from iopsched.usecases.messages import tell_patient


def seen(patient_id: int | None, locked: tuple[Session, ...], *, now: datetime) -> tuple[Session, ...]:
    """These locked sessions as the patient has them: without the seats that are kept for others.

    Seats whose hold is over go to those who wait first: they come before whoever happens to be here.
    """
    kept = holds.in_sessions(locked)
    if over := {hold.session_id for hold in kept if not hold.lasts(now)}:
        for session in locked:
            if session.id in over:
                pass_on(session, now=now)
        locked = sessions.some(session.id for session in locked)
        kept = holds.in_sessions(locked)
    return seen_by(patient_id, locked, kept, now)


def pass_on(session: Session, *, now: datetime) -> None:
    """Take away the holds of a locked session that are over, and offer their seats to whoever is next."""
    holds.clear(session.id, now)
    lapsed = offers.lapse(session.id, now)
    tell_patient.answered(lapsed)
    program = programs.get(session.program_id)
    for offer_id in lapsed:
        audit.note(program.id, "system", "lapsed", now=now, session_id=session.id, offer=offer_id)
    offer_free(program, [session.id], now=now)


def withdraw(program: Program, gone: Iterable[Session], *, now: datetime) -> None:
    """Locked sessions, as they were, are off or elsewhere now: nothing of them is held for anybody any more.

    For whom a seat was held hears that, but for those who had not been asked yet.
    """
    for session in gone:
        if session.held_until is not None:
            kept = [hold for hold in holds.in_sessions([session]) if hold.lasts(now)]
            asked = {offer.id: offer.patient_id for offer in offers.of_session(session.id, now)}
            holds.clear(session.id)
            unheard = {asked.get(one) for one in tell_patient.answered(offers.withdraw(session.id, now))}
            whom = {hold.patient_id for hold in kept if hold.purpose is not Purpose.OFFER} | {*asked.values()} - unheard
            for patient in people.some(whom).values():
                tell_patient.let_go(patient, program, session, now=now)


def answer(patient: Patient, session_ids: Iterable[int], said: Answer, *, now: datetime) -> None:
    """The patient answered what was offered of these locked sessions: it is not held for them any more.

    Once it is taken, no other hold of theirs is needed; else what is kept for another reason stays.
    """
    ids = tuple(session_ids)
    tell_patient.answered(offers.answer(patient.id, ids, said, now=now))
    holds.drop(patient.id, ids, None if said is Answer.TAKEN else Purpose.OFFER)


def take_back(program: Program, session_id: int, *, now: datetime) -> tuple[Patient, ...]:
    """Withdraw the offers of a locked session that their patients could not take any more; to whom they were made.

    Where there are fewer seats than were offered, whoever was asked first keeps theirs.
    """
    (session,) = sessions.some([session_id])
    pending = offers.of_session(session_id, now)
    if not pending:
        return ()
    named = people.some(offer.patient_id for offer in pending)
    of_all = weeks.of_several(named.values(), program, program.week_of(session.starts))
    kept, lost = holds.in_sessions([session]), []
    for offer in reversed(pending):
        patient = named[offer.patient_id]
        (as_theirs,) = seen_by(patient.id, [session], kept, now)
        if any(refusals(of_all[patient.id], as_theirs, now)):
            answer(patient, [session_id], Answer.WITHDRAWN, now=now)
            whom = {"patient_id": patient.id, "session_id": session_id}
            audit.note(program.id, "system", "withdrawn", now=now, **whom, offer=offer.id)
            kept = tuple(hold for hold in kept if (hold.patient_id, hold.purpose) != (patient.id, Purpose.OFFER))
            lost.append(patient)
    return tuple(lost)


def offer_free(program: Program, session_ids: Iterable[int], *, now: datetime) -> None:
    """Hold and offer the free seats of these locked sessions, in order of time; no query more where nobody waits."""
    if not (ids := tuple(session_ids)) or not waitings.is_anybody(program.id):
        return
    for session in sessions.some(ids):
        if not session.is_cancelled and session.starts > now:
            _offer(program, session, now)


def _offer(program: Program, session: Session, now: datetime) -> None:
    monday = zone.week_of(session.day, program.first_weekday)
    waiting = [w for w in waitings.for_session(program.id, session.id, monday) if w.wanted.fits(session, program)]
    if not waiting:
        return
    kept = tuple(hold for hold in holds.in_sessions([session]) if hold.lasts(now))
    (free,) = seen_by(None, [session], kept, now)
    if free.is_full:
        return
    have = {hold.patient_id for hold in kept}
    waiting = [one for one in waiting if one.patient_id not in have]
    named = people.some(one.patient_id for one in waiting)
    left = free.seats_left
    for turn in line(free, waiting, _known(program, free, named, now), now):
        is_next = left and not turn.is_passed_over
        if is_next and _hold(program, named[turn.waiting.patient_id], turn.waiting, session, now):
            left -= 1


def _known(program: Program, session: Session, named: Mapping[int, Patient], now: datetime) -> Known:
    of_all = weeks.of_several(named.values(), program, zone.week_of(session.day, program.first_weekday))
    asked: dict[int, tuple[Session, ...]] = {}
    for offer in offers.of_patients(named, now):
        asked[offer.patient_id] = (*asked.get(offer.patient_id, ()), offer.session)
    return Known(of_all, offers.made(session.id), asked)


def _hold(program: Program, patient: Patient, waiting: Waiting, session: Session, now: datetime) -> bool:
    """Whether there is time enough to ask; then the seat is held and the patient told."""
    hours = tellings.of_kind(patient.id, Kind.OFFERED).within(program) if patient.tellings else program
    until = lasts_until(session, hours, patient.zone_or(program.zone), now)
    if until is None:
        return False
    holds.put([Hold(session.id, patient.id, until, Purpose.OFFER)])
    offer_id = offers.add(waiting.id, patient.id, session, until, now=now)
    offer = Offer(offer_id, waiting.id, patient.id, session, now, until)
    tell_patient.offered(patient, program, offer, now=now)
    audit.note(program.id, "system", "offered", now=now, patient_id=patient.id, session_id=session.id, offer=offer_id)
    return True
