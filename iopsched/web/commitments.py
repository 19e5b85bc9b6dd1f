"""What is in a patient's way."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid
from iopsched.usecases import keep_commitments
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.dates import WEEKDAYS
from iopsched.web.forms_commitment import CommitmentForm

blueprint = Blueprint("commitments", __name__, url_prefix="/commitments")
blueprint.before_request(login.patients_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(CommitmentForm(formdata=None))


@blueprint.post("")
def add() -> ResponseReturnValue:
    form = CommitmentForm()
    if not form.validate():
        return _page(form), 422
    try:
        keep_commitments.add(login.current_patient().id, *form.said(), now=now())
    except Invalid as invalid:
        form.take(invalid.problems)
        return _page(form), 422
    notices.say("done", _("Noted."), _("Sessions at that time are no longer offered to you. What is booked stays."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:commitment_id>/removal")
def remove(commitment_id: int) -> ResponseReturnValue:
    keep_commitments.remove(login.current_patient().id, commitment_id)
    notices.say("done", _("Removed."), _("Sessions at that time are offered to you again."))
    return redirect(url_for(".show"), 303)


def _page(form: CommitmentForm) -> str:
    kept = keep_commitments.list_all(login.current_patient().id, now=now())
    today = login.current_program().day_of(now())
    return render_template("patient/commitments.html", tab="plan", kept=kept, form=form, weekdays=WEEKDAYS, today=today)
