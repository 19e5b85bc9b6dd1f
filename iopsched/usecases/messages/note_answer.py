"""Staff note what a patient told them about texts: a yes, a no, or that they arrive again."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.consent import Source
from iopsched.domain.errors import Invalid
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.store import audit, people
from iopsched.store.db import transaction
from iopsched.usecases.messages import keep_consent, remind_patient
from iopsched.usecases.people import find_patient
from iopsched.usecases.people.find_patient import ARCHIVED

SINCE = "Their answer has changed since you opened this page. Look at it, then note what they told you."
NO_NUMBER = "There is no number to text to."


def note(staff: Staff, patient_id: int, is_given: bool, *, seen: int, now: datetime) -> Patient:
    """A yes or a no to texts, kept with who took it. The same again is no news.

    ``seen`` is how many answers the page showed: a STOP that came meanwhile stays in force. Raises Invalid(answer=...)
    then, and for a yes without a number; NotFound for another program's, Forbidden for a clinician.
    """
    with transaction():
        patient = find_patient.lock(staff, patient_id)
        if patient.is_archived:
            raise Invalid(answer=ARCHIVED)
        if len(people.consents(patient_id)) != seen:
            raise Invalid(answer=SINCE)
        if is_given and not patient.phone:
            raise Invalid(answer=NO_NUMBER)
        if is_given != patient.accepts_texts:
            actor = f"staff:{staff.id}"
            keep_consent.keep(patient.program_id, patient_id, is_given, Source.STAFF, actor=actor, now=now)
        return remind_patient.follow_after(patient_id, now=now)


def trust_number(staff: Staff, patient_id: int, *, now: datetime) -> None:
    """Texts reach the number again, as somebody has found out. Raises NotFound, Forbidden as ``note`` does."""
    with transaction():
        patient = find_patient.lock(staff, patient_id)
        if not patient.phone_is_bad:
            return
        people.change(patient_id, phone_is_bad=False)
        audit.note(staff.program_id, f"staff:{staff.id}", "number trusted", now=now, patient_id=patient_id)
        remind_patient.follow_after(patient_id, now=now)
