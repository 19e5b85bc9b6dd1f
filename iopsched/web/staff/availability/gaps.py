"""What if: who could not reach their hours in a week, with drafted changes, and what would complete most."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.usecases.availability import view_gaps
from iopsched.usecases.availability.view_gaps import MOST_WEEKS
from iopsched.usecases.people import note_look
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.staff import program_plan_words
from iopsched.web.staff.availability.drafting import DRAFT

blueprint = Blueprint("gaps", __name__, url_prefix="/staff/changes/gaps")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The week that holds ``day``, or this one, and those after it, with the drafts that the address names."""
    staff, program = login.current_staff(), login.current_program()
    day = date_in(request.args.get("day")) or program.day_of(now())
    draft_ids = request.args.getlist(DRAFT, type=int)
    number = request.args.get("weeks", 1, type=int)
    gaps = view_gaps.view(staff, day, draft_ids, number=number, now=now())
    note_look.note_list(staff, "preview looked at", now=now(), people=gaps.people)
    return render_template("staff/gaps.html", tab="changes", gaps=gaps, words=program_plan_words, most=MOST_WEEKS)
