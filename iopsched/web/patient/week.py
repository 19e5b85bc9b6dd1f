"""The patient's week."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.unmet import of_filters
from iopsched.usecases.weeks import answer_planned_week, make_up_week, note_unmet, plan_week, view_week
from iopsched.web import login
from iopsched.web.arrivals import arrivals_of
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.patient.week_filters import filters_in
from iopsched.web.patient.week_page import page_of, seat_url
from iopsched.web.patient.week_usual import usual_of
from iopsched.web.zones import zone_apart

blueprint = Blueprint("week", __name__)
blueprint.before_request(login.patients_only)


@blueprint.get("/week")
@blueprint.get("/week/<day>")
def show(day: str | None = None) -> ResponseReturnValue:
    patient = login.current_patient()
    view = view_week.view(patient.id, date_in(day), now=now())
    is_asked = patient.planned_until is not None and patient.planned_until > now()
    planned = answer_planned_week.view(patient.id, now=now()) if is_asked else ()
    wishes = plan_week.last_wishes(patient.id)
    make_up = make_up_week.make_up_of(view, wishes, now=now())
    page = page_of(view, filters_in(request.args), wishes, sets=make_up.sets, now=now())
    if not page.offers.fitting and not page.is_over:
        asked = page.filters
        kinds = of_filters(page.week.monday, asked.kinds, asked.ways, asked.parts)
        note_unmet.note(patient, kinds, now=now())
    usual = usual_of(view, now=now())
    said = {
        "usual": usual,
        "make_up": make_up,
        "arrivals": arrivals_of(page.week, now()),
        "seat_url": seat_url,
        "times_of": zone_apart(patient, page.week.program, page.week.monday),
    }
    return render_template("patient/week.html", tab="week", page=page, week=page.week, planned=planned, **said)
