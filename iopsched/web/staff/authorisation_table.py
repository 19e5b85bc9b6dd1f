"""Authorisations as a table of the reports, with a bar for each unit."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from iopsched.domain.authorisation import Unit, Use
from iopsched.domain.patient import Patient
from iopsched.domain.sheet import Cell, Sheet
from iopsched.web.staff.authorisation_words import UNITS, amount_said, plain_amount, unit_said
from iopsched.web.staff.report_bars import Bar, Table, pieces


def table(uses: tuple[tuple[Patient, Use], ...], today: date) -> Table:
    """One row for each, in order of time."""
    head = (
        *(_("Person"), _("Number"), _("Payer"), _("Authorisation"), _("First day"), _("Last day"), _("Unit")),
        *(_("Authorised"), _("Used"), _("Booked ahead"), _("Left to book"), _("Runs out")),
    )
    return Table(
        sheet=Sheet("authorisations", _("Authorisations"), head, tuple(_row(*one, today) for one in uses)),
        note=_("Each authorisation in force in these weeks, counted over all of its own dates."),
        bars=tuple(bar for unit in Unit if (bar := _bar(unit, [use for _patient, use in uses]))),
        key=(("gone", _("used")), ("mine", _("booked ahead")), ("open", _("left to book"))),
    )


def _row(patient: Patient, use: Use, today: date) -> tuple[Cell, ...]:
    one = use.authorisation
    amounts = (plain_amount(amount, one.unit) for amount in (one.amount, use.used, use.ahead, use.left_over))
    runs_out = use.runs_out or use.expected_end(today)
    return (
        *(patient.short_name, str(patient.id), one.payer, one.reference),
        *(one.first_day, one.last_day, unit_said(one)),
        *amounts,
        runs_out or "",
    )


def _bar(unit: Unit, uses: list[Use]) -> Bar | None:
    """All of one unit together."""
    mine = [use for use in uses if use.authorisation.unit is unit]
    if not mine:
        return None
    used, ahead, left = (sum(getattr(use, name) for use in mine) for name in ("used", "ahead", "left_over"))
    allowed = sum(use.authorisation.amount for use in mine)
    said = _("%(some)s of %(all)s used", some=amount_said(used, unit), all=amount_said(allowed, unit))
    parts = {"gone": used, "mine": ahead, "open": left}
    return Bar(str(UNITS[unit]), pieces(parts, max(allowed, used + ahead)), said)
