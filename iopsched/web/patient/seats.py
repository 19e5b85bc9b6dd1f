"""One seat: looked at, booked, exchanged, given up, taken back."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Refused
from iopsched.domain.refusal import Refusal
from iopsched.domain.week import Week
from iopsched.usecases.hours import join_session
from iopsched.usecases.seats import book_session, cancel_booking, swap_booking, view_seat
from iopsched.usecases.weeks import view_week
from iopsched.web import arrivals, login, notices, sentences, wall
from iopsched.web.clock import now
from iopsched.web.form_keys import sent_key
from iopsched.web.ids import id_in
from iopsched.web.patient import refused_page, seat_page
from iopsched.web.patient.week_filters import filters_in

blueprint = Blueprint("seats", __name__, url_prefix="/sessions/<int:session_id>")
blueprint.before_request(login.patients_only)


@blueprint.get("/booking")
def show(session_id: int) -> ResponseReturnValue:
    """A seat that is held, what could be taken instead, and what it would mean to give it up."""
    view = view_seat.view(login.current_patient().id, session_id, now=now())
    door = join_session.way_into(view.session, now=now())
    joins = arrivals.joinable([view.booking], view.week.program, now()) is not None
    return seat_page.render(view, id_in(request.args.get("new", "")), door=door, joins=joins)


@blueprint.post("/booking")
def book(session_id: int) -> ResponseReturnValue:
    patient, program = login.current_patient(), login.current_program()
    try:
        week = book_session.book(patient.id, session_id, now=now(), key=sent_key(), known=(patient, program))
    except Refused as refused:
        return _refused(session_id, refused.reasons, _("The last seat went a moment ago."))
    return _booked(session_id, week, _("Booked."))


@blueprint.post("/swap")
def swap(session_id: int) -> ResponseReturnValue:
    """The seat for the one that was chosen, in one step."""
    if "new" not in request.form:
        return _ask_for_one(session_id)
    new = id_in(request.form["new"])
    try:
        week = swap_booking.swap(login.current_patient().id, session_id, new, now=now(), key=sent_key())
    except Refused as refused:
        return _not_swapped(session_id, new, refused.reasons)
    return _swapped(session_id, new, week)


@blueprint.post("/cancellation")
def cancel(session_id: int) -> ResponseReturnValue:
    try:
        week = cancel_booking.cancel(login.current_patient().id, session_id, now=now(), key=sent_key())
    except Refused as refused:
        return _refused(session_id, refused.reasons)
    if week.has_seat_in(session_id):
        return _changed_since(week)
    undo = _url("undo", session_id) if _is_free(session_id) else ""
    notices.say("short", _("Seat given up."), sentences.outcome(week), undo=undo)
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


def _ask_for_one(session_id: int) -> ResponseReturnValue:
    view = view_seat.view(login.current_patient().id, session_id, now=now())
    return seat_page.render(view, problem=_("Choose one of these times.")), 422


def _swapped(old: int, new: int, week: Week) -> ResponseReturnValue:
    """With the way back, which is the same step the other way round."""
    if not week.has_seat_in(new):
        return _changed_since(week)
    notices.say("done", _("Swapped."), sentences.outcome(week), undo=_url("swap", new), undo_fields={"new": old})
    return _to(week)


def _not_swapped(old: int, new: int, reasons: Iterable[Refusal]) -> ResponseReturnValue:
    """The old seat is as it was; once its session has begun, that is what is in the way."""
    session, view = view_week.view_around(login.current_patient().id, old, now=now())
    kept = _("Nothing was changed. Your other seats are as they were.")
    if not view.week.holds(session):
        return refused_page.page(new, reasons, refused_page.Answer(_("Not swapped"), kept))
    kept = _("Nothing was changed. Your %(day)s seat is still yours.", day=wall.weekday(session.day))
    link, label = url_for(".show", session_id=old), _("See other times")
    full = _("The last seat went a moment ago.")
    about = old if session.starts <= now() else new
    return refused_page.page(about, reasons, refused_page.Answer(_("Not swapped"), kept, full, link, label))


def _is_free(session_id: int) -> bool:
    """Whether the seat that was given up could be taken again: nobody waited for it."""
    session, view = view_week.view_around(login.current_patient().id, session_id, now=now())
    return any(one.fits for one in view.candidates if one.session.id == session.id)


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
