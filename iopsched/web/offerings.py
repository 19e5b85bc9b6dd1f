"""What is offered: weekly patterns, extra sessions, closed days."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import NotFound
from iopsched.domain.offering import Offering
from iopsched.domain.season import Season
from iopsched.usecases import adjust_availability, keep_seasons
from iopsched.usecases.adjust_availability import Availability
from iopsched.usecases.reconcile_sessions import Effect
from iopsched.web import effects, login, wall
from iopsched.web.clock import now
from iopsched.web.dates import date_in, time_in
from iopsched.web.forms_offerings import ClosureForm, ExtraForm, OfferingForm, SittingForm
from iopsched.web.staff_words import span_said

blueprint = Blueprint("offerings", __name__, url_prefix="/staff/offerings")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _list(ClosureForm(formdata=None))


@blueprint.get("/new")
def ask_offering() -> ResponseReturnValue:
    return _weekly(OfferingForm(_seasons(), formdata=None, first_day=_view().today))


@blueprint.post("/new")
def add_offering() -> ResponseReturnValue:
    form = OfferingForm(_seasons())
    effect = form.save(lambda: _add(form, form.offering()))
    if effect is None:
        return _weekly(form), 422
    effects.say(_("Offered."), effect)
    return redirect(url_for(".show"), 303)


@blueprint.get("/<int:offering_id>")
def show_offering(offering_id: int) -> ResponseReturnValue:
    view = _view()
    return _weekly(OfferingForm.of(_known(view, offering_id), view.clinicians, _seasons()), offering_id)


@blueprint.post("/<int:offering_id>")
def change_offering(offering_id: int) -> ResponseReturnValue:
    _known(_view(), offering_id)
    form = OfferingForm(_seasons())
    staff, leads = login.current_staff(), form.clinician.data or ""
    effect = form.save(
        lambda: adjust_availability.change_offering(
            staff, form.offering(offering_id), clinician=leads, since=form.since.data, now=now()
        )
    )
    if effect is None:
        return _weekly(form, offering_id), 422
    effects.say(_("Changed, from now on."), replace(effect, altered=0))
    return redirect(url_for(".show"), 303)


@blueprint.get("/extra")
def ask_extra() -> ResponseReturnValue:
    """Empty but for a day, or filled in with all that the address says."""
    if "begins" in request.args:
        return _extra(ExtraForm(formdata=request.args))
    return _extra(ExtraForm(formdata=None, day=date_in(request.args.get("day"))))


@blueprint.post("/extra")
def add_extra() -> ResponseReturnValue:
    form = ExtraForm()
    effect = form.save(lambda: _add(form, form.offering()))
    if effect is None:
        return _extra(form), 422
    effects.say(_extra_said(form, effect), effect)
    return redirect(url_for("board.show", day=form.day.day), 303)


@blueprint.post("/closures")
def close_day() -> ResponseReturnValue:
    form = ClosureForm()
    effect = form.save(lambda: adjust_availability.close_day(login.current_staff(), form.closure(), now=now()))
    if effect is None:
        return _list(form), 422
    effects.say(_("Closed: %(when)s.", when=span_said(form.span)), effect)
    return redirect(url_for(".show", _anchor="closures"), 303)


@blueprint.post("/closures/<day>/removal")
def reopen_day(day: str) -> ResponseReturnValue:
    begins = time_in(request.form.get("begins"))
    if (on := date_in(day)) is None or begins is None:
        raise NotFound("closure")
    effect = adjust_availability.reopen_day(login.current_staff(), on, begins=begins, now=now())
    first = _("Open again on %(day)s.", day=wall.day(on))
    effects.say(
        first + " " + _("Its sessions are back, and empty.") if effect.altered else first, Effect(effect.opened)
    )
    return redirect(url_for(".show", _anchor="closures"), 303)


def _extra_said(form: ExtraForm, effect: Effect) -> str:
    said = _("Extra session on %(day)s.", day=wall.day(form.day.day))
    if effect.opened:
        return said
    return said + " " + _("It opens %(weeks)s weeks ahead.", weeks=login.current_program().weeks_ahead)


def _add(form: SittingForm, offering: Offering) -> Effect:
    leads = form.clinician.data or ""
    return adjust_availability.add_offering(login.current_staff(), offering, clinician=leads, now=now())


def _seasons() -> tuple[Season, ...]:
    return keep_seasons.view(login.current_staff())


def _view() -> Availability:
    return adjust_availability.view(login.current_staff(), now=now())


def _known(view: Availability, offering_id: int) -> Offering:
    found = next((offering for offering in view.offerings if offering.id == offering_id), None)
    if found is None:
        raise NotFound("offering")
    return found


def _list(form: ClosureForm) -> str:
    return render_template("staff/offerings.html", tab="offerings", view=_view(), form=form)


def _weekly(form: OfferingForm, offering_id: int = 0) -> str:
    view = _view()
    return render_template("staff/offering.html", tab="offerings", form=form, view=view, offering_id=offering_id)


def _extra(form: ExtraForm) -> str:
    return render_template("staff/extra.html", tab="offerings", form=form, view=_view())
