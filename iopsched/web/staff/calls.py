"""Whom to call, by itself for the front desk, which reads nothing else of messages; and that somebody has."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from iopsched.domain.duty import Duty
from iopsched.usecases.messages import note_call, view_messages
from iopsched.web import login, notices
from iopsched.web.clock import now

blueprint = Blueprint("calls", __name__, url_prefix="/staff/calls")
blueprint.before_request(login.trusted_with(Duty.REACH))


@blueprint.get("")
def show() -> ResponseReturnValue:
    calls = view_messages.calls(login.current_staff(), now=now())
    return render_template("staff/calls.html", tab="calls", calls=calls)


@blueprint.post("/<int:message_id>/call")
def note(message_id: int) -> ResponseReturnValue:
    staff = login.current_staff()
    if note_call.note(staff, message_id, now=now()):
        notices.say("done", gettext("Called."), gettext("They know it now; no message tells it any more."))
    else:
        notices.say("short", gettext("Noted already."), gettext("Somebody else did that meanwhile."))
    return redirect(url_for("messages.show" if staff.may_schedule else ".show"), code=303)
