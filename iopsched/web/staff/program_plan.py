"""Plan everybody's week: who would be complete with what, who stays short and why, and which session more helps."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.program_plan.planned_week import LONGEST_SEED, KeptPlan, Outcome
from iopsched.usecases.weeks import accept_program_plan, plan_program, view_program_plan
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.security import LARGEST_ID
from iopsched.web.staff import program_plan_words

blueprint = Blueprint("program_plan", __name__, url_prefix="/staff/plan/<day>")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show(day: str) -> ResponseReturnValue:
    report = view_program_plan.view(login.current_staff(), date_in(day), now=now())
    seed = report.plan.seed % LONGEST_SEED + 1 if report.plan else 1
    said = {"words": program_plan_words, "seed": seed}
    return render_template("staff/program_plan.html", tab="board", report=report, **said)


@blueprint.post("")
def plan(day: str) -> ResponseReturnValue:
    """Some seconds of work, within the request: nothing is written until it is done, and no transaction is open."""
    staff, monday = login.current_staff(), _day(day)
    try:
        proposed = plan_program.propose(staff, monday, seed=_number("seed"), now=now())
    except Invalid as invalid:
        notices.say("lost", _("Not planned."), " ".join(map(_, invalid.problems.values())))
    else:
        plan_program.keep(staff, proposed, now=now())
    return redirect(url_for(".show", day=monday), 303)


@blueprint.post("/acceptance")
def accept(day: str) -> ResponseReturnValue:
    staff, monday = login.current_staff(), _day(day)
    try:
        _tell(accept_program_plan.accept(staff, _number("plan"), now=now()))
    except Invalid as invalid:
        notices.say("lost", _("Nothing was booked."), " ".join(map(_, invalid.problems.values())))
    return redirect(url_for(".show", day=monday), 303)


def _tell(accepted: KeptPlan) -> None:
    came_to = [week.outcome for week in accepted.weeks]
    given, offered = came_to.count(Outcome.GIVEN), came_to.count(Outcome.OFFERED)
    rest = sum(bool(week.session_ids) for week in accepted.weeks) - given - offered
    said = [
        ngettext("%(num)s week is booked.", "%(num)s weeks are booked.", given) if given else "",
        ngettext("%(num)s week is kept for an answer.", "%(num)s weeks are kept for answers.", offered)
        if offered
        else "",
        ngettext("%(num)s came to nothing: see below.", "%(num)s came to nothing: see below.", rest) if rest else "",
    ]
    notices.say("short" if rest else "done", _("Accepted."), " ".join(filter(None, said)))


def _day(said: str) -> date:
    if (day := date_in(said)) is None:
        raise NotFound("week")
    return day


def _number(name: str) -> int:
    """What a button sent; 0, which is nobody's, for what it never sends."""
    said = request.form.get(name, "")
    return int(said) if said.isdecimal() and len(said) <= len(str(LARGEST_ID)) and int(said) <= LARGEST_ID else 0
