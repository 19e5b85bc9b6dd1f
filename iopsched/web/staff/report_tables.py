"""Reports as tables with bars above them: what stands on the page, and in the files."""

from __future__ import annotations

from flask_babel import gettext as _

from iopsched.domain.patient import Patient
from iopsched.domain.report import PlanUse, SeatUse, Turnout
from iopsched.domain.sheet import Cell, Sheet
from iopsched.usecases.hours.view_reports import Report
from iopsched.web import amounts, names, wall
from iopsched.web.staff import authorisation_table, report_unmet
from iopsched.web.staff.report_bars import Bar, Table, pieces


def tables(report: Report) -> tuple[Table, ...]:
    """Every table of a report."""
    return (
        _seats(report.seats),
        _turnout(report.turnouts),
        _plans(report.plans),
        authorisation_table.table(report.uses, report.today),
        report_unmet.table(report.unmet),
    )


def _seats(uses: tuple[SeatUse, ...]) -> Table:
    head = _("Which"), _("Sessions"), _("Seats"), _("Booked"), _("Booked, percent"), _("Came")
    rows = tuple((_group(use), use.sessions, use.seats, use.booked, _percent(use), use.came) for use in uses)
    return Table(
        sheet=Sheet("seats", _("Use of seats"), head, rows),
        note=_("Sessions that were held or are to come. A telehealth session in the evening counts in both rows."),
        bars=tuple(_seat_bar(use) for use in uses if use.seats),
        key=(("gone", _("booked")), ("open", _("free"))),
    )


def _turnout(weeks: tuple[Turnout, ...]) -> Table:
    head = (
        *(_("Week"), _("Booked"), _("Came"), _("Missed"), _("Excused"), _("Not marked")),
        *(_("Still ahead"), _("Given up in time"), _("Given up late"), _("Cancelled by us")),
    )
    rows = tuple(
        (
            *(week.monday, week.booked, week.came, week.missed, week.excused, week.unmarked),
            *(week.ahead, week.given_up, week.late, week.by_us),
        )
        for week in weeks
    )
    most = max((_lost_and_kept(week) for week in weeks), default=0)
    return Table(
        sheet=Sheet("turnout", _("Came, missed, cancelled"), head, rows),
        note=_("What became of each seat, by the week of its session. A seat given up and taken again counts as kept."),
        bars=tuple(_turnout_bar(week, most) for week in weeks if _lost_and_kept(week)),
        key=(
            *(("gone", _("came")), ("mine", _("not marked, or still ahead")), ("lost", _("missed"))),
            *(("back", _("excused")), ("open", _("given up or cancelled"))),
        ),
    )


def _plans(plans: tuple[tuple[Patient, PlanUse], ...]) -> Table:
    head = (
        *(_("Person"), _("Number"), _("Plan"), _("First day"), _("Last day"), _("Hours required"), _("Hours booked")),
        *(_("Hours attended"), _("Billable days"), _("Missed"), _("Excused")),
    )
    return Table(
        sheet=Sheet("plans", _("Attendance by plan"), head, tuple(_plan_row(*one) for one in plans)),
        note=_("Each plan within these weeks, to be held against what a payer has authorised for its dates."),
        bars=tuple(_plan_bars([use for _patient, use in plans])),
        key=(("gone", _("attended")), ("mine", _("booked beyond that")), ("open", _("required beyond that"))),
    )


def _plan_row(patient: Patient, use: PlanUse) -> tuple[Cell, ...]:
    plan = use.plan
    dates = (plan.first_day, plan.last_day) if plan else ("", "")
    return (
        *(patient.short_name, str(patient.id), names.name(plan.level_of_care) if plan else _("No plan"), *dates),
        *(_hours(use.required), _hours(use.booked), _hours(use.attended)),
        *(use.billable_days, use.missed, use.excused),
    )


def _plan_bars(uses: list[PlanUse]) -> list[Bar]:
    """One for each level of care."""
    levels = sorted({use.plan.level_of_care for use in uses if use.plan})
    return [
        _level_bar(names.name(level), [u for u in uses if u.plan and u.plan.level_of_care is level]) for level in levels
    ]


def _level_bar(label: str, uses: list[PlanUse]) -> Bar:
    required, booked, attended = (
        sum(getattr(use, name) for use in uses) for name in ("required", "booked", "attended")
    )
    widest = max(required, booked)
    parts = {"gone": attended, "mine": booked - attended, "open": widest - booked}
    said = _("%(some)s of %(all)s attended", some=amounts.hours(attended), all=amounts.hours(required))
    return Bar(label, pieces(parts, widest), said)


def _seat_bar(use: SeatUse) -> Bar:
    widest = max(use.seats, use.booked)
    said = _("%(percent)s %%, %(some)s of %(all)s", percent=use.percent, some=use.booked, all=use.seats)
    return Bar(_group(use), pieces({"gone": use.booked, "open": widest - use.booked}, widest), said)


def _turnout_bar(week: Turnout, most: int) -> Bar:
    parts = {
        "gone": week.came,
        "mine": week.unmarked + week.ahead,
        "lost": week.missed,
        "back": week.excused,
        "open": week.given_up + week.late + week.by_us,
    }
    said = _("%(came)s of %(all)s booked came, %(missed)s missed", came=week.came, all=week.begun, missed=week.missed)
    if week.ahead:
        said = _("%(said)s, %(num)s still ahead", said=said, num=week.ahead)
    return Bar(wall.week_range(week.monday), pieces(parts, most), said)


def _lost_and_kept(week: Turnout) -> int:
    return week.booked + week.given_up + week.late + week.by_us


def _group(use: SeatUse) -> str:
    return names.name(use.group) if use.group else str(_("All"))


def _percent(use: SeatUse) -> Cell:
    return "" if use.percent is None else use.percent


def _hours(minutes: int) -> Cell:
    """Hours as a number that spreadsheets can add up."""
    return round(minutes / 60, 2)
