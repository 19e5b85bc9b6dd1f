"""One patient's seats in the hands of staff: GET shows what booking, moving or taking out would do, POST does it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Refused
from iopsched.domain.refusal import Refusal
from iopsched.domain.session import Session
from iopsched.usecases.people import view_people
from iopsched.usecases.seats import keep_waitlist, seat_patient, view_choices, view_newcomers
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.form_keys import sent_key
from iopsched.web.staff import seatings
from iopsched.web.staff.availability import session_doors
from iopsched.web.staff.forms_seating import ReasonForm, overruled
from iopsched.web.staff.seatings import back_to

blueprint = Blueprint("seating", __name__, url_prefix="/staff")
blueprint.before_request(login.schedulers_only)
SEAT = "/people/<int:patient_id>/seats/<int:session_id>"


@blueprint.get("/people/<int:patient_id>/sessions")
@blueprint.get("/people/<int:patient_id>/sessions/<day>")
def show_week(patient_id: int, day: str | None = None) -> ResponseReturnValue:
    """Every session of one week, and whether it fits."""
    choices = view_choices.week(login.current_staff(), patient_id, date_in(day), now=now())
    return render_template("staff/choices.html", tab="people", choices=choices, week=choices.week)


@blueprint.get("/sessions/<int:session_id>/newcomers")
def show_newcomers(session_id: int) -> ResponseReturnValue:
    """Everybody who is not in the session; with scripts the search happens in the page, and no name leaves it."""
    if away := session_doors.leads_away(session_id):
        return away
    search = request.args.get("q", "").strip()[:80]
    newcomers = view_newcomers.view(login.current_staff(), session_id, search, now=now())
    said = {"newcomers": newcomers, "session": newcomers.session, "search": search}
    return render_template("staff/newcomers.html", tab="board", found_by=view_people.found_by, **said)


@blueprint.get(SEAT)
def ask_booking(patient_id: int, session_id: int) -> ResponseReturnValue:
    return _prospect(patient_id, session_id, ReasonForm(formdata=None))


@blueprint.post(SEAT)
def book(patient_id: int, session_id: int) -> ResponseReturnValue:
    form, staff, once = ReasonForm(), login.current_staff(), _once()
    try:
        seating = form.save(
            lambda: seat_patient.book(staff, patient_id, session_id, over=overruled(), reason=form.why, **once)
        )
    except Refused as refused:
        return _prospect(patient_id, session_id, form, refused.reasons), 409
    if seating is None:
        return _prospect(patient_id, session_id, form), 422
    undo = _url("cancel", patient_id, session_id=session_id)
    first = _("Overbooked.") if seating.is_overbooked else _("Booked.")
    seatings.say(first, seating, is_so=seating.week.has_seat_in(session_id), undo=undo)
    return redirect(back_to(patient_id), 303)


@blueprint.post(f"{SEAT}/waiting")
def wait(patient_id: int, session_id: int) -> ResponseReturnValue:
    """Somebody says on the phone that they would take a seat if there were one."""
    try:
        patient = keep_waitlist.let_wait(login.current_staff(), patient_id, session_id, now=now(), key=sent_key())
    except Refused as refused:
        return _prospect(patient_id, session_id, ReasonForm(formdata=None), refused.reasons), 409
    notices.say("done", _("%(name)s waits for it.", name=patient.short_name), _("Free seats are offered in turn."))
    return redirect(back_to(patient_id), 303)


@blueprint.get(f"{SEAT}/cancellation")
def ask_cancellation(patient_id: int, session_id: int) -> ResponseReturnValue:
    return _held("staff/seat_cancellation.html", patient_id, session_id, ReasonForm(formdata=None))


@blueprint.post(f"{SEAT}/cancellation")
def cancel(patient_id: int, session_id: int) -> ResponseReturnValue:
    form, staff, once = ReasonForm(), login.current_staff(), _once()
    try:
        seating = form.save(lambda: seat_patient.cancel(staff, patient_id, session_id, reason=form.why, **once))
    except Refused as refused:
        return _held("staff/seat_cancellation.html", patient_id, session_id, form, refused.reasons), 409
    if form.form_errors:
        return _changed_since(patient_id, form)
    if seating is None:
        return _held("staff/seat_cancellation.html", patient_id, session_id, form), 422
    undo = _url("book", patient_id, session_id=session_id)
    seatings.say(_("Cancelled."), seating, is_so=not seating.week.has_seat_in(session_id), undo=undo)
    return redirect(back_to(patient_id), 303)


@blueprint.get(f"{SEAT}/replacement")
def show_replacements(patient_id: int, session_id: int) -> ResponseReturnValue:
    """What the seat could be exchanged for: first what keeps the week, then the rest, then what is refused."""
    return _held("staff/seat_replacement.html", patient_id, session_id, ReasonForm(formdata=None))


@blueprint.get(f"{SEAT}/replacement/<int:new_id>")
def ask_move(patient_id: int, session_id: int, new_id: int) -> ResponseReturnValue:
    return _prospect(patient_id, new_id, ReasonForm(formdata=None), old_id=session_id)


@blueprint.post(f"{SEAT}/replacement/<int:new_id>")
def move(patient_id: int, session_id: int, new_id: int) -> ResponseReturnValue:
    form, staff, once = ReasonForm(), login.current_staff(), _once()
    try:
        seating = form.save(
            lambda: seat_patient.move(staff, patient_id, session_id, new_id, over=overruled(), reason=form.why, **once)
        )
    except Refused as refused:
        return _prospect(patient_id, new_id, form, refused.reasons, old_id=session_id), 409
    if form.form_errors:
        return _changed_since(patient_id, form)
    if seating is None:
        return _prospect(patient_id, new_id, form, old_id=session_id), 422
    undo = _url("move", patient_id, session_id=new_id, new_id=session_id)
    first = _("Moved, and overbooked.") if seating.is_overbooked else _("Moved.")
    seatings.say(first, seating, is_so=seating.week.has_seat_in(new_id), undo=undo)
    return redirect(back_to(patient_id), 303)


def _changed_since(patient_id: int, form: ReasonForm) -> ResponseReturnValue:
    """The seat that it was about is not there any more."""
    notices.say("lost", _("Nothing was changed."), " ".join(map(str, form.form_errors)))
    return redirect(back_to(patient_id), 303)


def _prospect(
    patient_id: int,
    session_id: int,
    form: ReasonForm,
    refused: tuple[Refusal, ...] = (),
    *,
    old_id: int | None = None,
) -> str:
    prospect = view_choices.prospect(login.current_staff(), patient_id, session_id, old_id=old_id, now=now())
    said = {"prospect": prospect, "session": prospect.session, "refused": refused, "form": form}
    return render_template("staff/seat_booking.html", tab="people", back=back_to(patient_id), **said)


def _held(template: str, patient_id: int, session_id: int, form: ReasonForm, refused: tuple[Refusal, ...] = ()) -> str:
    held = view_choices.held(login.current_staff(), patient_id, session_id, now=now())
    said = {"held": held, "session": held.session, "refused": refused, "form": form}
    return render_template(template, tab="people", back=back_to(patient_id), seat_url=_seat_url, **said)


def _once() -> dict[str, Any]:
    """When the form came, and which it was."""
    return {"now": now(), "key": sent_key()}


def _seat_url(endpoint: str, patient_id: int, session: Session, **given: int) -> str:
    return _url(endpoint, patient_id, session_id=session.id, **given)


def _url(endpoint: str, patient_id: int, **given: Any) -> str:
    """An act on this patient that leads back to the page that led here."""
    back = request.args.get("back") or None
    return url_for(f"seating.{endpoint}", patient_id=patient_id, back=back, **given)
