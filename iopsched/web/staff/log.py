"""The log: who did what to whom, when, and from where; for coordinators and admins."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import NotFound
from iopsched.usecases.people import view_log
from iopsched.usecases.people.view_log import Line, Log
from iopsched.web import login, spreadsheet, wall
from iopsched.web.clock import now
from iopsched.web.security import LARGEST_ID
from iopsched.web.staff import log_words
from iopsched.web.staff.forms_log import LogForm

blueprint = Blueprint("log", __name__, url_prefix="/staff")
blueprint.before_request(login.schedulers_only)
MOST_LINES = 10_000
"""Of a file, its notice, its head and the word that there is more among them."""


@blueprint.get("/log")
def show() -> ResponseReturnValue:
    """A page of it, the latest first; older and newer ones go on from an entry."""
    staff, form = login.current_staff(), _form()
    before, after = _entry_in("before"), _entry_in("after")
    log = form.save(lambda: view_log.view(staff, form.search(), before=before, after=after, now=now()))
    return _page(form, log)


@blueprint.get("/log.csv")
def export() -> ResponseReturnValue:
    """All of it at once, as a file."""
    staff, form = login.current_staff(), _form()
    log = form.save(lambda: view_log.export(staff, form.search(), most=MOST_LINES - 3, now=now()))
    if log is None:
        return _page(form, None)
    return spreadsheet.answer(f"log-{login.current_program().day_of(now())}", _rows(log))


def _form() -> LogForm:
    return LogForm.asked(request.args, view_log.everybody(login.current_staff()))


def _entry_in(name: str) -> int | None:
    """The number of an entry that the address names. Raises NotFound for what is none."""
    said = request.args.get(name)
    if said is None:
        return None
    if not said.isdecimal() or len(said) > len(str(LARGEST_ID)) or int(said) > LARGEST_ID:
        raise NotFound("entry")
    return int(said)


def _page(form: LogForm, log: Log | None) -> ResponseReturnValue:
    return render_template("staff/log.html", tab="log", form=form, log=log), 422 if log is None else 200


def _rows(log: Log) -> Iterator[tuple[str, ...]]:
    yield _("Number"), _("When"), _("Who"), _("What"), _("More"), _("About whom"), _("Session"), _("From where")
    yield from map(_row, log.lines)
    if log.has_older:
        yield (_("There is more: choose fewer days."),)


def _row(line: Line) -> tuple[str, ...]:
    entry = line.entry
    return (
        str(entry.id),
        wall.iso_local(entry.at),
        log_words.by_said(line),
        log_words.action_said(entry),
        log_words.details_said(line),
        log_words.whom_said(line),
        log_words.sitting_said(line),
        log_words.origin_said(entry.origin),
    )
