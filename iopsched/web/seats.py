"""One seat: looked at, booked, given up, taken back."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.refusal import Refusal
from iopsched.domain.week import Week
from iopsched.usecases import book_session, cancel_booking, view_week
from iopsched.web import login, notices, refused_page, sentences
from iopsched.web.clock import now
from iopsched.web.form_keys import sent_key
from iopsched.web.week_filters import filters_in

blueprint = Blueprint("seats", __name__, url_prefix="/sessions/<int:session_id>")
blueprint.before_request(login.patients_only)


@blueprint.get("/booking")
def show(session_id: int) -> ResponseReturnValue:
    """A seat that is held, and what it would mean to give it up."""
    session, view = view_week.view_around(login.current_patient().id, session_id, now=now())
    if not view.week.holds(session):
        raise NotFound("booking")
    may_give_up, left = session.starts > now(), view.week.without(session.id)
    return render_template("patient/seat.html", session=session, week=view.week, left=left, may_give_up=may_give_up)


@blueprint.post("/booking")
def book(session_id: int) -> ResponseReturnValue:
    try:
        week = book_session.book(login.current_patient().id, session_id, now=now(), key=sent_key())
    except Refused as refused:
        return _refused(session_id, refused.reasons, _("The last seat went a moment ago."))
    return _booked(session_id, week, _("Booked."))


@blueprint.post("/cancellation")
def cancel(session_id: int) -> ResponseReturnValue:
    try:
        week = cancel_booking.cancel(login.current_patient().id, session_id, now=now(), key=sent_key())
    except Refused as refused:
        return _refused(session_id, refused.reasons)
    if week.has_seat_in(session_id):
        return _changed_since(week)
    notices.say("short", _("Seat given up."), sentences.outcome(week), undo=_url("undo", session_id))
    return _to(week)


@blueprint.post("/cancellation/undo")
def undo(session_id: int) -> ResponseReturnValue:
    try:
        week = cancel_booking.undo(login.current_patient().id, session_id, now=now(), key=sent_key())
    except Refused as refused:
        return _refused(session_id, refused.reasons, _("The seat was taken meanwhile."))
    return _booked(session_id, week, _("The seat is yours again."))


def _booked(session_id: int, week: Week, said: str) -> ResponseReturnValue:
    if not week.has_seat_in(session_id):
        return _changed_since(week)
    notices.say("done", said, sentences.outcome(week), undo=_url("cancel", session_id))
    return _to(week)


def _changed_since(week: Week) -> ResponseReturnValue:
    """An old form came again: what it asked for was done, and something else was asked for after it."""
    notices.say("", _("This was done before, and changed since."), _("Here is your week as it is now."))
    return _to(week)


def _refused(session_id: int, reasons: Iterable[Refusal], if_full: str = "") -> ResponseReturnValue:
    """Every reason, and the way on."""
    kept = _("Nothing was changed. Your other seats are as they were.")
    return refused_page.page(session_id, reasons, refused_page.Answer(_("Not booked"), kept, if_full))


def _url(endpoint: str, session_id: int) -> str:
    return url_for(f".{endpoint}", session_id=session_id, **filters_in(request.args).query)  # type: ignore[arg-type]


def _to(week: Week) -> ResponseReturnValue:
    """The week, with the same offers shown as before."""
    query = filters_in(request.args).query
    return redirect(url_for("week.show", day=week.monday, **query), 303)  # type: ignore[arg-type]
