"""What comes due: for the front desk today's only."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.duty import Duty
from iopsched.usecases.hours import view_dues
from iopsched.web import login
from iopsched.web.clock import now

blueprint = Blueprint("dues", __name__, url_prefix="/staff")
blueprint.before_request(login.trusted_with(Duty.DUES))
SPANS = (7, 14, 30, 60)
"""Days ahead that can be looked at; without a choice the second."""


@blueprint.get("/due")
def show() -> ResponseReturnValue:
    days = next((days for days in SPANS if str(days) == request.args.get("days")), SPANS[1])
    agenda = view_dues.view(login.current_staff(), days, now=now())
    tab = "hours" if login.current_staff().may(Duty.HOURS) else "due"
    return render_template("staff/dues.html", tab=tab, agenda=agenda, days=days, spans=SPANS)
