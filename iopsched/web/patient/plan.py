"""Plan a week: what suits, whole weeks that meet the plan, one of them booked at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Taken
from iopsched.domain.plan import Outlook
from iopsched.domain.refusal import Refusal
from iopsched.domain.wishes import Wishes
from iopsched.usecases.seats import hold_plan, view_waiting
from iopsched.usecases.weeks import keep_calendars, keep_commitments, note_unmet, plan_week, view_week
from iopsched.web import login, notices, sentences
from iopsched.web.clock import now
from iopsched.web.dates import WEEKDAYS, date_in
from iopsched.web.form_keys import sent_key
from iopsched.web.forms_plan import ASKED, WishesForm, form_of
from iopsched.web.ids import id_in
from iopsched.web.patient import plan_remedies, plan_short, plan_words
from iopsched.web.patient.plan_page import page_of, wishes_said
from iopsched.web.zones import zone_apart

blueprint = Blueprint("plan", __name__, url_prefix="/plan")
blueprint.before_request(login.patients_only)


@blueprint.get("")
@blueprint.get("/<day>")
def show(day: str | None = None) -> ResponseReturnValue:
    """By the wishes of the address, else by the last ones."""
    if ASKED not in request.args:
        return _page(date_in(day), plan_week.last_wishes(login.current_patient().id))
    form = WishesForm(request.args)
    return _page(date_in(day), form.wishes, form) if form.validate() else (_page(date_in(day), Wishes(), form), 422)


@blueprint.post("/<day>/wishes")
def wish(day: str) -> ResponseReturnValue:
    monday, form = date_in(day), WishesForm(request.form)
    if not form.validate():
        return _page(monday, plan_week.last_wishes(login.current_patient().id), form), 422
    plan_week.keep_wishes(login.current_patient().id, form.wishes)
    return redirect(url_for(".show", day=monday, _anchor="proposals"), 303)


@blueprint.post("/<day>/booking")
def accept(day: str) -> ResponseReturnValue:
    """All of a proposal, or nothing of it and what stood in the way."""
    wanted = [id_in(said) for said in request.form.getlist("session")]
    try:
        week = plan_week.accept(login.current_patient().id, wanted, now=now(), key=sent_key())
    except Taken as taken:
        return not_to_be_had(date_in(day), taken, _("Not booked."))
    notices.say("done", plan_words.booked_all(len(wanted)), sentences.outcome(week))
    return redirect(url_for("week.show", day=week.monday), 303)


def not_to_be_had(day: date | None, taken: Taken, title: str) -> ResponseReturnValue:
    """The plan page as it is now, with what stood in the way of a proposal. ``title`` says what was not done."""
    wishes = plan_week.last_wishes(login.current_patient().id)
    return _page(day, wishes, taken=taken.reasons, title=title), 409


def _page(
    day: date | None,
    wishes: Wishes,
    form: WishesForm | None = None,
    taken: Mapping[int, tuple[Refusal, ...]] | None = None,
    title: str = "",
) -> str:
    patient, program = login.current_patient(), login.current_program()
    patient_id = patient.id
    outlook = _outlook(patient_id, day, wishes)
    note_unmet.note_plan(patient, outlook, now=now())
    page = page_of(
        outlook,
        form or form_of(wishes),
        keep_commitments.list_all(patient_id, now=now()),
        program.day_of(now()),
        view_waiting.wanted(patient_id) if patient.waits else (),
        _said(patient_id, taken or {}),
        keep_calendars.list_counted(patient_id, now=now()),
    )
    said: dict[str, Any] = {"wishes_said": wishes_said, "words": plan_words, "short": plan_short, "weekdays": WEEKDAYS}
    said["remedy"] = plan_remedies
    said |= {"not_done": title, "kept_until": hold_plan.lasts_until(patient_id, now=now())}
    said["times_of"] = zone_apart(patient, program, page.week.monday)
    return render_template("patient/plan.html", tab="plan", page=page, week=page.week, **said)


def _outlook(patient_id: int, day: date | None, wishes: Wishes) -> Outlook:
    """Of the week that was asked for; else of this week, or of the next one where this one is full."""
    outlook = plan_week.propose(patient_id, day, wishes, now=now())
    if day is None and outlook.week.is_met:
        return plan_week.propose(patient_id, outlook.week.monday + timedelta(weeks=1), wishes, now=now())
    return outlook


def _said(patient_id: int, taken: Mapping[int, tuple[Refusal, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each session that could not be had, by name, and why."""
    for session_id, reasons in taken.items():
        session, _ = view_week.view_around(patient_id, session_id, now=now())
        why = tuple(sentences.why_not(reason, session) for reason in reasons)
        yield plan_words.capital(sentences.named(session)), why
