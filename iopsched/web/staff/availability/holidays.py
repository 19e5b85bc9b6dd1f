"""Holidays of the year ahead: closed or kept open one by one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import NotFound
from iopsched.domain.intent import offered
from iopsched.domain.offering import Closure
from iopsched.usecases.availability import keep_holidays
from iopsched.web import login, notices, wall
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.staff.availability import drafting
from iopsched.web.staff.availability.forms_holidays import CalendarForm, country_said

blueprint = Blueprint("holidays", __name__, url_prefix="/staff/holidays")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    known = keep_holidays.view(login.current_staff(), now=now()).calendar
    return _page(CalendarForm(keep_holidays.countries(), formdata=None, obj=known))


@blueprint.post("")
def choose() -> ResponseReturnValue:
    form, staff = CalendarForm(keep_holidays.countries()), login.current_staff()
    if not form.save(lambda: keep_holidays.choose(staff, form.calendar(), now=now())):
        return _page(form), 422
    notices.say("done", _("Chosen."), _("Decide below what is closed."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<day>/closure")
def close(day: str) -> ResponseReturnValue:
    """As any day is closed, by the name of the holiday: with a preview."""
    staff, on = login.current_staff(), date_in(day)
    found = [one.holiday for one in keep_holidays.view(staff, now=now()).suggested if one.holiday.day == on]
    if not found:
        raise NotFound("holiday")
    return drafting.draft(offered.CloseDay(Closure(found[0].day, found[0].name)), back=url_for(".show"))


@blueprint.post("/<day>/opening")
def keep_open(day: str) -> ResponseReturnValue:
    return _decided(day, is_open=True)


@blueprint.post("/<day>/question")
def ask_again(day: str) -> ResponseReturnValue:
    return _decided(day, is_open=False)


def _decided(day: str, *, is_open: bool) -> ResponseReturnValue:
    if (on := date_in(day)) is None:
        raise NotFound("holiday")
    keep_holidays.keep_open(login.current_staff(), on, is_open=is_open, now=now())
    notices.say("done", wall.day_full(on), _("It stays open.") if is_open else _("It is to be decided again."))
    return redirect(url_for(".show"), 303)


def _page(form: CalendarForm) -> str:
    view = keep_holidays.view(login.current_staff(), now=now())
    said = {"view": view, "form": form, "country_said": country_said}
    return render_template("staff/holidays.html", tab="offerings", **said)
