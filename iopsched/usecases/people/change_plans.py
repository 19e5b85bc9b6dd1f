"""Staff change what somebody must attend, and see what that does to the weeks ahead before they do it.

Nothing is booked and nothing is cancelled: what the new plans would not allow is named, and staff decide.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.feed import expiry
from iopsched.domain.patient import Patient
from iopsched.domain.plan_change import Change, Draft, changes
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.store import audit, bookings, feeds, locks, offerings, people, programs, requests, treatments
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import find_patient

WEEK = timedelta(weeks=1)
MOST_WEEKS = 53
CHANGED = "The plans or the bookings have changed meanwhile. This is the effect as it is now: look once more."
BEGUN = "This plan has begun. End it by its last day instead."


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would do: to this week and those ahead, and to those that are ``over``, which it would judge anew.

    ``seen`` stands for all of it: who applies it says by it what they have looked at.
    """

    patient: Patient
    changes: tuple[Change, ...]
    seen: str
    over: tuple[Change, ...] = ()

    @property
    def broken(self) -> int:
        return sum(len(change.broken) for change in self.changes)

    @property
    def short(self) -> int:
        """Weeks with something booked that would lack something, and do not now."""
        return sum(change.becomes_short and bool(change.before.bookings) for change in self.changes)

    @property
    def beyond(self) -> int:
        return sum(change.is_beyond for change in self.changes)


def tracks(staff: Staff) -> tuple[str, ...]:
    """The closed tracks that a plan can name. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        return offerings.tracks(staff.program_id)


def find(staff: Staff, patient_id: int, plan_id: int) -> tuple[Patient, TreatmentPlan]:
    """The patient and that plan of theirs. Raises Forbidden for a clinician, else NotFound."""
    with reading():
        patient = find_patient.find(staff, patient_id)
        return patient, _plan(treatments.of_patient(patient_id), plan_id)


def preview(staff: Staff, patient_id: int, draft: Draft, *, now: datetime) -> Preview:
    """Four queries. Raises Invalid naming each field of a plan that cannot be, Forbidden for a clinician, NotFound."""
    with reading():
        patient = find_patient.find_present(staff, patient_id)
        return _preview(patient, programs.get(patient.program_id), draft, now)


def apply(staff: Staff, patient_id: int, draft: Draft, seen: str, *, now: datetime, key: str = "") -> tuple[int, ...]:
    """Do exactly what was ``seen``, and give the ids of the plans of the draft.

    Raises Invalid with ``seen`` where the effect is another by now, and as ``preview`` does. A form that was carried
    out before (by its ``key``) changes nothing more.
    """
    with transaction():
        find_patient.find_present(staff, patient_id)
        if not requests.is_new(patient_id, key, now=now):
            return ()
        patient = locks.patient(patient_id)
        program = programs.get(patient.program_id)
        if _preview(patient, program, draft, now).seen != seen:
            raise Invalid(seen=CHANGED)
        return write(staff, patient, program, draft, now=now)


def write(staff: Staff, patient: Patient, program: Program, draft: Draft, *, now: datetime) -> tuple[int, ...]:
    """Write the draft for a locked patient, whose calendar links then last as long. Raises Invalid, NotFound.

    Called inside a transaction.
    """
    known = treatments.of_patient(patient.id)
    _require_sound(known, draft, program.day_of(now))
    ids = tuple(_write(replace(plan, patient_id=patient.id), draft.instead_of) for plan in draft.plans)
    for plan_id in ids:
        action = "plan changed" if plan_id == draft.instead_of else "plan"
        audit.note(program.id, f"staff:{staff.id}", action, now=now, patient_id=patient.id, plan_id=plan_id)
    if draft.instead_of is not None and draft.instead_of not in ids:
        treatments.remove(draft.instead_of)
        whom = {"patient_id": patient.id, "plan_id": draft.instead_of}
        audit.note(program.id, f"staff:{staff.id}", "plan removed", now=now, **whom)
    feeds.last_until(patient.id, expiry(treatments.of_patient(patient.id), program, now))
    people.schedule_changed([patient.id])
    return ids


def _write(plan: TreatmentPlan, instead_of: int | None) -> int:
    """The plan that has the id of the one that is to go takes its place."""
    if instead_of is None or plan.id != instead_of:
        return treatments.add(plan)
    treatments.change(plan)
    return plan.id


def _require_sound(known: tuple[TreatmentPlan, ...], draft: Draft, today: date) -> None:
    if draft.instead_of is not None:
        before = _plan(known, draft.instead_of)
        if not draft.plans and before.first_day <= today:
            raise Invalid(plan=BEGUN)
    draft.require_sound(known)


def _preview(patient: Patient, program: Program, draft: Draft, now: datetime) -> Preview:
    known = treatments.of_patient(patient.id)
    _require_sound(known, draft, program.day_of(now))
    plans, this = draft.over(known), program.week_of(now)
    found = changes(_weeks(patient, program, known, plans, this), plans, now)
    over, ahead = (tuple(c for c in found if (c.monday < this) is is_over) for is_over in (True, False))
    return Preview(patient, ahead, _seen(known, draft, found), over)


def _weeks(
    patient: Patient, program: Program, known: tuple[TreatmentPlan, ...], plans: tuple[TreatmentPlan, ...], this: date
) -> list[Week]:
    """``this`` and those that follow, as long as a plan holds or something is booked; and those before it, from the
    first day on of any plan that is to come, to change or to go.
    """
    other = [plan.first_day for plan in (*known, *plans) if plan not in known or plan not in plans]
    first = max(zone.week_of(min([this, *other]), program.first_weekday), this - MOST_WEEKS * WEEK)
    held = [b for b in bookings.of_patient(patient.id, program.week_bounds(first)[0]) if b.is_active]
    days = [*(plan.last_day for plan in (*known, *plans)), *(booking.session.day for booking in held)]
    last = min(max([this, *days]), this + (MOST_WEEKS - 1) * WEEK)
    return [
        Week(
            program=program,
            patient_id=patient.id,
            monday=monday,
            bookings=tuple(one for one in held if program.week_of(one.session.starts) == monday),
            plans=known,
        )
        for monday in (first + number * WEEK for number in range((last - first).days // 7 + 1))
    ]


def _seen(known: tuple[TreatmentPlan, ...], draft: Draft, found: tuple[Change, ...]) -> str:
    """What was there, what is to be, and what comes of it, in one short word."""
    effect = [(one.monday, one.before.minutes, [(b.booking.id, b.reasons) for b in one.broken]) for one in found]
    said = repr(([*map(_facts, known)], [*map(_facts, draft.plans)], draft.instead_of, effect))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _facts(plan: TreatmentPlan) -> tuple[object, ...]:
    """The same for the same plan: sets have no order."""
    return (
        replace(plan, modalities=frozenset(), components={}),
        sorted(plan.modalities),
        sorted(plan.components.items()),
    )


def _plan(known: tuple[TreatmentPlan, ...], plan_id: int) -> TreatmentPlan:
    if found := next((plan for plan in known if plan.id == plan_id), None):
        return found
    raise NotFound("plan")
