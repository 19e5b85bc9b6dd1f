"""Evenings: who is to be reminded of the next day, seen when the hour comes, before anybody does anything in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from iopsched.domain.message import reminder_due
from iopsched.domain.program import Program
from tests.month.record import Owed
from tests.month.witness import Row, Witness, active, zone_of

DAY, SETTLED = timedelta(days=1), timedelta(minutes=30)


def owed_between(witness: Witness, program: Program, before: datetime, now: datetime) -> Iterator[Owed]:
    """Whoever's evening came in between, agrees, can be reached and has seats that were theirs for a while."""
    found = {patient["id"]: patient for patient in witness.patients() if _came(patient, program, before, now)}
    if not found:
        return
    ahead = active(witness.seats_between(now, now + 2 * DAY))
    for patient_id, patient in found.items():
        due, tomorrow = _hour(patient, program, now), _hour(patient, program, now).astimezone(zone_of(patient)) + DAY
        mine = tuple(seat for seat in ahead if (seat["patient_id"], seat["day"]) == (patient_id, tomorrow.date()))
        if mine and _can_be_told(patient) and all(seat["revised_at"] < due - SETTLED for seat in mine):
            yield Owed(patient, tomorrow.date(), due, mine)


def _came(patient: Row, program: Program, before: datetime, now: datetime) -> bool:
    return before < _hour(patient, program, now) <= now


def _hour(patient: Row, program: Program, now: datetime) -> datetime:
    """When they are reminded today of tomorrow."""
    zone = zone_of(patient)
    return reminder_due(now.astimezone(zone).date() + DAY, program, zone)


def _can_be_told(patient: Row) -> bool:
    return bool(patient["accepts_texts"] and patient["phone"] and not patient["phone_is_bad"])
