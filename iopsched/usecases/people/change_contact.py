"""Staff put right how somebody is called and reached; a patient cannot change the own number.

What was agreed to holds for the number that it was said of: another one starts with no more than what staff note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.errors import Invalid
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.domain.words import Language
from iopsched.gateways import phones
from iopsched.store import audit, conversations, messages, people, tellings
from iopsched.store.db import transaction
from iopsched.usecases.messages import keep_consent, remind_patient
from iopsched.usecases.people import find_patient
from iopsched.usecases.people.admit_patient import IN_USE, contact_problems
from iopsched.usecases.people.find_patient import ARCHIVED

SAME = "This is about another number. What they said of the one that is here is noted below."


@dataclass(frozen=True, slots=True)
class Contact:
    """``phone`` as typed, empty for nobody to text; ``accepts_texts`` is an answer about another number than before."""

    given_name: str
    family_name: str
    phone: str
    accepts_texts: bool = False
    language: Language = Language.ENGLISH


def change(staff: Staff, patient_id: int, contact: Contact, *, now: datetime) -> Patient:
    """The patient as changed. Another number signs every device out, and is taken for a good one until shown bad.

    It has its own answer about texts, no open list and discreet words only; of the same one nothing of that changes.

    Raises Invalid naming each field, NotFound for another program's, Forbidden for a clinician.
    """
    staff.require_scheduler()
    phone = _require_sound(contact)
    with transaction():
        before = find_patient.lock(staff, patient_id)
        if before.is_archived:
            raise Invalid(person=ARCHIVED)
        _write(before, contact, phone)
        if phone != before.phone:
            _number(before, phone, f"staff:{staff.id}", now, agrees=contact.accepts_texts)
        after = remind_patient.follow_after(patient_id, now=now)
        _note(staff, before, after, now)
    return after


def _note(staff: Staff, before: Patient, after: Patient, now: datetime) -> None:
    """What of it changed, never from what to what."""
    names = ((each.given_name, each.family_name) for each in (before, after))
    changed = {
        "named": len({*names}) > 1,
        "numbered": before.phone != after.phone,
        "spoken_to": before.language != after.language,
    }
    if said := {what: True for what, is_new in changed.items() if is_new}:
        audit.note(staff.program_id, f"staff:{staff.id}", "contact changed", now=now, patient_id=after.id, **said)


def _write(before: Patient, contact: Contact, phone: str) -> None:
    if phone == before.phone and contact.accepts_texts and not before.accepts_texts:
        raise Invalid(accepts_texts=SAME)
    if phone != before.phone and people.with_phone(phone):
        raise Invalid(phone=IN_USE)
    people.change(
        before.id,
        given_name=contact.given_name.strip(),
        family_name=contact.family_name.strip(),
        language=contact.language.value,
    )


def _number(before: Patient, phone: str, actor: str, now: datetime, *, agrees: bool) -> None:
    people.change(before.id, phone=phone, phone_is_bad=False)
    people.sign_out_everywhere(before.id)
    conversations.close(before.id)
    messages.withdraw_answers(before.id)
    tellings.be_discreet_by(before.id, Channel.SMS)
    if agrees or before.accepts_texts:
        keep_consent.keep(before.program_id, before.id, agrees, Source.STAFF, actor=actor, now=now)


def _require_sound(contact: Contact) -> str:
    """The phone in E.164, or empty. Raises Invalid with every problem at once."""
    phone, found = phones.said(contact.phone)
    others = contact_problems(contact.given_name, contact.phone, accepts_texts=contact.accepts_texts)
    if found := found | dict(others):
        raise Invalid(**found)
    return phone
