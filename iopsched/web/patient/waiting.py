"""Seats that a patient waits for, and those that were offered and are not wanted."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.errors import Invalid, Refused
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.usecases.seats import view_waiting, wait_for_seat
from iopsched.usecases.weeks import view_week
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.dates import WEEKDAYS, date_in
from iopsched.web.form_keys import sent_key
from iopsched.web.forms_waiting import ANY, WaitingForm, weeks_said
from iopsched.web.patient import refused_page
from iopsched.web.patient.week_filters import Filters, filters_in
from iopsched.web.waiting_words import how_told

SAID = "called_off"
"""Where the cookie keeps which sessions that were called off are said to be."""
blueprint = Blueprint("waiting", __name__)
blueprint.before_request(login.patients_only)


@blueprint.get("/waiting")
def show() -> ResponseReturnValue:
    """With the week of the page that one came from."""
    return _page(WaitingForm(formdata=None, monday=date_in(request.args.get("week"))))


@blueprint.post("/waiting")
def add() -> ResponseReturnValue:
    """Any seat of a kind; where one is free already, the week shows it."""
    form = WaitingForm()
    if not form.validate():
        return _page(form), 422
    try:
        wait_for_seat.wait_for_any(login.current_patient().id, form.wanted, now=now(), key=sent_key())
    except Invalid as invalid:
        form.take(invalid.problems)
        return _page(form), 422
    return _noted(form.wanted)


@blueprint.post("/waiting/<int:waiting_id>/removal")
def leave(waiting_id: int) -> ResponseReturnValue:
    wait_for_seat.leave(login.current_patient().id, waiting_id, now=now(), key=sent_key())
    notices.say("done", _("You wait no longer."), _("You can ask again at any time."))
    return _back()


@blueprint.post("/sessions/<int:session_id>/waiting")
def wait(session_id: int) -> ResponseReturnValue:
    try:
        wait_for_seat.wait(login.current_patient().id, session_id, now=now(), key=sent_key())
    except Refused as refused:
        answer = refused_page.Answer(_("You could not take this seat"), _("So there is nothing to wait for here."))
        return refused_page.page(session_id, refused.reasons, answer)
    notices.say("done", _("Noted."), how_told(login.current_patient()))
    return _back()


@blueprint.post("/sessions/<int:session_id>/decline")
def decline(session_id: int) -> ResponseReturnValue:
    wait_for_seat.decline(login.current_patient().id, session_id, now=now(), key=sent_key())
    notices.say("done", _("Thank you for saying so."), _("The seat is free for others now."))
    return _back()


def _page(form: WaitingForm) -> str:
    view = view_waiting.view(login.current_patient().id, now=now())
    weeks = weeks_said(view.mondays, view.this_monday)
    said = {"called_off": _not_said_yet(view.called_off), "any": ANY, "days": WEEKDAYS}
    return render_template("patient/waiting.html", tab="week", view=view, form=form, weeks=weeks, **said)


def _not_said_yet(called_off: Iterable[Session]) -> list[Session]:
    """Those of which this browser has not been told: each is said once."""
    known, said = [*called_off], cookie.get(SAID, [])
    new = [session for session in known if session.id not in said]
    if new:
        cookie[SAID] = [session.id for session in known]
    return new


def _noted(wanted: Wanted) -> ResponseReturnValue:
    view = view_week.view(login.current_patient().id, wanted.monday, now=now())
    free = sum(one.fits and wanted.fits(one.session, view.week.program) for one in view.candidates)
    if not free:
        notices.say("done", _("Noted."), how_told(login.current_patient()))
        return _back()
    said = ngettext("%(num)s such session has a seat now.", "%(num)s such sessions have a seat now.", free)
    notices.say("done", _("Noted."), f"{said} {_('You can book it without waiting.')}")
    return redirect(url_for("week.show", day=wanted.monday, **_like(wanted).query), 303)  # type: ignore[arg-type]


def _like(wanted: Wanted) -> Filters:
    """Filters of the week page that show what is wanted, and little else."""
    return Filters(
        parts=frozenset({wanted.part} if wanted.part else ()),
        ways=frozenset({wanted.modality} if wanted.modality else ()),
        kinds=frozenset({wanted.component} if wanted.component else ()),
    )


def _back() -> ResponseReturnValue:
    """To the week that the form stood on, with the same offers shown, else to all that is waited for."""
    if day := date_in(request.args.get("day")):
        return redirect(url_for("week.show", day=day, **filters_in(request.args).query), 303)  # type: ignore[arg-type]
    return redirect(url_for(".show"), 303)
