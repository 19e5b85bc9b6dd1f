"""What went out to patients, what waits, and whom to call: never the words. And texts that a person must read."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from iopsched.domain.message import State
from iopsched.usecases.messages import resend_message, view_messages, watch_deliveries
from iopsched.usecases.texts import read_texts
from iopsched.web import login, notices
from iopsched.web.clock import now

blueprint = Blueprint("messages", __name__, url_prefix="/staff/messages")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    log = view_messages.view(login.current_staff(), now=now())
    letters = read_texts.unread(login.current_staff(), now=now())
    state = next((state for state in State if state.value == request.args.get("state")), None)
    alarm = watch_deliveries.view(login.current_staff(), now=now())
    shown = {"log": log, "letters": letters, "alarm": alarm, "state": state, "states": list(State)}
    return render_template("staff/messages.html", tab="messages", **shown)


@blueprint.post("/texts/<int:text_id>/reading")
def deal_with_text(text_id: int) -> ResponseReturnValue:
    read_texts.deal_with(login.current_staff(), text_id, now=now())
    notices.say("done", gettext("Dealt with."), gettext("The words of that text are kept no longer."))
    return redirect(url_for(".show"), code=303)


@blueprint.post("/<int:message_id>/again")
def send_again(message_id: int) -> ResponseReturnValue:
    if resend_message.resend(login.current_staff(), message_id, now=now()):
        notices.say("done", gettext("It goes out again."), gettext("Unless it no longer holds by then."))
    else:
        notices.say("short", gettext("Nothing was sent."), gettext("It goes out already, or is of no use any more."))
    return redirect(url_for(".show"), code=303)
