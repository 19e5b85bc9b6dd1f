"""Who waits for a seat, whose turn it is, and what staff change of that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.patient import Patient
from iopsched.usecases.seats import keep_waitlist, view_choices, view_waitlist
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.dates import WEEKDAYS
from iopsched.web.form_keys import sent_key
from iopsched.web.forms_waiting import ANY, WaitingForm, weeks_said
from iopsched.web.staff.forms_seating import ReasonForm
from iopsched.web.staff.seatings import back_to

blueprint = Blueprint("waitlist", __name__, url_prefix="/staff")
blueprint.before_request(login.schedulers_only)


@blueprint.get("/waiting")
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("/people/<int:patient_id>/waiting/<int:waiting_id>/place")
def place(patient_id: int, waiting_id: int) -> ResponseReturnValue:
    """First of all, or in the usual order again."""
    if request.form.get("place") == "first":
        return _change(patient_id, waiting_id, keep_waitlist.put_first, _("%(name)s is first now."))
    return _change(patient_id, waiting_id, keep_waitlist.put_back, _("%(name)s waits in the usual order."))


@blueprint.post("/people/<int:patient_id>/waiting/<int:waiting_id>/removal")
def take_off(patient_id: int, waiting_id: int) -> ResponseReturnValue:
    return _change(patient_id, waiting_id, keep_waitlist.take_off, _("%(name)s waits for it no longer."))


@blueprint.get("/people/<int:patient_id>/waiting")
def ask_any(patient_id: int) -> ResponseReturnValue:
    """Somebody says on the phone that any seat of a kind would do; with the week of the page that led here."""
    return _any(patient_id, WaitingForm(formdata=None, monday=_day_in(request.args.get("back"))))


@blueprint.post("/people/<int:patient_id>/waiting")
def add_any(patient_id: int) -> ResponseReturnValue:
    form, staff = WaitingForm(), login.current_staff()
    patient = form.save(
        lambda: keep_waitlist.let_wait_for_any(staff, patient_id, form.wanted, now=now(), key=sent_key())
    )
    if patient is None:
        return _any(patient_id, form), 422
    notices.say("done", _("%(name)s waits.", name=patient.short_name), _("Seats that free are offered in turn."))
    return redirect(back_to(patient_id), 303)


def _change(patient_id: int, waiting_id: int, act: Callable[..., Patient], first: str) -> ResponseReturnValue:
    form, staff = ReasonForm(), login.current_staff()
    patient = form.save(lambda: act(staff, patient_id, waiting_id, reason=form.why, now=now(), key=sent_key()))
    if patient is None:
        return _page(waiting_id, form), 422
    notices.say("done", first % {"name": patient.short_name})
    return redirect(url_for(".show"), 303)


def _page(waiting_id: int | None = None, form: ReasonForm | None = None) -> str:
    """``form`` is what was said about ``waiting_id`` and will not do."""
    waitlist = view_waitlist.view(login.current_staff(), now=now())
    return render_template("staff/waitlist.html", tab="waiting", waitlist=waitlist, wrong_id=waiting_id, form=form)


def _any(patient_id: int, form: WaitingForm) -> str:
    choices, program = view_choices.week(login.current_staff(), patient_id, None, now=now()), login.current_program()
    this_monday = choices.week.monday
    mondays = [this_monday + timedelta(weeks=weeks) for weeks in range(program.weeks_ahead + 1)]
    said = {"weeks": weeks_said(mondays, this_monday), "any": ANY, "days": WEEKDAYS, "back": back_to(patient_id)}
    return render_template("staff/waiting_any.html", tab="people", form=form, patient=choices.patient, **said)


def _day_in(said: str | None) -> date | None:
    """A day, where the page that led here is a week."""
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None
