"""One text on the evening before that names all of tomorrow: kept true by whoever changes a patient's bookings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind, reminder_due
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import bookings, messages, tellings


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
    if patient.tellings:
        program = tellings.of_kind(patient.id, Kind.REMINDER).within(program)
    for day in touched:
        _follow_day(patient, program, day, [booking for booking in held if booking.session.day == day], now)


def follow_all(patient: Patient, program: Program, *, now: datetime) -> None:
    """After consent, number or time zone has changed: every day ahead; without consent all that waits is withdrawn.

    ``patient`` is as changed. Called inside the transaction that changes; opens none itself.
    """
    if not patient.agrees:
        messages.withdraw_all(patient.id)
        return
    ahead = _active(bookings.of_patient(patient.id, since=now))
    follow(patient, program, [booking.session.day for booking in ahead], now=now)


def key_of(patient_id: int, day: date) -> str:
    """The matter of one day's reminder."""
    return f"reminder:{patient_id}:{day.isoformat()}"


def _follow_day(patient: Patient, program: Program, day: date, held: list[Booking], now: datetime) -> None:
    key = key_of(patient.id, day)
    is_wanted = patient.agrees and manner_of(program, Kind.REMINDER).is_on
    if not is_wanted or all(booking.confirmed_at for booking in held):
        messages.withdraw(key)
        return
    first = min(booking.session.starts for booking in held)
    tz = patient.zone_or(program.zone)
    due = reminder_due(zone.local_day(first, tz), program, tz)
    if due > now:
        about = {"day": day.isoformat()}
        messages.put(program.id, patient.id, Kind.REMINDER, key, due, useless_at=first, about=about)


def _active(held: Iterable[Booking]) -> list[Booking]:
    return [booking for booking in held if booking.is_active and not booking.session.is_cancelled]
