"""A patient says to come: on the day that the last reminder named, else on the next one with a time, if it is soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.reply import Reply, Say
from iopsched.store import audit, bookings, conversations, locks, messages, programs, requests
from iopsched.store.db import transaction
from iopsched.usecases.messages import remind_patient

REMINDED = timedelta(days=2)
"""For how long a reminder is what an answer is about, while its day is not over."""


def confirm(patient_id: int, *, now: datetime, key: str) -> Reply:
    """What to answer. Staff see it on the roster, and no reminder of that day follows."""
    with transaction():
        patient = locks.patient(patient_id)
        program = programs.get(patient.program_id)
        held = [each for each in bookings.of_patient(patient_id, since=now) if each.is_active]
        ahead = [each for each in held if each.session.starts > now and not each.session.is_cancelled]
        day = _day_meant(patient, program, ahead, now)
        said = [each for each in ahead if each.session.day == day]
        if day is None:
            return Reply(Say.NOTHING_SOON)
        ids = tuple(each.session.id for each in said)
        if requests.is_new(patient_id, key, now=now):
            bookings.confirm((each.id for each in said), now=now)
            messages.withdraw(remind_patient.key_of(patient_id, day))
            actor = f"patient:{patient_id}"
            audit.note_sessions(program.id, actor, "confirmed", list(ids), now=now, patient_id=patient_id)
    return Reply(Say.CONFIRMED, ids)


def _day_meant(patient: Patient, program: Program, ahead: Sequence[Booking], now: datetime) -> date | None:
    """A day of the program. Without a reminder it is soon where it is today or tomorrow on the patient's calendar."""
    reminder = conversations.last_told(patient.id, now - REMINDED, Kind.REMINDER)
    named = date.fromisoformat(reminder.about["day"]) if reminder else None
    if any(each.session.day == named for each in ahead):
        return named
    tz = patient.zone_or(program.zone)
    tomorrow = zone.local_day(now, tz) + timedelta(days=1)
    return min(
        (each.session.day for each in ahead if zone.local_day(each.session.starts, tz) <= tomorrow), default=None
    )
