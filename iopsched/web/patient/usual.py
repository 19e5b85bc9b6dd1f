"""A usual week: what it would be in the weeks ahead, asked for, looked at, ended."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid, NotFound
from iopsched.usecases.weeks import keep_usual_week
from iopsched.web import login, notices, usual_words
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.form_keys import sent_key
from iopsched.web.ids import id_in
from iopsched.web.usual_page import rows_of

blueprint = Blueprint("usual", __name__, url_prefix="/usual")
blueprint.before_request(login.patients_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    view = keep_usual_week.view(login.current_patient().id, now=now())
    rows = rows_of(view.usual, view.offered.offerings, now().date()) if view else ()
    return render_template("patient/usual.html", tab="week", view=view, rows=rows)


@blueprint.get("/<day>")
def ask(day: str) -> ResponseReturnValue:
    """What that week would be as the usual one; nothing is booked."""
    if (monday := date_in(day)) is None:
        raise NotFound("week")
    view = keep_usual_week.preview(login.current_patient().id, monday, now=now())
    rows = rows_of(view.wanted, view.offered.offerings, monday)
    said = {"rows": rows, "book_these": usual_words.book_these(view.ahead)}
    return render_template("patient/usual_preview.html", tab="week", view=view, **said)


@blueprint.post("/<day>")
def make(day: str) -> ResponseReturnValue:
    if (monday := date_in(day)) is None:
        raise NotFound("week")
    shown = [id_in(said) for said in request.form.getlist("session")]
    try:
        made = keep_usual_week.make(login.current_patient().id, monday, shown, now=now(), key=sent_key())
    except Invalid as invalid:
        notices.say("lost", _("Not done."), _(invalid.problems["week"]))
        return redirect(url_for(".ask", day=monday), 303)
    if made.lost:
        notices.say("short", usual_words.booked(made), usual_words.lost(made.lost))
    else:
        notices.say("done", _("Your usual week."), usual_words.booked(made))
    return redirect(url_for(".show"), 303)


@blueprint.post("/end")
def stop() -> ResponseReturnValue:
    keep_usual_week.stop(login.current_patient().id, now=now())
    notices.say("done", _("Stopped."), _("What is booked stays booked. Weeks that open from now on are yours to plan."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<day>/gaps")
def put_away(day: str) -> ResponseReturnValue:
    """What of that week could not be booked as usual has been read."""
    if (monday := date_in(day)) is None:
        raise NotFound("week")
    keep_usual_week.put_away(login.current_patient().id, monday, now=now())
    return redirect(url_for("week.show", day=monday), 303)
