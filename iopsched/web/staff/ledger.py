"""The ledger of hours: everybody's week in numbers, who falls short and who missed too often."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.duty import Duty
from iopsched.domain.sheet import Sheet
from iopsched.usecases.hours import view_ledger
from iopsched.usecases.hours.view_ledger import Ledger, Line
from iopsched.web import login, spreadsheet
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.staff import ledger_table

blueprint = Blueprint("ledger", __name__, url_prefix="/staff/hours")
blueprint.before_request(login.trusted_with(Duty.HOURS))
ALL, SHORT, FLAGGED = "all", "short", "flagged"


@blueprint.get("")
@blueprint.get("/<day>")
def show(day: str | None = None) -> ResponseReturnValue:
    """All of the week, or with ``show=short`` or ``show=flagged`` those who need somebody."""
    ledger = view_ledger.view(login.current_staff(), date_in(day), now=now())
    shown = request.args.get("show", ALL)
    return render_template("staff/ledger.html", tab="hours", ledger=ledger, lines=_shown(ledger), shown=shown)


@blueprint.get("/<day>/hours.csv")
def export_table(day: str) -> ResponseReturnValue:
    """The same people as on the page."""
    sheet = _exported(day)
    rows = ([str(cell) for cell in row] for row in (sheet.head, *sheet.rows))
    return spreadsheet.answer(f"{sheet.name}-{day}", rows)


@blueprint.get("/<day>/hours.xlsx")
def export_workbook(day: str) -> ResponseReturnValue:
    return spreadsheet.workbook(f"hours-{day}", [_exported(day)])


def _exported(day: str) -> Sheet:
    ledger = view_ledger.export(login.current_staff(), date_in(day), now=now())
    return ledger_table.sheet_of(_shown(ledger), ledger.program)


def _shown(ledger: Ledger) -> tuple[Line, ...]:
    some = {SHORT: ledger.short, FLAGGED: ledger.flagged}
    return some.get(request.args.get("show", ALL), ledger.lines)
