"""Whom to call, by itself: for the front desk, which reads nothing else of messages."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from iopsched.domain.duty import Duty
from iopsched.usecases.messages import view_messages
from iopsched.web import login
from iopsched.web.clock import now

blueprint = Blueprint("calls", __name__, url_prefix="/staff/calls")
blueprint.before_request(login.trusted_with(Duty.REACH))


@blueprint.get("")
def show() -> ResponseReturnValue:
    calls = view_messages.calls(login.current_staff(), now=now())
    return render_template("staff/calls.html", tab="calls", calls=calls)
