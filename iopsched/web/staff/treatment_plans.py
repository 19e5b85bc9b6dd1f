"""Treatment plans of one person: added, changed, tapered, taken back; each shows its effect before it is saved.

What a plan would do is looked at by a POST, as what somebody must attend belongs in no address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.plan_change import Draft, from_day
from iopsched.domain.taper import MOST_STEPS
from iopsched.domain.words import LevelOfCare
from iopsched.usecases.people import change_plans, view_patient
from iopsched.usecases.people.view_patient import Sheet
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.form_keys import sent_key
from iopsched.web.staff.forms_plans import ChangeForm, SeenForm, TaperForm, until

blueprint = Blueprint("treatment_plans", __name__, url_prefix="/staff/people/<int:patient_id>")
blueprint.before_request(login.schedulers_only)
USUAL_TAPER = ((12, LevelOfCare.IOP), (9, LevelOfCare.IOP), (6, LevelOfCare.STEP_DOWN))
USUAL_WEEKS = 4


@blueprint.get("/plans")
def ask_new(patient_id: int) -> ResponseReturnValue:
    """A plan that would follow the last one, or begin today."""
    sheet = _sheet(patient_id)
    first = _next_day(sheet)
    return _page("plan", sheet, ChangeForm(formdata=None, first_day=first, last_day=until(first)))


@blueprint.post("/plans")
def add(patient_id: int) -> ResponseReturnValue:
    form = ChangeForm()
    return _carry_out("plan", patient_id, form, lambda: Draft((form.plan(patient_id),)), _("Plan added."))


@blueprint.get("/plans/<int:plan_id>")
def ask_change(patient_id: int, plan_id: int) -> ResponseReturnValue:
    """One that has begun keeps what it asked of the weeks until the next begins, unless another day is chosen."""
    _patient, plan = change_plans.find(login.current_staff(), patient_id, plan_id)
    sheet, form = _sheet(patient_id), ChangeForm.of(plan)
    if plan.first_day < sheet.today and plan.last_day >= sheet.next_week:
        form.changes_from.data = sheet.next_week
    return _page("plan", sheet, form, plan=plan)


@blueprint.post("/plans/<int:plan_id>")
def change(patient_id: int, plan_id: int) -> ResponseReturnValue:
    _patient, plan = change_plans.find(login.current_staff(), patient_id, plan_id)
    form = ChangeForm(track=plan.track)

    def draft() -> Draft:
        wanted = replace(form.plan(patient_id), id=plan_id, certified_on=plan.certified_on)
        return from_day(plan, wanted, form.changes_from.data)

    return _carry_out("plan", patient_id, form, draft, _("Plan changed."), plan=plan)


@blueprint.get("/plans/<int:plan_id>/removal")
def ask_removal(patient_id: int, plan_id: int) -> ResponseReturnValue:
    """There is nothing to fill in, so the effect stands on the page at once."""
    staff = login.current_staff()
    _patient, plan = change_plans.find(staff, patient_id, plan_id)
    preview = change_plans.preview(staff, patient_id, Draft(instead_of=plan_id), now=now())
    form = SeenForm(formdata=None, seen=preview.seen)
    return _page("plan_removal", _sheet(patient_id), form, plan=plan, preview=preview)


@blueprint.post("/plans/<int:plan_id>/removal")
def remove(patient_id: int, plan_id: int) -> ResponseReturnValue:
    _patient, plan = change_plans.find(login.current_staff(), patient_id, plan_id)
    draft = Draft(instead_of=plan_id)
    return _carry_out("plan_removal", patient_id, SeenForm(), lambda: draft, _("Plan taken back."), plan=plan)


@blueprint.get("/taper")
def ask_taper(patient_id: int) -> ResponseReturnValue:
    """The usual one, which would follow the last plan."""
    sheet = _sheet(patient_id)
    steps: list[dict[str, Any]] = [
        {"hours": h * 60, "weeks": USUAL_WEEKS, "level_of_care": level.value} for h, level in USUAL_TAPER
    ]
    steps += [{"level_of_care": LevelOfCare.STEP_DOWN.value}] * (MOST_STEPS - len(steps))
    return _page("taper", sheet, TaperForm(formdata=None, first_day=_next_day(sheet), steps=steps))


@blueprint.post("/taper")
def add_taper(patient_id: int) -> ResponseReturnValue:
    form = TaperForm()
    return _carry_out("taper", patient_id, form, form.draft, _("Plans added."))


def _carry_out(
    page: str, patient_id: int, form: SeenForm, draft: Callable[[], Draft], done: str, **said: Any
) -> ResponseReturnValue:
    """Apply what was seen, or show what it would do."""
    staff, seen = login.current_staff(), str(form.seen.data or "")

    def apply() -> tuple[int, ...]:
        return change_plans.apply(staff, patient_id, draft(), seen, now=now(), key=sent_key())

    if seen and "look" not in request.form and form.save(apply) is not None:
        notices.say("done", done, _("Nothing was booked and nothing cancelled by it."))
        return redirect(url_for("people.show_person", patient_id=patient_id), 303)
    changed = " ".join(map(str, form.seen.errors))
    preview = form.save(lambda: change_plans.preview(staff, patient_id, draft(), now=now()))
    form.seen.process_data(preview.seen if preview else "")
    status = 409 if changed and preview else 200 if preview else 422
    return _page(page, _sheet(patient_id), form, preview=preview, changed=changed, **said), status


def _page(page: str, sheet: Sheet, form: SeenForm, **said: Any) -> str:
    given: dict[str, Any] = {"plan": None, "preview": None, "changed": ""} | said
    return render_template(f"staff/{page}.html", tab="people", sheet=sheet, form=form, **given)


def _sheet(patient_id: int) -> Sheet:
    return view_patient.view(login.current_staff(), patient_id, now=now())


def _next_day(sheet: Sheet) -> date:
    """The first on which no plan holds and none is ahead."""
    return max([sheet.today, *(plan.last_day + timedelta(days=1) for plan in sheet.plans)])
