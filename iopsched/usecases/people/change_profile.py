"""A patient looks at and changes what is kept about how to be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from iopsched.domain import travel
from iopsched.domain.channel import Channel
from iopsched.domain.consent import Consent, Source
from iopsched.domain.errors import Invalid
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.words import Language
from iopsched.store import audit, locks, people, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import keep_consent, remind_patient


@dataclass(frozen=True, slots=True)
class Profile:
    """Who one is here, and every answer about texts, the latest first."""

    patient: Patient
    program: Program
    consents: tuple[Consent, ...]


def view(patient_id: int) -> Profile:
    with reading():
        patient = people.patient(patient_id)
        said = tuple(each for each in people.consents(patient_id) if each.channel is Channel.SMS)
        return Profile(patient, programs.get(patient.program_id), said)


def set_consent(
    patient_id: int, is_given: bool, *, source: Source, now: datetime, channel: Channel = Channel.SMS
) -> None:
    """Record a yes or a no to one channel; reminders are written or withdrawn at once. The same again is no news."""
    with transaction():
        patient = locks.patient(patient_id)
        if patient.agrees_to(channel) == is_given:
            return
        actor = f"patient:{patient_id}"
        keep_consent.keep(patient.program_id, patient_id, is_given, source, actor=actor, now=now, channel=channel)
        remind_patient.follow_after(patient_id, now=now)


def set_timezone(patient_id: int, timezone: str, *, now: datetime) -> None:
    """Times and quiet hours follow this zone; empty means the program's. Raises Invalid for an unknown zone."""
    if timezone and timezone not in available_timezones():
        raise Invalid(timezone="Choose a time zone from the list.")
    with transaction():
        locks.patient(patient_id)
        people.change(patient_id, timezone=timezone)
        patient = remind_patient.follow_after(patient_id, now=now)
        audit.note(patient.program_id, f"patient:{patient_id}", "time zone", now=now, patient_id=patient_id)


def set_language(patient_id: int, language: str, *, now: datetime) -> None:
    """Texts are written in it from now on, those that wait as well. Raises Invalid for one that we do not speak."""
    if language not in {*Language}:
        raise Invalid(language="Choose a language from the list.")
    with transaction():
        patient = locks.patient(patient_id)
        people.change(patient_id, language=language)
        audit.note(patient.program_id, f"patient:{patient_id}", "language", now=now, patient_id=patient_id)


def set_travel(patient_id: int, minutes: int | None, *, now: datetime) -> Patient:
    """The own way between the clinic and a screen at home; None takes the program's. Raises Invalid beyond reason."""
    if minutes is not None and not 0 <= minutes <= travel.MOST:
        raise Invalid(minutes=f"Give minutes from 0 to {travel.MOST}.")
    with transaction():
        patient = locks.patient(patient_id)
        people.change(patient_id, travel_minutes=minutes)
        audit.note(patient.program_id, f"patient:{patient_id}", "travel time", now=now, patient_id=patient_id)
        return people.patient(patient_id)
