"""Reports: use of seats, who came, attendance by plan; on the page, as CSV and as XLSX."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.duty import Duty
from iopsched.usecases.hours import view_reports
from iopsched.usecases.hours.view_reports import Report
from iopsched.web import login, spreadsheet
from iopsched.web.clock import now
from iopsched.web.staff import report_tables
from iopsched.web.staff.forms_reports import PeriodForm

blueprint = Blueprint("reports", __name__, url_prefix="/staff")
blueprint.before_request(login.trusted_with(Duty.HOURS))


@blueprint.get("/reports")
def show() -> ResponseReturnValue:
    staff, form = login.current_staff(), PeriodForm.asked(request.args)
    return _page(form, form.save(lambda: view_reports.view(staff, form.period(), now=now())))


@blueprint.get("/reports.csv")
def export_table() -> ResponseReturnValue:
    """One table, the first unless another is named: a file of this kind holds no more."""
    form = PeriodForm.asked(request.args)
    if (report := _exported(form)) is None:
        return _page(form, None)
    sheets = [table.sheet for table in report_tables.tables(report)]
    sheet = next((one for one in sheets if one.name == request.args.get("table")), sheets[0])
    rows = ([str(cell) for cell in row] for row in (sheet.head, *sheet.rows))
    return spreadsheet.answer(f"{sheet.name}-{report.monday}-{report.sunday}", rows)


@blueprint.get("/reports.xlsx")
def export_workbook() -> ResponseReturnValue:
    """All of them."""
    form = PeriodForm.asked(request.args)
    if (report := _exported(form)) is None:
        return _page(form, None)
    sheets = [table.sheet for table in report_tables.tables(report)]
    return spreadsheet.workbook(f"report-{report.monday}-{report.sunday}", sheets)


def _exported(form: PeriodForm) -> Report | None:
    staff = login.current_staff()
    return form.save(lambda: view_reports.export(staff, form.period(), now=now()))


def _page(form: PeriodForm, report: Report | None) -> ResponseReturnValue:
    """The form names the weeks that are shown, also where nobody chose any."""
    shown = form if report is None or form.query else PeriodForm.of(report.monday, report.sunday)
    tables = report_tables.tables(report) if report else ()
    said = {"form": shown, "query": form.query, "report": report, "tables": tables}
    return render_template("staff/reports.html", tab="hours", **said), 422 if report is None else 200
