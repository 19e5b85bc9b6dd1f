"""Patients from a file: looked into, line by line, and taken in once staff have seen what it would bring."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import HTTPException

from iopsched.usecases.people import import_patients
from iopsched.usecases.people.import_patients import Report
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.staff.forms_patients_file import GOOD, TOO_LARGE, FileForm, TakeForm

blueprint = Blueprint("patients_file", __name__, url_prefix="/staff/people/file")
blueprint.before_request(login.schedulers_only)
LARGEST_UPLOAD = 4 * 1024 * 1024
"""Bytes that are let in, so that somebody with too large a file is told in words on the page."""


@blueprint.url_value_preprocessor
def let_files_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything else reads the form."""
    request.max_content_length = request.max_form_memory_size = LARGEST_UPLOAD


@blueprint.errorhandler(413)
def refuse_unread(error: HTTPException) -> ResponseReturnValue:
    """What is larger still, in the same words; nothing of it is kept."""
    form = FileForm(formdata=None)
    form.file.errors = [TOO_LARGE]
    return _page(form), 413


@blueprint.get("")
def ask() -> ResponseReturnValue:
    return _page(FileForm(formdata=None))


@blueprint.post("")
def look() -> ResponseReturnValue:
    """What the file would bring; nothing is written. A file of names belongs in no address, so this is no GET."""
    form = FileForm()
    if (text := form.save(form.words)) is None:
        return _page(form), 422
    return _looked(TakeForm(formdata=None, text=text), text)


@blueprint.post("/people")
def take_in() -> ResponseReturnValue:
    form = TakeForm()
    text, only_good = str(form.text.data or ""), form.which.data == GOOD
    staff = login.current_staff()
    done = form.save(
        lambda: import_patients.for_staff(staff, text, only_good=only_good, dry_run=False, now=now()),
    )
    if done is None:
        return _looked(form, text), 422
    _say(done)
    return redirect(url_for("people.show"), 303)


def _say(done: Report) -> None:
    added = ngettext("%(num)s person added.", "%(num)s people added.", len(done.new))
    rest = (
        [ngettext("%(num)s was here already.", "%(num)s were here already.", len(done.doubles))] if done.doubles else []
    )
    if done.wrong_lines:
        rest.append(ngettext("%(num)s line was left out.", "%(num)s lines were left out.", done.wrong_lines))
    notices.say("short" if done.wrong_lines else "done", added, " ".join(rest))


def _looked(form: TakeForm, text: str) -> str:
    report = import_patients.for_staff(login.current_staff(), text, only_good=True, dry_run=True, now=now())
    return _page(FileForm(formdata=None), take=form, report=report)


def _page(form: FileForm, **said: Any) -> str:
    given: dict[str, Any] = {"take": None, "report": None} | said
    return render_template("staff/patients_file.html", tab="people", form=form, **given)
