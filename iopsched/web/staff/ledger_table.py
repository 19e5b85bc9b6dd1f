"""The ledger of hours as a table that leaves as a file."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from iopsched.domain.program import Program
from iopsched.domain.sheet import Cell, Sheet
from iopsched.usecases.hours.view_ledger import Line
from iopsched.web import wall
from iopsched.web.staff import ledger_words


def sheet_of(lines: Iterable[Line], program: Program) -> Sheet:
    """The week of each of them, as on the page."""
    held = tuple(lines)
    head = (
        *(_("Person"), _("Number"), _("How it stands"), _("Hours required"), _("Hours booked"), _("Hours attended")),
        *(_("Billable days"), _("Missed"), _("Excused"), _("Not marked"), _("Missed too often")),
    )
    week = wall.week_range(held[0].week.monday) if held else ""
    title = _("Hours, %(week)s", week=week) if held else _("Hours")
    return Sheet("hours", title, head, tuple(_row(line, program) for line in held))


def _row(line: Line, program: Program) -> tuple[Cell, ...]:
    account = line.account
    hours = [round(minutes / 60, 2) for minutes in (account.required, account.booked, account.attended)]
    return (
        *(line.patient.short_name, str(line.patient.id), ledger_words.stands_title(line)),
        *hours,
        *(account.billable_days, account.missed, account.excused, account.unmarked),
        ledger_words.flags_said(line.misses, program),
    )
