"""When clinicians are away, who stands in, and what still needs somebody. Each change leads to its preview."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from iopsched.domain.intent import away, single
from iopsched.usecases.availability import keep_absences
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.staff.availability import drafting
from iopsched.web.staff.availability.forms_absences import AbsenceForm, StandInForm

blueprint = Blueprint("absences", __name__, url_prefix="/staff/absences")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(AbsenceForm(_choices(), formdata=drafting.typed()))


@blueprint.post("")
def add() -> ResponseReturnValue:
    form = AbsenceForm(_choices())
    answer = drafting.preview(form, lambda: away.AddAbsence(form.absence(), form.name), back=url_for(".show"))
    return answer or (_page(form), 422)


@blueprint.get("/<int:absence_id>")
def show_absence(absence_id: int) -> ResponseReturnValue:
    """As it is, or as it was typed before a preview."""
    known = keep_absences.find(login.current_staff(), absence_id)
    if typed := drafting.typed():
        return _page(AbsenceForm(_choices(), formdata=typed), absence_id)
    return _page(AbsenceForm.of(known, _choices()), absence_id)


@blueprint.post("/<int:absence_id>")
def change(absence_id: int) -> ResponseReturnValue:
    keep_absences.find(login.current_staff(), absence_id)
    form, back = AbsenceForm(_choices()), url_for(".show_absence", absence_id=absence_id)
    answer = drafting.preview(form, lambda: away.ChangeAbsence(form.absence(absence_id), form.name), back=back)
    return answer or (_page(form, absence_id), 422)


@blueprint.post("/<int:absence_id>/removal")
def remove(absence_id: int) -> ResponseReturnValue:
    known = keep_absences.find(login.current_staff(), absence_id)
    name = keep_absences.view(login.current_staff(), now=now()).clinicians[known.clinician_id]
    return drafting.draft(away.RemoveAbsence(absence_id, name, known.span), back=url_for(".show"))


@blueprint.post("/sessions/<int:session_id>/stand-in")
def name_stand_in(session_id: int) -> ResponseReturnValue:
    form = StandInForm()
    answer = drafting.preview(form, lambda: single.HandOver(session_id, form.clinician_id), back=url_for(".show"))
    return answer or (_page(AbsenceForm(_choices(), formdata=None), refused=form.clinician.errors), 422)


def _choices() -> dict[int, str]:
    """Those who are at work."""
    return keep_absences.view(login.current_staff(), now=now()).choices


def _page(form: AbsenceForm, absence_id: int = 0, *, refused: object = ()) -> str:
    view = keep_absences.view(login.current_staff(), now=now())
    said = {"view": view, "form": form, "absence_id": absence_id, "refused": refused}
    return render_template("staff/absences.html", tab="offerings", **said)
