"""A patient waits for a seat that there is not, stops waiting, or says no to one that was offered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from iopsched.domain.booking import refusals
from iopsched.domain.errors import Invalid, NotFound, Refused
from iopsched.domain.offer import Answer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.waiting import MOST, Ended, Waiting, Wanted
from iopsched.store import audit, locks, offers, programs, requests, waitings
from iopsched.store.db import transaction
from iopsched.usecases.seats import offer_seats
from iopsched.usecases.seats.book_session import Party, bring_together


def wait(patient_id: int, session_id: int, *, now: datetime, key: str = "") -> None:
    """Be offered a seat in this session when one frees; waited for already, it stays so.

    Raises Refused with every reason other than that it is full, Invalid beyond the most that one may wait for,
    NotFound for what is not theirs. Where a seat has come free meanwhile, it is offered at once.
    """
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return
        stand_in_line(bring_together(patient_id, [session_id], now=now), actor=f"patient:{patient_id}", now=now)


def wait_for_any(patient_id: int, wanted: Wanted, *, now: datetime, key: str = "") -> None:
    """Be offered the next seat of this kind that frees in the week of ``wanted.monday``.

    Raises Invalid for a week that is over, or for what is no first day of one.
    """
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return
        stand_in_line_for_any(locks.patient(patient_id), wanted, actor=f"patient:{patient_id}", now=now)


def stand_in_line(party: Party, *, actor: str, now: datetime) -> None:
    """Ask the rule, and add the patient to those who wait for the one session of the party; raises as ``wait`` does."""
    (session,) = party.sessions
    reasons = tuple(refusals(party.week_of(session), session, now))
    if others := tuple(reason for reason in reasons if reason.why is not Why.FULL):
        raise Refused(*others)
    if _add(party.patient, Wanted(session_id=session.id), actor, now):
        offer_seats.offer_free(party.program, [session.id], now=now)


def stand_in_line_for_any(patient: Patient, wanted: Wanted, *, actor: str, now: datetime) -> None:
    """The same for a seat of a kind; the patient is locked."""
    _require_ahead(wanted, programs.get(patient.program_id), now)
    _add(patient, wanted, actor, now)


def leave(patient_id: int, waiting_id: int, *, now: datetime, key: str = "") -> None:
    """Wait no longer. Raises NotFound for somebody else's, and for one that is over."""
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return
        patient = locks.patient(patient_id)
        mine = next((one for one in waitings.of_patient(patient_id) if one.id == waiting_id), None)
        if mine is None:
            raise NotFound("waiting")
        waitings.end(patient_id, [waiting_id], Ended.LEFT, now=now)
        _note(patient, "stopped waiting", mine.wanted, f"patient:{patient_id}", now)


def leave_all(patient_id: int, wanted: Collection[int | None], *, now: datetime) -> None:
    """Wait no longer for any of these sessions; None is for all that is not waited for by name. Said again, no news."""
    with transaction():
        patient = locks.patient(patient_id)
        left = [one for one in waitings.of_patient(patient_id) if one.wanted.session_id in wanted]
        waitings.end(patient_id, [one.id for one in left], Ended.LEFT, now=now)
        for one in left:
            _note(patient, "stopped waiting", one.wanted, f"patient:{patient_id}", now)


def decline(patient_id: int, session_id: int, *, now: datetime, key: str = "") -> None:
    """Say no to the seat that is held for them: it goes to the next. Said twice, nothing more happens."""
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return
        party = bring_together(patient_id, [session_id], now=now)
        mine = [offer for offer in offers.of_patient(patient_id, now) if offer.session.id == session_id]
        if not mine:
            return
        offer_seats.answer(party.patient, [session_id], Answer.DECLINED, now=now)
        only_that = [one.id for one in waitings.of_patient(patient_id) if one.wanted.session_id == session_id]
        waitings.end(patient_id, only_that, Ended.ANSWERED, now=now)
        _note(party.patient, "declined", Wanted(session_id=session_id), f"patient:{patient_id}", now)
        offer_seats.offer_free(party.program, [session_id], now=now)


def _add(patient: Patient, wanted: Wanted, actor: str, now: datetime) -> bool:
    """False where the patient waits for just that already."""
    known = waitings.of_patient(patient.id)
    if any(one.wanted == wanted for one in known):
        return False
    _require_room(known)
    waitings.add(patient.program_id, patient.id, wanted, now=now)
    _note(patient, "waits", wanted, actor, now)
    return True


def _require_room(known: tuple[Waiting, ...]) -> None:
    if len(known) >= MOST:
        raise Invalid(waiting=f"You wait for {MOST} seats already. Let one go first.")


def _require_ahead(wanted: Wanted, program: Program, now: datetime) -> None:
    this_week, monday = program.week_of(now), wanted.monday
    if monday is None or (monday - this_week) % timedelta(weeks=1):
        raise Invalid(monday="Choose the first day of a week.")
    if not this_week <= monday <= this_week + timedelta(weeks=program.weeks_ahead):
        raise Invalid(monday="Choose this week, or one that is open for booking.")


def _note(patient: Patient, action: str, wanted: Wanted, actor: str, now: datetime) -> None:
    whom = {"patient_id": patient.id, "session_id": wanted.session_id}
    audit.note(patient.program_id, actor, action, now=now, **whom)
