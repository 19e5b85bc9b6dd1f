"""What one person would be told, in the very words: looked at, never sent."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from iopsched.usecases.messages import draft_messages
from iopsched.web import login
from iopsched.web.clock import now

blueprint = Blueprint("drafts", __name__, url_prefix="/staff/people")
blueprint.before_request(login.schedulers_only)


@blueprint.get("/<int:patient_id>/messages")
def show(patient_id: int) -> ResponseReturnValue:
    found = draft_messages.view(login.current_staff(), patient_id, now=now())
    return render_template("staff/drafts.html", tab="people", found=found, patient=found.patient)
