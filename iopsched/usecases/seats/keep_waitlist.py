"""Staff keep the list of those who wait: let somebody wait who asks on the phone, change whose turn it is, end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from iopsched.domain import reason as reasons_given
from iopsched.domain.errors import NotFound
from iopsched.domain.offer import Answer
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Ended, Waiting, Wanted
from iopsched.store import audit, locks, offers, requests, waitings
from iopsched.store.db import transaction
from iopsched.usecases.people import find_patient
from iopsched.usecases.seats import offer_seats, wait_for_seat
from iopsched.usecases.seats.book_session import bring_together


def let_wait(staff: Staff, patient_id: int, session_id: int, *, now: datetime, key: str = "") -> Patient:
    """The patient waits for a seat in the session; raises as ``wait_for_seat.wait`` does, Forbidden for a clinician."""
    with transaction():
        patient = find_patient.find_present(staff, patient_id)
        if requests.is_new(patient_id, key, now=now):
            party = bring_together(patient_id, [session_id], now=now)
            wait_for_seat.stand_in_line(party, actor=_actor(staff), now=now)
    return patient


def let_wait_for_any(staff: Staff, patient_id: int, wanted: Wanted, *, now: datetime, key: str = "") -> Patient:
    """The patient waits for any seat of a kind; raises as ``wait_for_seat.wait_for_any`` does."""
    with transaction():
        patient = find_patient.find_present(staff, patient_id)
        if requests.is_new(patient_id, key, now=now):
            locked = locks.patient(patient_id)
            wait_for_seat.stand_in_line_for_any(locked, wanted, actor=_actor(staff), now=now)
    return patient


def put_first(staff: Staff, patient_id: int, waiting_id: int, *, reason: str, now: datetime, key: str = "") -> Patient:
    """The next seat that frees is offered to them, before all others. Raises Invalid naming ``reason``."""
    return _place(staff, patient_id, waiting_id, lambda: waitings.first_place(staff.program_id) - 1, reason, now, key)


def put_back(staff: Staff, patient_id: int, waiting_id: int, *, reason: str, now: datetime, key: str = "") -> Patient:
    """They wait in the usual order again. Raises Invalid naming ``reason``."""
    return _place(staff, patient_id, waiting_id, lambda: None, reason, now, key)


def take_off(staff: Staff, patient_id: int, waiting_id: int, *, reason: str, now: datetime, key: str = "") -> Patient:
    """They wait no longer, and what was offered to them for it goes to the next. Raises Invalid naming ``reason``."""
    with transaction():
        patient = find_patient.find(staff, patient_id)
        if not requests.is_new(patient_id, key, now=now):
            return patient
        known = offers.of_patient(patient_id, now)
        held = [offer.session.id for offer in known if offer.waiting_id == waiting_id]
        party = bring_together(patient_id, held, now=now)
        one = _waiting(patient_id, waiting_id)
        why = reasons_given.needed(reason)
        offer_seats.answer(party.patient, held, Answer.DECLINED, now=now)
        waitings.end(patient_id, [waiting_id], Ended.LEFT, now=now)
        _note(staff, one, "stopped waiting", why, now)
        offer_seats.offer_free(party.program, held, now=now)
    return patient


def _place(
    staff: Staff,
    patient_id: int,
    waiting_id: int,
    place: Callable[[], int | None],
    reason: str,
    now: datetime,
    key: str,
) -> Patient:
    with transaction():
        patient = find_patient.find(staff, patient_id)
        if requests.is_new(patient_id, key, now=now):
            locks.patient(patient_id)
            one = _waiting(patient_id, waiting_id)
            why = reasons_given.needed(reason)
            placed = place()
            waitings.place(waiting_id, placed, why if placed is not None else "")
            _note(staff, one, "placed", why, now, first=placed is not None)
    return patient


def _waiting(patient_id: int, waiting_id: int) -> Waiting:
    if mine := next((one for one in waitings.of_patient(patient_id) if one.id == waiting_id), None):
        return mine
    raise NotFound("waiting")


def _actor(staff: Staff) -> str:
    return f"staff:{staff.id}"


def _note(staff: Staff, one: Waiting, action: str, why: str, now: datetime, **detail: bool) -> None:
    whom = {"patient_id": one.patient_id, "session_id": one.wanted.session_id}
    audit.note(staff.program_id, _actor(staff), action, now=now, **whom, reason=why, waiting=one.id, **detail)
