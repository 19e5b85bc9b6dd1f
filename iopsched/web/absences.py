"""When clinicians are away, who stands in, and what still needs somebody."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.usecases import change_session, keep_absences
from iopsched.usecases.reconcile_sessions import Effect
from iopsched.web import effects, login
from iopsched.web.clock import now
from iopsched.web.forms_absences import AbsenceForm, StandInForm

blueprint = Blueprint("absences", __name__, url_prefix="/staff/absences")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(AbsenceForm(keep_absences.view(login.current_staff(), now=now()).clinicians, formdata=None))


@blueprint.post("")
def add() -> ResponseReturnValue:
    staff = login.current_staff()
    form = AbsenceForm(keep_absences.view(staff, now=now()).clinicians)
    effect = form.save(lambda: keep_absences.add(staff, form.absence(), now=now()))
    if effect is None:
        return _page(form), 422
    return _done(_("Noted."), effect)


@blueprint.post("/<int:absence_id>/removal")
def remove(absence_id: int) -> ResponseReturnValue:
    return _done(_("Taken back."), keep_absences.remove(login.current_staff(), absence_id, now=now()))


@blueprint.post("/sessions/<int:session_id>/stand-in")
def name_stand_in(session_id: int) -> ResponseReturnValue:
    staff, form = login.current_staff(), StandInForm()
    effect = form.save(lambda: change_session.change_leader(staff, session_id, form.clinician_id, now=now()))
    if effect is None:
        empty = AbsenceForm(keep_absences.view(staff, now=now()).clinicians, formdata=None)
        return _page(empty, form.clinician.errors), 422
    return _done(_("Named."), effect)


def _page(form: AbsenceForm, refused: object = ()) -> str:
    view = keep_absences.view(login.current_staff(), now=now())
    return render_template("staff/absences.html", tab="offerings", view=view, form=form, refused=refused)


def _done(first: str, effect: Effect) -> ResponseReturnValue:
    """Whom nobody told was not in any of it."""
    effects.say(first, effect)
    return redirect(url_for(".show"), 303)
