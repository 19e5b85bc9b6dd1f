"""Staff make one of two records of the same person, in one transaction, or learn what stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iopsched.domain.authorisation import Authorisation
from iopsched.domain.booking import CancelledBy
from iopsched.domain.consent import Source
from iopsched.domain.errors import Invalid
from iopsched.domain.feed import expiry
from iopsched.domain.likeness import signs
from iopsched.domain.merger import Chart, Conflicts, Decision, conflicts
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.treatment import TreatmentPlan
from iopsched.store import (
    audit,
    authorisations,
    bookings,
    feeds,
    locks,
    mergers,
    people,
    programs,
    requests,
    sessions,
    treatments,
    waitings,
)
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import keep_consent, remind_patient
from iopsched.usecases.people import find_patient
from iopsched.usecases.seats import clear_claims, offer_seats

SAME = "Choose another record: these two are the same."
GONE = "This record was merged into another one already."
IN_THE_WAY = "These two records contradict each other. Put right what is named below first."
UNDECIDED = "This is not answered yet, or is otherwise by now. Choose what is right."


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be merged into ``stays``, and what stands in the way."""

    stays: Patient
    goes: Patient
    conflicts: Conflicts
    bookings: int
    plans: tuple[TreatmentPlan, ...]
    authorisations: tuple[Authorisation, ...]
    waits: int

    @property
    def phone(self) -> str:
        """The number of the record that stays, else the other's."""
        return self.stays.phone or self.goes.phone


def preview(staff: Staff, stays_id: int, goes_id: int, *, now: datetime) -> Preview:
    """Nine queries. Raises Forbidden for a clinician, NotFound, Invalid for what can never be merged."""
    with reading():
        stays, goes = _both(staff, stays_id, goes_id)
        return _preview(stays, goes, now)


def candidates(staff: Staff, patient_id: int) -> tuple[Patient, tuple[Patient, ...]]:
    """The patient, and everybody else: those who look alike first, then by name.

    Raises Forbidden for a clinician, NotFound, Invalid for who is archived.
    """
    with reading():
        patient = find_patient.find_present(staff, patient_id)
        known = people.in_program(staff.program_id)
    others = [one for one in known if one.id != patient_id and one.merged_into is None]
    return patient, tuple(sorted(others, key=lambda one: (not signs(patient, one), one.by_name)))


def merge(
    staff: Staff,
    stays_id: int,
    goes_id: int,
    *,
    kept: Collection[int] = (),
    plans_of: int | None = None,
    now: datetime,
    key: str = "",
) -> None:
    """Bookings, plans, consents, attendance and links of the one become the other's; the one leads there from now on.

    Of seats of the past at one time those ``kept`` by id stay, of plans on one day those ``plans_of`` that record.

    Raises Invalid where the two contradict each other beyond that (``ahead``, ``seats``, ``plans``), and as ``preview``
    does (``goes``). A form that was carried out before (by its ``key``) changes nothing more.
    """
    with transaction():
        find_patient.find(staff, stays_id)
        if not requests.is_new(stays_id, key, now=now):
            return
        _both(staff, stays_id, goes_id)
        held = clear_claims.held(goes_id, now)
        decision = conflicts(_chart(stays_id), _chart(goes_id), now).deciding(kept, plans_of)
        locks.sessions({*held, *(seat.session.id for seat in decision.bookings)})
        named = {patient.id: patient for patient in locks.patients([stays_id, goes_id])}
        stays, goes = named[stays_id], named[goes_id]
        _require_decided(stays, goes, decision, now)
        program = programs.get(stays.program_id)
        _let_go(staff, stays, goes, decision, now)
        _join(program, stays, goes, held, f"staff:{staff.id}", now)
        offer_seats.offer_free(program, sorted(held), now=now)


def _join(program: Program, stays: Patient, goes: Patient, held: frozenset[int], actor: str, now: datetime) -> None:
    """All that is left of the one is the other's; ``held`` are sessions of which a seat was kept for it."""
    waited = waitings.of_patient(goes.id)
    clear_claims.clear(goes, held, now=now)
    mergers.move(goes.id, stays.id, now=now)
    mergers.close(goes, stays.id, now=now)
    _tidy(program, stays, goes, actor, now)
    said: dict[str, Any] = {"patient_id": stays.id, "merged_id": goes.id} | ({"waits": len(waited)} if waited else {})
    audit.note(program.id, actor, "merged", now=now, **said)


def _require_decided(stays: Patient, goes: Patient, decision: Decision, now: datetime) -> None:
    """Asked once more of what is locked. Names what can only be put right elsewhere, and each question left open."""
    left = conflicts(_chart(stays.id).after(decision), _chart(goes.id).after(decision), now)
    said = {
        "ahead": IN_THE_WAY if left.is_to_be_put_right else "",
        "seats": UNDECIDED if left.past else "",
        "plans": UNDECIDED if left.plans else "",
    }
    if problems := {field: problem for field, problem in said.items() if problem}:
        raise Invalid(**problems)


def _let_go(staff: Staff, stays: Patient, goes: Patient, decision: Decision, now: datetime) -> None:
    """Seats that one person cannot have had, and plans that cannot have held, end; each is in the log."""
    actor, whom = f"staff:{staff.id}", {"patient_id": stays.id, "merged_id": goes.id}
    bookings.cancel([seat.id for seat in decision.bookings], CancelledBy.STAFF, now=now)
    for seat in decision.bookings:
        sessions.change_seats_taken([seat.session.id], by=-1)
        audit.note(staff.program_id, actor, "cancelled for", now=now, session_id=seat.session.id, **whom)
    for plan in decision.plans:
        treatments.remove(plan.id)
        audit.note(staff.program_id, actor, "plan removed", now=now, plan_id=plan.id, **whom)


def _both(staff: Staff, stays_id: int, goes_id: int) -> tuple[Patient, Patient]:
    if stays_id == goes_id:
        raise Invalid(goes=SAME)
    stays, goes = find_patient.find_present(staff, stays_id), find_patient.find(staff, goes_id)
    if goes.merged_into is not None:
        raise Invalid(goes=GONE)
    return stays, goes


def _preview(stays: Patient, goes: Patient, now: datetime) -> Preview:
    mine, other = _chart(stays.id), _chart(goes.id)
    return Preview(
        stays=stays,
        goes=goes,
        conflicts=conflicts(mine, other, now),
        bookings=len(other.bookings),
        plans=other.plans,
        authorisations=other.authorisations,
        waits=len(waitings.of_patient(goes.id)),
    )


def _chart(patient_id: int) -> Chart:
    return Chart(
        bookings=bookings.every(patient_id),
        plans=treatments.of_patient(patient_id),
        authorisations=authorisations.of_patient(patient_id),
    )


def _tidy(program: Program, stays: Patient, goes: Patient, actor: str, now: datetime) -> None:
    """How the record that stays is reached, its links' end and its reminders, by all that it holds now."""
    reach: dict[str, Any] = {}
    if goes.phone and not stays.phone:
        reach |= {"phone": goes.phone, "phone_is_bad": goes.phone_is_bad, "accepts_texts": goes.accepts_texts}
    if goes.email and not stays.email:
        reach |= {"email": goes.email, "email_is_bad": goes.email_is_bad, "accepts_email": goes.accepts_email}
    if reach:
        people.change(stays.id, **reach)
        people.sign_out_everywhere(stays.id)
    _repeat_consent(people.patient(stays.id), actor, now)
    people.schedule_changed([stays.id, goes.id])
    feeds.last_until(stays.id, expiry(treatments.of_patient(stays.id), program, now))
    remind_patient.follow_all(people.patient(stays.id), program, now=now)


def _repeat_consent(patient: Patient, actor: str, now: datetime) -> None:
    """The latest answer of each channel is the one in force, whichever record the others came from."""
    latest = {answer.channel: answer.is_given for answer in reversed(people.consents(patient.id))}
    for channel, is_given in latest.items():
        if is_given != (given := patient.agrees_to(channel)):
            keep_consent.keep(
                patient.program_id, patient.id, given, Source.STAFF, actor=actor, now=now, channel=channel
            )
