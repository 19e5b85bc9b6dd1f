"""A week that staff planned: the patient takes all of it in one tap, or says no."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import NotFound, Taken
from iopsched.usecases.weeks import answer_planned_week
from iopsched.web import login, notices, sentences
from iopsched.web.clock import now

blueprint = Blueprint("planned", __name__, url_prefix="/planned/<int:plan_id>")
blueprint.before_request(login.patients_only)


@blueprint.post("/booking")
def take(plan_id: int) -> ResponseReturnValue:
    try:
        week = answer_planned_week.take(login.current_patient().id, plan_id, now=now())
    except (NotFound, Taken):
        return _not_any_more()
    notices.say("done", _("Booked."), sentences.outcome(week))
    return redirect(url_for("week.show", day=week.monday), 303)


@blueprint.post("/refusal")
def decline(plan_id: int) -> ResponseReturnValue:
    try:
        answer_planned_week.decline(login.current_patient().id, plan_id, now=now())
    except NotFound:
        return _not_any_more()
    notices.say("", _("Not booked."), _("You can put your week together as you like."))
    return redirect(url_for("week.show"), 303)


def _not_any_more() -> ResponseReturnValue:
    """Whose it is not, and what is no longer kept, look the same."""
    notices.say(
        "lost", _("Nothing was booked."), _("That week is not kept for you any more. Here is yours as it is now.")
    )
    return redirect(url_for("week.show"), 303)
