"""Records of people: archived, reopened, and two of one person merged; for coordinators and admins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid
from iopsched.usecases.people import archive_patient, find_doubles, merge_patients, view_people
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.form_keys import sent_key
from iopsched.web.ids import id_in

blueprint = Blueprint("records", __name__, url_prefix="/staff/people")
blueprint.before_request(login.schedulers_only)


@blueprint.get("/archive")
def show_archive() -> ResponseReturnValue:
    found = archive_patient.list_archived(login.current_staff())
    return render_template("staff/archive.html", tab="people", people=found)


@blueprint.get("/<int:patient_id>/archive")
def ask_to_archive(patient_id: int) -> ResponseReturnValue:
    return _farewell(patient_id)


@blueprint.post("/<int:patient_id>/archive")
def archive(patient_id: int) -> ResponseReturnValue:
    seen = [id_in(said) for said in request.form.getlist("session")]
    try:
        archive_patient.archive(login.current_staff(), patient_id, seen, now=now(), key=sent_key())
    except Invalid as invalid:
        if "seen" not in invalid.problems:
            raise
        return _farewell(patient_id, changed=_(invalid.problems["seen"])), 409
    notices.say("done", _("Archived."), _("The record stays, and can be reopened."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


@blueprint.post("/<int:patient_id>/reopening")
def reopen(patient_id: int) -> ResponseReturnValue:
    archive_patient.reopen(login.current_staff(), patient_id, now=now())
    notices.say("done", _("Reopened."), _("A new plan is needed before anything can be booked."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


@blueprint.get("/doubles")
def show_doubles() -> ResponseReturnValue:
    found = find_doubles.view(login.current_staff(), now=now())
    return render_template("staff/doubles.html", tab="people", found=found)


@blueprint.post("/<int:patient_id>/doubles/<int:other_id>")
def tell_apart(patient_id: int, other_id: int) -> ResponseReturnValue:
    find_doubles.tell_apart(login.current_staff(), patient_id, other_id, now=now())
    notices.say("done", _("Two people."), _("These two are not on this list any more."))
    return redirect(url_for(".show_doubles"), 303)


@blueprint.get("/<int:patient_id>/merger")
def ask_to_merge(patient_id: int) -> ResponseReturnValue:
    """Which record it is to be merged with, and once that is chosen, what would come of it."""
    if not (other_id := id_in(request.args.get("other", ""))):
        patient, others = merge_patients.candidates(login.current_staff(), patient_id)
        said = {"patient": patient, "others": others, "found_by": view_people.found_by}
        return render_template("staff/merger_choice.html", tab="people", **said)
    return _merger(patient_id, other_id)


@blueprint.post("/<int:patient_id>/merger")
def merge(patient_id: int) -> ResponseReturnValue:
    """With what the page asked: which seats and whose plans stay. What is still open is asked once more."""
    said, staff, other_id = request.form, login.current_staff(), id_in(request.form.get("other", ""))
    sides = [said[name].split("-") for name in said if name.startswith("seats-")]
    chosen: dict[str, Any] = {
        "kept": {id_in(seat) for side in sides for seat in side},
        "plans_of": id_in(said.get("plans", "")) or None,
    }
    try:
        merge_patients.merge(staff, patient_id, other_id, **chosen, now=now(), key=sent_key())
    except Invalid as invalid:
        if "goes" in invalid.problems:
            raise
        return _merger(patient_id, other_id, problems=invalid.problems, **chosen), 422
    notices.say("done", _("Merged."), _("The other record leads here from now on."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


def _merger(patient_id: int, other_id: int, **sent: Any) -> str:
    """What would come of it, and what is asked; with what was ``sent``, and the ``problems`` of that."""
    preview = merge_patients.preview(login.current_staff(), patient_id, other_id, now=now())
    return render_template("staff/merger.html", tab="people", preview=preview, **({"problems": {}, "kept": ()} | sent))


def _farewell(patient_id: int, changed: str = "") -> str:
    going = archive_patient.view(login.current_staff(), patient_id, now=now())
    return render_template("staff/farewell.html", tab="people", going=going, changed=changed)
