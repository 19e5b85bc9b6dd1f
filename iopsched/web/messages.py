"""What went out to patients, what waits, and whom to call: never the words."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.message import State
from iopsched.usecases import view_messages
from iopsched.web import login
from iopsched.web.clock import now

blueprint = Blueprint("messages", __name__, url_prefix="/staff/messages")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    log = view_messages.view(login.current_staff(), now=now())
    state = next((state for state in State if state.value == request.args.get("state")), None)
    return render_template("staff/messages.html", tab="messages", log=log, state=state, states=list(State))
