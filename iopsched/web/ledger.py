"""The ledger of hours: everybody's week in numbers, who falls short and who missed too often."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.usecases import view_ledger
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.dates import date_in

blueprint = Blueprint("ledger", __name__, url_prefix="/staff/hours")
blueprint.before_request(login.schedulers_only)
ALL, SHORT, FLAGGED = "all", "short", "flagged"


@blueprint.get("")
@blueprint.get("/<day>")
def show(day: str | None = None) -> ResponseReturnValue:
    """All of the week, or with ``show=short`` or ``show=flagged`` those who need somebody."""
    ledger = view_ledger.view(login.current_staff(), date_in(day), now=now())
    some = {SHORT: ledger.short, FLAGGED: ledger.flagged}
    shown = request.args.get("show", ALL)
    lines = some.get(shown, ledger.lines)
    return render_template("staff/ledger.html", tab="hours", ledger=ledger, lines=lines, shown=shown)
