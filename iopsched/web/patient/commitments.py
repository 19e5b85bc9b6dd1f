"""What is in a patient's way, as they say it themselves.

What was removed waits in the patient's own signed cookie to be taken back; it is kept nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.commitment import Commitment
from iopsched.domain.errors import Invalid
from iopsched.usecases.weeks import keep_commitments
from iopsched.usecases.weeks.keep_commitments import Noted
from iopsched.web import busy_words, login, notices
from iopsched.web.clock import now
from iopsched.web.dates import WEEKDAYS
from iopsched.web.patient.commitments_page import page
from iopsched.web.patient.forms_commitment import STARTS, CommitmentForm, form_of

blueprint = Blueprint("commitments", __name__, url_prefix="/commitments")
blueprint.before_request(login.patients_only)
REMOVED, BACK_FOR = "removed", timedelta(minutes=15)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """``start`` in the address names what the form begins with."""
    start = request.args.get("start", "")
    begun = STARTS.get(start)
    return page(CommitmentForm(formdata=None, data=begun.data) if begun else None, start=start)


@blueprint.post("")
def add() -> ResponseReturnValue:
    form = CommitmentForm()
    noted = form.save(lambda: keep_commitments.add(login.current_patient().id, *form.said(), now=now()))
    return _say(noted) if noted else (page(form), 422)


@blueprint.get("/<int:commitment_id>")
def edit(commitment_id: int) -> ResponseReturnValue:
    alike = keep_commitments.alike(login.current_patient().id, commitment_id)
    return _edit_page(form_of(alike), commitment_id, alike)


@blueprint.post("/<int:commitment_id>")
def change(commitment_id: int) -> ResponseReturnValue:
    """It and those alike, as the form says them now."""
    form, patient_id = CommitmentForm(), login.current_patient().id
    noted = form.save(lambda: keep_commitments.change(patient_id, commitment_id, *form.said(), now=now()))
    if noted:
        return _say(noted)
    return _edit_page(form, commitment_id, keep_commitments.alike(patient_id, commitment_id)), 422


@blueprint.post("/<int:commitment_id>/removal")
def remove(commitment_id: int) -> ResponseReturnValue:
    """It, or with ``alike`` all that are at the same times."""
    all_alike = bool(request.form.get("alike"))
    gone = keep_commitments.remove(login.current_patient().id, commitment_id, all_alike=all_alike)
    cookie[REMOVED] = {"until": int((now() + BACK_FOR).timestamp()), "said": [*map(_as_plain, gone)]}
    rest = _("Sessions at that time are offered to you again.")
    notices.say("done", _("Removed."), rest, undo=url_for(".restore"))
    return redirect(url_for(".show"), 303)


@blueprint.post("/restoration")
def restore() -> ResponseReturnValue:
    """What was removed last, unless that is long ago or its date has passed."""
    kept: dict[str, Any] = cookie.pop(REMOVED, {"until": 0, "said": []})
    try:
        if kept["until"] < now().timestamp():
            raise Invalid(day="too late")
        keep_commitments.add(login.current_patient().id, *_from_plain(kept["said"]), now=now())
    except Invalid:
        notices.say("short", _("Not put back."), _("It was removed too long ago. Please add it again."))
    else:
        notices.say("done", _("Put back."), _("Sessions at that time are not offered to you."))
    return redirect(url_for(".show"), 303)


def _say(noted: Noted) -> ResponseReturnValue:
    notices.say("done", *busy_words.noted(noted))
    return redirect(url_for(".show"), 303)


def _edit_page(form: CommitmentForm, commitment_id: int, alike: tuple[Commitment, ...]) -> str:
    facts: dict[str, Any] = {"form": form, "commitment_id": commitment_id, "alike": alike}
    return render_template("patient/commitment.html", tab="plan", weekdays=WEEKDAYS, **facts)


def _as_plain(mine: Commitment) -> list[Any]:
    days = [day.isoformat() if day else None for day in (mine.day, mine.last_day)]
    return [mine.weekday, *days, mine.begins.isoformat(), mine.ends.isoformat()]


def _from_plain(said: Iterable[list[Any]]) -> Iterator[Commitment]:
    for weekday, day, last_day, begins, ends in said:
        first, last = (date.fromisoformat(each) if each else None for each in (day, last_day))
        yield Commitment(0, time.fromisoformat(begins), time.fromisoformat(ends), weekday, first, last)
