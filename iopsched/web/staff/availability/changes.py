"""One session changed: moved, held otherwise, widened, cancelled, reopened. Each leads to a preview that does it.

Only a link is changed at once, as it touches nobody's week.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.intent import single
from iopsched.domain.session import Session
from iopsched.usecases.availability import alter_session, change_session, keep_rooms, view_changes, view_drafts
from iopsched.usecases.hours import mark_attendance
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.fields import KindForm
from iopsched.web.staff.availability import drafting, session_doors
from iopsched.web.staff.availability.forms_sessions import CancellationForm, DetailsForm, LinkForm, MoveForm, SeatsForm

blueprint = Blueprint("changes", __name__, url_prefix="/staff")
blueprint.before_request(login.schedulers_only)
TIME, SEATS, DETAILS, LINK, CANCELLATION = (
    f"staff/session_{what}.html" for what in ("time", "seats", "details", "link", "cancellation")
)


@blueprint.before_request
def while_ahead() -> ResponseReturnValue | None:
    """The doors of one session are open until it begins, and unless it is off: then only the one to open it again."""
    session_id = (request.view_args or {}).get("session_id")
    is_to_reopen = request.endpoint == f"{blueprint.name}.{reopen.__name__}"
    return session_doors.leads_away(session_id, may_be_off=is_to_reopen) if session_id is not None else None


@blueprint.get("/changes")
def show() -> ResponseReturnValue:
    """What was changed a moment ago, what is drafted, and everything ahead that is not as its offering says."""
    staff, at = login.current_staff(), now()
    drafts, changes = view_drafts.view(staff, now=at), view_changes.view(staff, now=at)
    return render_template("staff/changes.html", tab="changes", changes=changes, drafts=drafts)


@blueprint.get("/sessions/<int:session_id>/time")
def ask_time(session_id: int) -> ResponseReturnValue:
    """As it is, or as it was typed before a preview."""
    session = _session(session_id)
    begins = session.starts.astimezone(login.current_program().zone).time()
    form = MoveForm(formdata=drafting.typed(), day=session.day, begins=begins, place=session.place)
    return _page(TIME, session_id, form)


@blueprint.post("/sessions/<int:session_id>/time")
def move(session_id: int) -> ResponseReturnValue:
    form = MoveForm()
    answer = drafting.preview(
        form,
        lambda: single.MoveSession(
            session_id, form.day.day, form.begins.wall, (form.place.data or "").strip(), form.meant
        ),
        back=url_for(".ask_time", session_id=session_id),
    )
    return answer or (_page(TIME, session_id, form), 422)


@blueprint.get("/sessions/<int:session_id>/seats")
def ask_seats(session_id: int) -> ResponseReturnValue:
    return _page(SEATS, session_id, SeatsForm(formdata=drafting.typed(), seats=_session(session_id).seats))


@blueprint.post("/sessions/<int:session_id>/seats")
def change_seats(session_id: int) -> ResponseReturnValue:
    form = SeatsForm()
    back = url_for(".ask_seats", session_id=session_id)
    answer = drafting.preview(form, lambda: single.SetSeats(session_id, form.seats.data or 0, form.meant), back=back)
    return answer or (_page(SEATS, session_id, form), 422)


@blueprint.get("/sessions/<int:session_id>/details")
def ask_details(session_id: int) -> ResponseReturnValue:
    """How it is held, or as it was typed before a preview."""
    held = alter_session.look(login.current_staff(), session_id)
    typed = drafting.typed()
    form = DetailsForm(held, formdata=typed) if typed else DetailsForm.of(held, _session(session_id))
    return _page(DETAILS, session_id, form)


@blueprint.post("/sessions/<int:session_id>/details")
def change_details(session_id: int) -> ResponseReturnValue:
    """A link alone touches no session, and is changed without a preview."""
    form = DetailsForm(alter_session.look(login.current_staff(), session_id))
    back = url_for(".ask_details", session_id=session_id)
    answer = drafting.preview_or_do(form, lambda: form.intent(session_id), back=back)
    return answer or (_page(DETAILS, session_id, form), 422)


@blueprint.get("/sessions/<int:session_id>/link")
def ask_link(session_id: int) -> ResponseReturnValue:
    return _page(LINK, session_id, LinkForm(formdata=None))


@blueprint.post("/sessions/<int:session_id>/link")
def change_link(session_id: int) -> ResponseReturnValue:
    form, staff = LinkForm(), login.current_staff()
    link = (form.link.data or "").strip()
    if form.save(lambda: change_session.change_link(staff, session_id, link, now=now())) is None:
        return _page(LINK, session_id, form), 422
    notices.say("done", _("Link changed."))
    return redirect(url_for("roster.show", session_id=session_id), 303)


@blueprint.get("/sessions/<int:session_id>/cancellation")
def ask_cancellation(session_id: int) -> ResponseReturnValue:
    return _page(CANCELLATION, session_id, CancellationForm(formdata=drafting.typed()))


@blueprint.post("/sessions/<int:session_id>/cancellation")
def cancel(session_id: int) -> ResponseReturnValue:
    form, back = CancellationForm(), url_for(".ask_cancellation", session_id=session_id)
    answer = drafting.preview(form, lambda: single.CancelSession(session_id, form.meant), back=back)
    return answer or (_page(CANCELLATION, session_id, form), 422)


@blueprint.post("/sessions/<int:session_id>/reopening")
def reopen(session_id: int) -> ResponseReturnValue:
    """Comes back empty; on a closed day it stays away."""
    return drafting.draft(single.ReopenSession(session_id), back=url_for("roster.show", session_id=session_id))


def _session(session_id: int) -> Session:
    return change_session.find(login.current_staff(), session_id)


def _page(template: str, session_id: int, form: KindForm) -> str:
    roster = mark_attendance.roster(login.current_staff(), session_id, now=now())
    facts = {"roster": roster, "session": roster.session, "limits": keep_rooms.view(login.current_staff())}
    return render_template(template, tab="board", form=form, **facts)
