"""One session changed: moved, widened or narrowed, cancelled, reopened. GET shows whom it touches, POST does it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.session import Session
from iopsched.usecases import change_session, mark_attendance, view_changes
from iopsched.usecases.reconcile_sessions import Effect
from iopsched.web import effects, login
from iopsched.web.clock import now
from iopsched.web.fields import KindForm
from iopsched.web.forms_sessions import CancellationForm, LinkForm, MoveForm, SeatsForm

blueprint = Blueprint("changes", __name__, url_prefix="/staff")
blueprint.before_request(login.schedulers_only)
TIME, SEATS, LINK, CANCELLATION = (f"staff/session_{what}.html" for what in ("time", "seats", "link", "cancellation"))


@blueprint.get("/changes")
def show() -> ResponseReturnValue:
    """Everything ahead that is not as its offering says."""
    changes = view_changes.view(login.current_staff(), now=now())
    return render_template("staff/changes.html", tab="changes", changes=changes)


@blueprint.get("/sessions/<int:session_id>/time")
def ask_time(session_id: int) -> ResponseReturnValue:
    session = _session(session_id)
    begins = session.starts.astimezone(login.current_program().zone).time()
    form = MoveForm(formdata=None, day=session.day, begins=begins, place=session.place)
    return _page(TIME, session_id, form)


@blueprint.post("/sessions/<int:session_id>/time")
def move(session_id: int) -> ResponseReturnValue:
    form = MoveForm()
    effect = form.save(
        lambda: change_session.move(
            login.current_staff(),
            session_id,
            form.day.day,
            form.begins.wall,
            place=(form.place.data or "").strip(),
            reach=form.meant,
            now=now(),
        )
    )
    if effect is None:
        return _page(TIME, session_id, form), 422
    return _done(session_id, _("Moved.") if effect.altered else _("It stands there already."), effect)


@blueprint.get("/sessions/<int:session_id>/seats")
def ask_seats(session_id: int) -> ResponseReturnValue:
    return _page(SEATS, session_id, SeatsForm(formdata=None, seats=_session(session_id).seats))


@blueprint.post("/sessions/<int:session_id>/seats")
def change_seats(session_id: int) -> ResponseReturnValue:
    form = SeatsForm()
    staff, seats = login.current_staff(), form.seats.data or 0
    effect = form.save(lambda: change_session.change_seats(staff, session_id, seats, reach=form.meant, now=now()))
    if effect is None:
        return _page(SEATS, session_id, form), 422
    return _done(session_id, _("Seats changed."), replace(effect, altered=0))


@blueprint.get("/sessions/<int:session_id>/link")
def ask_link(session_id: int) -> ResponseReturnValue:
    return _page(LINK, session_id, LinkForm(formdata=None))


@blueprint.post("/sessions/<int:session_id>/link")
def change_link(session_id: int) -> ResponseReturnValue:
    form, staff = LinkForm(), login.current_staff()
    link = (form.link.data or "").strip()
    if form.save(lambda: change_session.change_link(staff, session_id, link, now=now())) is None:
        return _page(LINK, session_id, form), 422
    return _done(session_id, _("Link changed."), Effect())


@blueprint.get("/sessions/<int:session_id>/cancellation")
def ask_cancellation(session_id: int) -> ResponseReturnValue:
    return _page(CANCELLATION, session_id, CancellationForm(formdata=None))


@blueprint.post("/sessions/<int:session_id>/cancellation")
def cancel(session_id: int) -> ResponseReturnValue:
    form, staff = CancellationForm(), login.current_staff()
    effect = form.save(lambda: change_session.cancel(staff, session_id, reach=form.meant, now=now()))
    if effect is None:
        return _page(CANCELLATION, session_id, form), 422
    return _done(session_id, _("Cancelled."), effect)


@blueprint.post("/sessions/<int:session_id>/reopening")
def reopen(session_id: int) -> ResponseReturnValue:
    """Comes back empty; on a closed day it stays away."""
    effect = change_session.reopen(login.current_staff(), session_id, now=now())
    return _done(session_id, _reopened(_session(session_id), effect), Effect())


def _reopened(session: Session, effect: Effect) -> str:
    if effect.altered:
        return _("Open again, and empty.")
    return _("Its day is closed, so it stays away.") if session.is_cancelled else _("It is open already.")


def _session(session_id: int) -> Session:
    return mark_attendance.roster(login.current_staff(), session_id, now=now()).session


def _page(template: str, session_id: int, form: KindForm) -> str:
    roster = mark_attendance.roster(login.current_staff(), session_id, now=now())
    return render_template(template, tab="board", roster=roster, session=roster.session, form=form)


def _done(session_id: int, first: str, effect: Effect) -> ResponseReturnValue:
    effects.say(first, effect)
    return redirect(url_for("roster.show", session_id=session_id), 303)
