"""Who is in one session, and who came."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.booking import Attendance
from iopsched.domain.duty import Duty
from iopsched.domain.errors import Invalid
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark, Roster
from iopsched.usecases.seats import view_waitlist
from iopsched.web import arrivals, login, notices
from iopsched.web.amounts import listed
from iopsched.web.clock import now
from iopsched.web.staff.forms_roster import marks_in, typed_in

blueprint = Blueprint("roster", __name__, url_prefix="/staff/sessions/<int:session_id>")
blueprint.before_request(login.trusted_with(Duty.BOARD))


@blueprint.get("")
def show(session_id: int) -> ResponseReturnValue:
    return _page(mark_attendance.roster(login.current_staff(), session_id, now=now()))


@blueprint.post("/attendance")
def mark(session_id: int) -> ResponseReturnValue:
    """Every mark of the page at once; whom nobody has marked stays so, unless all the rest are here.

    What the tablet or a colleague marked since the page was made stands, and is said.
    """
    staff = login.current_staff()
    roster = mark_attendance.roster(staff, session_id, now=now())
    try:
        marks = marks_in(request.form, roster)
        meanwhile = mark_attendance.mark(staff, session_id, marks, now=now())
    except Invalid as invalid:
        return _page(roster, invalid), 422
    _say_saved(roster, marks, meanwhile)
    return redirect(url_for(".show", session_id=session_id), 303)


def _say_saved(roster: Roster, marks: Mapping[int, Mark], meanwhile: Collection[int]) -> None:
    after = {guest.booking.id: guest.booking.attendance for guest in roster.guests}
    after |= {booking_id: mark.attendance for booking_id, mark in marks.items()}
    some = sum(attendance is not None for attendance in after.values())
    notices.say("done", _("Attendance saved."), _("%(some)s of %(all)s marked.", some=some, all=len(after)))
    if names := [guest.patient.short_name for guest in roster.guests if guest.patient.id in meanwhile]:
        said = _("Marked by somebody else meanwhile, or by arriving, and left so: %(names)s.", names=listed(names))
        notices.say("short", _("Look once more."), said)


def _page(roster: Roster, invalid: Invalid | None = None) -> str:
    """Those who wait are shown to who may offer them a seat, while there can be one."""
    staff, session = login.current_staff(), roster.session
    is_open = not roster.has_begun and not session.is_cancelled
    line = view_waitlist.of_session(staff, session.id, now=now()) if staff.may_schedule and is_open else None
    return render_template(
        "staff/roster.html",
        tab="board",
        roster=roster,
        line=line,
        session=session,
        typed=typed_in(request.form, roster),
        codes=arrivals.codes_of(roster, now()),
        problems=invalid.problems if invalid else {},
        kinds=Attendance,
    )
