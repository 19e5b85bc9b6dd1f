"""What went out to patients, what waits, and whom to call: never the words. And texts that a person must read."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from iopsched.domain.message import State
from iopsched.usecases import read_texts, view_messages
from iopsched.web import login, notices
from iopsched.web.clock import now

blueprint = Blueprint("messages", __name__, url_prefix="/staff/messages")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    log = view_messages.view(login.current_staff(), now=now())
    letters = read_texts.unread(login.current_staff(), now=now())
    state = next((state for state in State if state.value == request.args.get("state")), None)
    shown = {"log": log, "letters": letters, "state": state, "states": list(State)}
    return render_template("staff/messages.html", tab="messages", **shown)


@blueprint.post("/texts/<int:text_id>/reading")
def deal_with_text(text_id: int) -> ResponseReturnValue:
    read_texts.deal_with(login.current_staff(), text_id, now=now())
    notices.say("done", gettext("Dealt with."), gettext("The words of that text are kept no longer."))
    return redirect(url_for(".show"), code=303)
