"""Staff take a patient in, with a treatment plan, and add plans later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from iopsched.domain import treatment
from iopsched.domain.consent import Source
from iopsched.domain.errors import Invalid
from iopsched.domain.plan_change import Draft
from iopsched.domain.staff import Staff
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Language
from iopsched.gateways import phones
from iopsched.store import audit, people, programs, treatments
from iopsched.store.db import transaction
from iopsched.usecases.messages import keep_consent
from iopsched.usecases.people import change_plans, find_patient

IN_USE = "This number is in use already. Check it, or leave it empty: each number signs in one person."


@dataclass(frozen=True, slots=True)
class Admission:
    """What is asked of somebody new; ``phone`` as typed, empty for nobody to text."""

    given_name: str
    family_name: str
    phone: str = ""
    timezone: str = ""
    accepts_texts: bool = False
    language: Language = Language.ENGLISH


def admit(staff: Staff, admission: Admission, plan: TreatmentPlan, *, now: datetime) -> int:
    """The new patient's id. Raises Invalid naming each field, Forbidden for a clinician."""
    staff.require_scheduler()
    phone = _require_complete(admission, plan)
    with transaction():
        if people.with_phone(phone):
            raise Invalid(phone=IN_USE)
        return take_in(staff.program_id, admission, phone, plan, actor=f"staff:{staff.id}", now=now)


def take_in(
    program_id: int, admission: Admission, phone: str, plan: TreatmentPlan, *, actor: str, now: datetime
) -> int:
    """Write somebody new who was looked at; ``phone`` is E.164 or empty, and nobody's yet. The new patient's id.

    Called inside a transaction.
    """
    facts = {"given_name": admission.given_name.strip(), "family_name": admission.family_name.strip()}
    reach = {"phone": phone, "timezone": admission.timezone, "language": admission.language.value}
    patient_id = people.add(program_id, **facts, **reach)
    plan_id = treatments.add(replace(plan, patient_id=patient_id))
    audit.note(program_id, actor, "admitted", now=now, patient_id=patient_id, plan_id=plan_id)
    if admission.accepts_texts:
        keep_consent.keep(program_id, patient_id, True, Source.STAFF, actor=actor, now=now)
    return patient_id


def add_plan(staff: Staff, plan: TreatmentPlan, *, now: datetime) -> int:
    """The id of one more plan for ``plan.patient_id``, whose calendar links then last as long. Raises Invalid where it
    overlaps one that there is.
    """
    with transaction():
        patient = find_patient.lock(staff, plan.patient_id)
        (plan_id,) = change_plans.write(staff, patient, programs.get(patient.program_id), Draft((plan,)), now=now)
    return plan_id


def _require_complete(admission: Admission, plan: TreatmentPlan) -> str:
    """The phone in E.164, or empty. Raises Invalid with every problem of person and plan at once."""
    phone, found = phones.said(admission.phone)
    if found := found | dict(_problems(admission)) | dict(treatment.problems(plan)):
        raise Invalid(**found)
    return phone


def contact_problems(given_name: str, phone: str, *, accepts_texts: bool) -> Iterator[tuple[str, str]]:
    """Every (field, what would be right) of how somebody is called and reached; ``phone`` as typed."""
    if not given_name.strip():
        yield "given_name", "Give a first name."
    if accepts_texts and not phone.strip():
        yield "phone", "Give a number to text to, or leave texts off."


def _problems(admission: Admission) -> Iterator[tuple[str, str]]:
    yield from contact_problems(admission.given_name, admission.phone, accepts_texts=admission.accepts_texts)
    if admission.timezone and admission.timezone not in available_timezones():
        yield "timezone", "Choose a time zone from the list."
