"""One text on the evening before that names all of tomorrow: kept true by whoever changes a patient's bookings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind, reminder_due
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import bookings, many_messages, messages, people, programs, tellings


def follow(
    patient: Patient,
    program: Program,
    days: Iterable[date],
    *,
    now: datetime,
    known: Iterable[Booking] | None = None,
) -> None:
    """Put, change or withdraw the reminder of each day (the program's) whose bookings have changed.

    ``known`` are the bookings of these days after the change, where the caller has them; else they are read.
    Called inside the transaction that books, cancels or moves, after it has written; opens none itself.
    """
    touched = sorted(set(days))
    if not touched:
        return
    if known is None:
        known = bookings.of_patient(patient.id, since=zone.midnight(touched[0], program.zone))
    held = _active(known)
    told = _as_told(patient, program)
    for day in touched:
        _follow_day(patient, told, day, [booking for booking in held if booking.session.day == day], now)


def follow_several(
    named: Mapping[int, Patient], program: Program, touched: Mapping[int, set[date]], *, now: datetime
) -> None:
    """The same as ``follow`` for many patients at once, by id: three queries, one more for each who chose own times."""
    days = {day for of_one in touched.values() for day in of_one}
    if not days:
        return
    span = zone.midnight(min(days), program.zone), zone.midnight(max(days) + timedelta(days=1), program.zone)
    held: dict[tuple[int, date], list[Booking]] = defaultdict(list)
    for booking in _active(bookings.of_patients(touched, *span)):
        held[booking.patient_id, booking.session.day].append(booking)
    said_to = {whose: _as_told(named[whose], program) for whose in touched}
    off, rows = [], []
    for patient_id, day in sorted((whose, day) for whose, of_one in touched.items() for day in of_one):
        patient, known = named[patient_id], held[patient_id, day]
        if not _is_wanted(patient, said_to[patient_id], known):
            off.append(key_of(patient_id, day))
        elif row := _row(patient, said_to[patient_id], day, known, now):
            rows.append(row)
    messages.withdraw_keys(off)
    many_messages.put_all(rows)


def follow_all(patient: Patient, program: Program, *, now: datetime) -> None:
    """After consent, number or time zone has changed: every day ahead; without consent all that waits is withdrawn.

    ``patient`` is as changed. Called inside the transaction that changes; opens none itself.
    """
    if not patient.agrees:
        messages.withdraw_all(patient.id)
        return
    ahead = _active(bookings.of_patient(patient.id, since=now))
    follow(patient, program, [booking.session.day for booking in ahead], now=now)


def follow_after(patient_id: int, *, now: datetime) -> Patient:
    """The same for the patient as written a moment ago, who is given back."""
    patient = people.patient(patient_id)
    follow_all(patient, programs.get(patient.program_id), now=now)
    return patient


def key_of(patient_id: int, day: date) -> str:
    """The matter of one day's reminder."""
    return f"reminder:{patient_id}:{day.isoformat()}"


def _as_told(patient: Patient, program: Program) -> Program:
    """The program with the times that the patient chose for reminders; no query for who chose nothing."""
    return tellings.of_kind(patient.id, Kind.REMINDER).within(program) if patient.tellings else program


def _follow_day(patient: Patient, program: Program, day: date, held: list[Booking], now: datetime) -> None:
    if not _is_wanted(patient, program, held):
        messages.withdraw(key_of(patient.id, day))
    elif row := _row(patient, program, day, held, now):
        messages.put(**row)


def _is_wanted(patient: Patient, program: Program, held: list[Booking]) -> bool:
    """Whether anything is booked that they have not confirmed, and both sides have reminders."""
    is_told = patient.agrees and manner_of(program, Kind.REMINDER).is_on
    return is_told and not all(booking.confirmed_at for booking in held)


def _row(patient: Patient, program: Program, day: date, held: list[Booking], now: datetime) -> dict[str, Any] | None:
    """The reminder of a day on which something is booked; None once its hour has passed."""
    first = min(booking.session.starts for booking in held)
    tz = patient.zone_or(program.zone)
    due = reminder_due(zone.local_day(first, tz), program, tz)
    if due <= now:
        return None
    return {
        "program_id": program.id,
        "patient_id": patient.id,
        "kind": Kind.REMINDER,
        "key": key_of(patient.id, day),
        "due_at": due,
        "useless_at": first,
        "about": {"day": day.isoformat()},
    }


def _active(held: Iterable[Booking]) -> list[Booking]:
    return [booking for booking in held if booking.is_active and not booking.session.is_cancelled]
