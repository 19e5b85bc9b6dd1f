"""What payers have authorised for one person: used, booked ahead, running out; for coordinators and admins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.duty import Duty
from iopsched.usecases.hours import keep_authorisations
from iopsched.usecases.hours.keep_authorisations import View
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.staff.forms_authorisations import AuthorisationForm

blueprint = Blueprint("authorisations", __name__, url_prefix="/staff/people/<int:patient_id>/authorisations")
blueprint.before_request(login.trusted_with(Duty.HOURS))


@blueprint.get("")
def show(patient_id: int) -> ResponseReturnValue:
    view = _view(patient_id)
    return _page(view, AuthorisationForm(formdata=None, first_day=view.today))


@blueprint.post("")
def add(patient_id: int) -> ResponseReturnValue:
    form, staff = AuthorisationForm(), login.current_staff()
    done = form.save(lambda: keep_authorisations.add(staff, form.authorisation(patient_id), now=now()))
    if done is None:
        return _page(_view(patient_id), form), 422
    notices.say("done", _("Added."))
    return _back(patient_id)


@blueprint.get("/<int:authorisation_id>")
def ask_change(patient_id: int, authorisation_id: int) -> ResponseReturnValue:
    view = _view(patient_id)
    one = view.find(authorisation_id)
    return _page(view, AuthorisationForm.of(one), one=one)


@blueprint.post("/<int:authorisation_id>")
def change(patient_id: int, authorisation_id: int) -> ResponseReturnValue:
    view, form, staff = _view(patient_id), AuthorisationForm(), login.current_staff()
    one = view.find(authorisation_id)

    def act() -> bool:
        keep_authorisations.change(staff, form.authorisation(patient_id, authorisation_id), now=now())
        return True

    if not form.save(act):
        return _page(view, form, one=one), 422
    notices.say("done", _("Changed."))
    return _back(patient_id)


@blueprint.post("/<int:authorisation_id>/removal")
def remove(patient_id: int, authorisation_id: int) -> ResponseReturnValue:
    keep_authorisations.remove(login.current_staff(), patient_id, authorisation_id, now=now())
    notices.say("done", _("Removed."), _("The log keeps that it was there."))
    return _back(patient_id)


def _view(patient_id: int) -> View:
    return keep_authorisations.view(login.current_staff(), patient_id, now=now())


def _back(patient_id: int) -> ResponseReturnValue:
    return redirect(url_for("authorisations.show", patient_id=patient_id), 303)


def _page(view: View, form: AuthorisationForm, **said: Any) -> str:
    given: dict[str, Any] = {"one": None} | said
    return render_template("staff/authorisations.html", tab="people", view=view, form=form, **given)
