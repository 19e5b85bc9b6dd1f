"""Staff archive whoever is finished here, and reopen the record when somebody comes back.

Nothing is deleted but plans that never began: bookings, attendance, consents and the log stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.errors import Invalid
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.domain.treatment import TreatmentPlan
from iopsched.store import (
    addresses,
    audit,
    bookings,
    feeds,
    locks,
    own_calendars,
    people,
    programs,
    requests,
    treatments,
)
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import keep_consent
from iopsched.usecases.people import find_patient
from iopsched.usecases.seats import cancel_booking, clear_claims, offer_seats
from iopsched.usecases.seats.book_session import Party, bring_together

CHANGED = "The bookings have changed meanwhile. These are the ones that end now: look once more."
MERGED = "This record was merged into another one and stays closed."


@dataclass(frozen=True, slots=True)
class Farewell:
    """Who would be archived, the seats that would end, and the plans that would end or never begin."""

    patient: Patient
    bookings: tuple[Booking, ...]
    ending: tuple[TreatmentPlan, ...]
    unbegun: tuple[TreatmentPlan, ...]

    @property
    def session_ids(self) -> list[int]:
        return [booking.session.id for booking in self.bookings]


def view(staff: Staff, patient_id: int, *, now: datetime) -> Farewell:
    """Four queries. Raises Forbidden for a clinician, NotFound, Invalid for who is archived."""
    with reading():
        patient = find_patient.find_present(staff, patient_id)
        today = programs.get(patient.program_id).day_of(now)
        return _farewell(patient, today, now)


def archive(staff: Staff, patient_id: int, seen: Iterable[int], *, now: datetime, key: str = "") -> None:
    """End the seats that were ``seen`` by session, plans, links, texts and sign-ins; the record stays.

    The seats go to whoever waits. No text goes out: staff have spoken with them. Raises Invalid with ``seen`` where
    other seats are booked by now, and as ``view`` does. A form that was carried out before changes nothing more.
    """
    with transaction():
        find_patient.find(staff, patient_id)
        if not requests.is_new(patient_id, key, now=now):
            return
        find_patient.find_present(staff, patient_id)
        ahead = {booking.session.id for booking in _ahead(patient_id, now)}
        locked = ahead | clear_claims.held(patient_id, now)
        party = bring_together(patient_id, locked, now=now)
        going = _farewell(party.patient, party.program.day_of(now), now)
        if {*going.session_ids} != {*seen} or not {*going.session_ids} <= locked:
            raise Invalid(seen=CHANGED)
        _end_seats(staff, party, going.bookings, now)
        clear_claims.clear(party.patient, locked, now=now)
        _end_plans(going, party.program.day_of(now))
        _close(staff, party.patient, now)
        whom = {"patient_id": patient_id, "seats": len(going.bookings)}
        audit.note(party.program.id, f"staff:{staff.id}", "archived", now=now, **whom)
        offer_seats.offer_free(party.program, sorted(locked), now=now)


def reopen(staff: Staff, patient_id: int, *, now: datetime) -> None:
    """The record is open again, without a plan in force and without consent to texts. Open already, it stays so.

    Raises Invalid for one that was merged into another, Forbidden for a clinician, NotFound.
    """
    with transaction():
        find_patient.find(staff, patient_id)
        patient = locks.patient(patient_id)
        if patient.merged_into is not None:
            raise Invalid(person=MERGED)
        if patient.is_archived:
            people.change(patient_id, archived_at=None)
            audit.note(patient.program_id, f"staff:{staff.id}", "reopened", now=now, patient_id=patient_id)


def list_archived(staff: Staff) -> tuple[Patient, ...]:
    """Everybody who is finished here, by name. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        return people.archived(staff.program_id)


def _farewell(patient: Patient, today: date, now: datetime) -> Farewell:
    plans = treatments.of_patient(patient.id)
    return Farewell(
        patient=patient,
        bookings=_ahead(patient.id, now),
        ending=tuple(plan for plan in plans if plan.first_day <= today < plan.last_day),
        unbegun=tuple(plan for plan in plans if plan.first_day > today),
    )


def _ahead(patient_id: int, now: datetime) -> tuple[Booking, ...]:
    held = bookings.of_patient(patient_id, since=now)
    return tuple(booking for booking in held if booking.is_active and booking.session.starts > now)


def _end_seats(staff: Staff, party: Party, ahead: Iterable[Booking], now: datetime) -> None:
    actor = f"staff:{staff.id}"
    for booking in ahead:
        cancel_booking.give_up(party, booking, CancelledBy.STAFF, actor=actor, now=now, is_noted=True)
        whom = {"patient_id": party.patient.id, "session_id": booking.session.id}
        audit.note(party.program.id, actor, "cancelled for", now=now, **whom)


def _end_plans(going: Farewell, today: date) -> None:
    for plan in going.ending:
        treatments.change(replace(plan, last_day=today))
    for plan in going.unbegun:
        treatments.remove(plan.id)


def _close(staff: Staff, patient: Patient, now: datetime) -> None:
    """No sign-in, no link, no message, and nothing is read for them any more."""
    people.change(patient.id, archived_at=now)
    people.sign_out_everywhere(patient.id)
    feeds.end_all(patient.id, now)
    for calendar in own_calendars.of_patient(patient.id, now):
        own_calendars.change(patient.id, calendar.id, is_paused=True, due_at=None)
    addresses.forget(patient.id)
    for channel in filter(patient.agrees_to, Channel):
        whom = (patient.program_id, patient.id)
        keep_consent.keep(*whom, False, Source.STAFF, actor=f"staff:{staff.id}", now=now, channel=channel)
