"""Free seats go to those who wait: each is held for one of them and offered, then for the next.

Whoever frees a seat calls this within the same transaction, and so does whoever comes by after a hold is over; the
worker only sees to it that it happens when nobody does. Nobody's own row is locked: what is offered is no booking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from iopsched.domain import zone
from iopsched.domain.booking import refusals
from iopsched.domain.hold import Hold, Purpose, seen_by
from iopsched.domain.offer import Answer, Offer, lasts_until
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import Turn, Waiting, in_turn
from iopsched.store import audit, holds, offers, people, programs, sessions, waitings, weeks
from iopsched.usecases import tell_patient


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


def withdraw(session_ids: Iterable[int], *, now: datetime) -> None:
    """Locked sessions are off or elsewhere now: nothing of them is held for anybody any more."""
    for session in sessions.some(session_ids):
        if session.held_until is not None:
            holds.clear(session.id)
            tell_patient.answered(offers.withdraw(session.id, now))


def answer(patient: Patient, session_ids: Iterable[int], said: Answer, *, now: datetime) -> None:
    """The patient answered what was offered of these locked sessions: it is not held for them any more."""
    ids = tuple(session_ids)
    tell_patient.answered(offers.answer(patient.id, ids, said, now=now))
    holds.drop(patient.id, ids)


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
    named = people.some(one.patient_id for one in waiting if one.patient_id not in have)
    left = free.seats_left
    for turn in in_turn(_turns(program, free, waiting, named, now)):
        if left and _hold(program, named[turn.waiting.patient_id], turn.waiting, session, now):
            left -= 1


def _turns(
    program: Program, free: Session, waiting: Iterable[Waiting], named: dict[int, Patient], now: datetime
) -> Iterator[Turn]:
    """Each person once, who could book it now, and to whom this session was not offered since they wait."""
    monday = zone.week_of(free.day, program.first_weekday)
    of_all = weeks.of_several(named.values(), program, monday)
    made, pending = offers.made(free.id), offers.of_patients(named, now)
    known: set[int] = set()
    for one in sorted(waiting, key=lambda one: (one.placed is None, one.placed or 0, one.since, one.id)):
        whose = one.patient_id
        offered = made.get(whose)
        if whose not in named or whose in known or (offered is not None and offered >= one.since):
            continue
        if any(offer.patient_id == whose and offer.session.overlaps(free) for offer in pending):
            continue
        if not any(refusals(of_all[whose], free, now)):
            known.add(whose)
            yield Turn(one, of_all[whose])


def _hold(program: Program, patient: Patient, waiting: Waiting, session: Session, now: datetime) -> bool:
    """Whether there is time enough to ask; then the seat is held and the patient told."""
    until = lasts_until(session, program, patient.zone_or(program.zone), now)
    if until is None:
        return False
    holds.put([Hold(session.id, patient.id, until, Purpose.OFFER)])
    offer_id = offers.add(waiting.id, patient.id, session, until, now=now)
    offer = Offer(offer_id, waiting.id, patient.id, session, now, until)
    tell_patient.offered(patient, program, offer, now=now)
    audit.note(program.id, "system", "offered", now=now, patient_id=patient.id, session_id=session.id, offer=offer_id)
    return True
