"""Calendars of the patient's own: looked into, and kept only when the patient has seen what was found."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Unreadable
from iopsched.usecases.weeks import import_calendar, keep_calendars, read_calendars, view_commitments
from iopsched.usecases.weeks.import_calendar import Reader
from iopsched.web import busy_words, login, notices, wall
from iopsched.web.clock import now
from iopsched.web.patient import own_calendar_words
from iopsched.web.patient.commitments_page import page
from iopsched.web.patient.forms_own_calendar import YES, FileForm, KeepForm, LinkForm
from iopsched.web.patient.own_calendar_page import page_of

blueprint = Blueprint("own_calendars", __name__, url_prefix="/commitments/calendars")
blueprint.before_request(login.patients_only)
LARGEST_UPLOAD = 4 * 1024 * 1024
"""Bytes that are let in, so that somebody with too large a file is told in words on the page."""


@blueprint.url_value_preprocessor
def let_files_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything else reads the form."""
    if endpoint == "own_calendars.look_into_file":
        request.max_content_length = LARGEST_UPLOAD


@blueprint.post("/file")
def look_into_file() -> ResponseReturnValue:
    form = FileForm()
    try:
        found = form.save(lambda: import_calendar.from_file(login.current_patient().id, form.content(), now=now()))
    except Unreadable as no:
        form.take({"file": own_calendar_words.trouble_said(no.trouble, is_link=False)})
        found = None
    return redirect(url_for(".show", calendar_id=found), 303) if found else (page(file_form=form), 422)


@blueprint.post("/link")
def look_behind_link() -> ResponseReturnValue:
    """What was typed is not given back, whatever came of it."""
    form = LinkForm()
    read, secret = _reader()
    typed, patient_id = str(form.link.data or ""), login.current_patient().id
    try:
        found = form.save(lambda: import_calendar.from_link(patient_id, typed, read, secret=secret, now=now()))
    except Unreadable as no:
        form.take({"link": own_calendar_words.trouble_said(no.trouble)})
        found = None
    form.link.data = None
    return redirect(url_for(".show", calendar_id=found), 303) if found else (page(link_form=form), 422)


@blueprint.get("/<int:calendar_id>")
def show(calendar_id: int) -> ResponseReturnValue:
    """What was found, until the patient has said yes."""
    look = view_commitments.look(login.current_patient().id, calendar_id, now=now())
    if look.calendar.is_kept:
        return redirect(url_for("commitments.show"), 303)
    return render_template("patient/own_calendar.html", tab="plan", look=look, page=page_of(look))


@blueprint.post("/<int:calendar_id>/keeping")
def keep(calendar_id: int) -> ResponseReturnValue:
    all_day = KeepForm().all_day.data == YES
    import_calendar.keep(login.current_patient().id, calendar_id, all_day=all_day, now=now())
    notices.say("done", _("Added."), _("Sessions at those times are no longer offered to you. What is booked stays."))
    return _back()


@blueprint.post("/<int:calendar_id>/reading")
def read_again(calendar_id: int) -> ResponseReturnValue:
    asked_at = now()
    read, secret = _reader()
    calendar = read_calendars.read_again(login.current_patient().id, calendar_id, read, secret=secret, now=asked_at)
    if calendar.read_at >= asked_at:
        notices.say("done", _("Read."), own_calendar_words.calendar_state_said(calendar))
    elif calendar.attempted_at >= asked_at and calendar.trouble:
        notices.say("lost", _("Not read."), own_calendar_words.trouble_said(calendar.trouble))
    else:
        ago, next_at = busy_words.ago(calendar.attempted_at, asked_at), wall.moment(calendar.readable_at)
        rest = _("We last asked %(ago)s, and ask at most once an hour. Next: %(next)s.", ago=ago, next=next_at)
        notices.say("short", _("Not yet."), rest)
    return _back()


@blueprint.post("/<int:calendar_id>/pause")
def pause(calendar_id: int) -> ResponseReturnValue:
    keep_calendars.pause(login.current_patient().id, calendar_id)
    notices.say("done", _("Paused."), _("Sessions at its times are offered to you, and it is not read."))
    return _back()


@blueprint.post("/<int:calendar_id>/resumption")
def resume(calendar_id: int) -> ResponseReturnValue:
    keep_calendars.resume(login.current_patient().id, calendar_id, now=now())
    notices.say("done", _("Going on."), _("Its times are in your way again."))
    return _back()


@blueprint.post("/<int:calendar_id>/removal")
def remove(calendar_id: int) -> ResponseReturnValue:
    keep_calendars.remove(login.current_patient().id, calendar_id, now=now())
    notices.say("done", _("Removed."), _("Nothing of it is left here."))
    return _back()


def _reader() -> tuple[Reader, str]:
    """What asks links, and the secret that they are sealed with."""
    return current_app.extensions["read_link"], current_app.extensions["settings"].secret_key


def _back() -> ResponseReturnValue:
    return redirect(url_for("commitments.show"), 303)
