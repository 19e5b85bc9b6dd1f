"""Everybody's hours, and one person's page."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from iopsched.usecases.people import view_patient, view_people
from iopsched.usecases.seats import view_waitlist
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.usual_page import rows_of

blueprint = Blueprint("people", __name__, url_prefix="/staff/people")
blueprint.before_request(login.staff_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """All, or those that a search finds; with scripts the search happens in the page, and no name leaves it."""
    search = request.args.get("q", "").strip()[:80]
    people = view_people.view(login.current_staff(), search, now=now())
    return render_template(
        "staff/people.html", tab="people", people=people, search=search, found_by=view_people.found_by
    )


@blueprint.get("/<int:patient_id>")
def show_person(patient_id: int) -> ResponseReturnValue:
    staff = login.current_staff()
    sheet = view_patient.view(staff, patient_id, now=now())
    if sheet.patient.merged_into is not None:
        return redirect(url_for(".show_person", patient_id=sheet.patient.merged_into), 303)
    awaited = view_waitlist.of_patient(staff, patient_id, now=now()) if staff.may_schedule else ()
    usual = rows_of(sheet.usual, sheet.offerings, now().date()) if sheet.usual else ()
    said = {"sheet": sheet, "patient": sheet.patient, "awaited": awaited, "usual": usual}
    return render_template("staff/person.html", tab="people", **said)
