"""What a patient does with a calendar of their own that is read here: leave it out for a while, or take it away."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.own_calendar import OwnCalendar
from iopsched.store import audit, busy_times, locks, own_calendars
from iopsched.store.db import reading, transaction


def list_counted(patient_id: int, *, now: datetime) -> tuple[OwnCalendar, ...]:
    """Those that have something in the patient's way."""
    with reading():
        found = own_calendars.of_patient(patient_id, now)
    return tuple(calendar for calendar in found if calendar.busy and not calendar.is_paused)


def pause(patient_id: int, calendar_id: int) -> None:
    """It is not read, and its times are in nobody's way. Raises NotFound unless it is this patient's."""
    with transaction():
        locks.patient(patient_id)
        own_calendars.get_kept(patient_id, calendar_id)
        own_calendars.change(patient_id, calendar_id, is_paused=True, due_at=None)
        busy_times.count(calendar_id, False)


def resume(patient_id: int, calendar_id: int, *, now: datetime) -> None:
    """As before the pause; a link is read as soon as it may be. Raises NotFound unless it is this patient's."""
    with transaction():
        locks.patient(patient_id)
        calendar = own_calendars.get_kept(patient_id, calendar_id)
        due_at = max(now, calendar.readable_at) if calendar.is_link else None
        own_calendars.change(patient_id, calendar_id, is_paused=False, due_at=due_at)
        busy_times.count(calendar_id, True)


def remove(patient_id: int, calendar_id: int, *, now: datetime) -> None:
    """All of it goes: the link, and every time that came of it. Raises NotFound unless it is this patient's."""
    with transaction():
        patient = locks.patient(patient_id)
        calendar = own_calendars.get(patient_id, calendar_id)
        own_calendars.remove([calendar_id])
        if calendar.is_kept:
            whom = {"patient_id": patient_id, "calendar_id": calendar_id}
            audit.note(patient.program_id, f"patient:{patient_id}", "own calendar removed", now=now, **whom)
