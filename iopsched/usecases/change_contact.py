"""Staff put right how somebody is called and reached; a patient cannot change the own number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.consent import Consent, Source
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.domain.words import Language
from iopsched.gateways import phones
from iopsched.store import audit, locks, people, programs
from iopsched.store.db import transaction
from iopsched.usecases import remind_patient
from iopsched.usecases.admit_patient import IN_USE, contact_problems
from iopsched.usecases.find_patient import ARCHIVED


@dataclass(frozen=True, slots=True)
class Contact:
    """``phone`` as typed, empty for nobody to text."""

    given_name: str
    family_name: str
    phone: str
    accepts_texts: bool
    language: Language = Language.ENGLISH


def change(staff: Staff, patient_id: int, contact: Contact, *, now: datetime) -> Patient:
    """The patient as changed. Another number signs every device out, and is taken for a good one until shown bad.

    Raises Invalid naming each field, NotFound for another program's, Forbidden for a clinician.
    """
    staff.require_scheduler()
    phone = _require_sound(contact)
    with transaction():
        before = locks.patient(patient_id)
        if before.program_id != staff.program_id:
            raise NotFound("patient")
        if before.is_archived:
            raise Invalid(person=ARCHIVED)
        _write(before, contact, phone)
        if contact.accepts_texts != before.accepts_texts:
            people.record_consent(Consent(patient_id, contact.accepts_texts, now, Source.STAFF))
        after = people.patient(patient_id)
        remind_patient.follow_all(after, programs.get(after.program_id), now=now)
        _note(staff, before, after, now)
    return after


def _note(staff: Staff, before: Patient, after: Patient, now: datetime) -> None:
    """What of it changed, never from what to what."""
    actor, whose = f"staff:{staff.id}", after.id
    names = ((each.given_name, each.family_name) for each in (before, after))
    changed = {
        "named": len({*names}) > 1,
        "numbered": before.phone != after.phone,
        "spoken_to": before.language != after.language,
    }
    if said := {what: True for what, is_new in changed.items() if is_new}:
        audit.note(staff.program_id, actor, "contact changed", now=now, patient_id=whose, **said)
    if after.accepts_texts != before.accepts_texts:
        action = "texts on" if after.accepts_texts else "texts off"
        audit.note(staff.program_id, actor, action, now=now, patient_id=whose)


def _write(before: Patient, contact: Contact, phone: str) -> None:
    people.change(
        before.id,
        given_name=contact.given_name.strip(),
        family_name=contact.family_name.strip(),
        language=contact.language.value,
    )
    if phone == before.phone:
        return
    if people.with_phone(phone):
        raise Invalid(phone=IN_USE)
    people.change(before.id, phone=phone, phone_is_bad=False)
    people.sign_out_everywhere(before.id)


def _require_sound(contact: Contact) -> str:
    """The phone in E.164, or empty. Raises Invalid with every problem at once."""
    phone, found = phones.said(contact.phone)
    others = contact_problems(contact.given_name, contact.phone, accepts_texts=contact.accepts_texts)
    if found := found | dict(others):
        raise Invalid(**found)
    return phone
