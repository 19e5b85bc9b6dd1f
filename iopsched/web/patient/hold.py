"""Seats that are kept while a patient makes up their mind on a plan."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Taken
from iopsched.usecases.seats import hold_plan
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.form_keys import sent_key
from iopsched.web.ids import id_in
from iopsched.web.patient import hold_page, plan

blueprint = Blueprint("hold", __name__, url_prefix="/plan")
blueprint.before_request(login.patients_only)


@blueprint.post("/<day>/hold")
def keep(day: str) -> ResponseReturnValue:
    """All of a proposal, or nothing of it and what stood in the way; once more, it is for longer."""
    wanted = [id_in(said) for said in request.form.getlist("session")]
    try:
        hold_plan.hold(login.current_patient().id, wanted, now=now(), key=sent_key())
    except Taken as taken:
        return plan.not_to_be_had(date_in(day), taken, _("Not kept."))
    return redirect(url_for(".show"), 303)


@blueprint.get("/hold")
def show() -> ResponseReturnValue:
    kept = hold_plan.view(login.current_patient().id, now=now())
    page = hold_page.page_of(kept, now=now()) if kept else None
    return render_template("patient/hold.html", tab="plan", page=page)


@blueprint.post("/hold/release")
def release() -> ResponseReturnValue:
    hold_plan.let_go(login.current_patient().id, now=now(), key=sent_key())
    notices.say("done", _("Let go."), _("The seats are free for others. Nothing was booked."))
    return redirect(url_for("plan.show"), 303)
