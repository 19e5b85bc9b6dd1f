"""What programs may ask for a signed-in patient, as JSON (docs/api.md); nothing can be changed here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, jsonify, url_for
from flask.typing import ResponseReturnValue

from iopsched.domain.errors import NotFound
from iopsched.domain.make_up import Lost
from iopsched.domain.mending import Mending
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.usecases.weeks import make_up_week
from iopsched.usecases.weeks.make_up_week import MakeUp
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.dates import date_in

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.before_request
def patients_only() -> None:
    """401 for strangers, who are not led to a page to sign in; staff find nothing here."""
    if not login.is_anybody():
        abort(401)
    if not login.is_patient():
        raise NotFound("a patient's address")


@blueprint.get("/weeks/<day>/make-up")
def make_up(day: str) -> ResponseReturnValue:
    """The smallest sets of sessions that mend the week of that day, or make up for the one before."""
    found = make_up_week.look(login.current_patient().id, date_in(day), now=now())
    return jsonify(_make_up(found))


def _make_up(found: MakeUp) -> dict[str, Any]:
    week, later = found.week, found.next_monday
    return {
        "first_day": week.monday.isoformat(),
        "last_day": week.sunday.isoformat(),
        "required_minutes": week.required,
        "minutes": week.minutes,
        "to_go_minutes": week.to_go,
        "is_met": week.is_met,
        "owed_minutes": found.still_owed,
        "lost": [_lost(one, week.program) for one in found.lost],
        "sets": [_set(one, week.program) for one in found.sets],
        "next": url_for(".make_up", day=later) if later else None,
    }


def _lost(lost: Lost, program: Program) -> dict[str, Any]:
    return _session(lost.session, program) | {"lost_minutes": lost.minutes, "why": lost.loss.value}


def _set(mending: Mending, program: Program) -> dict[str, Any]:
    then, sessions = mending.week, [_session(session, program) for session in mending.sessions]
    return {"sessions": sessions, "minutes": mending.minutes, "week_minutes": then.minutes}


def _session(session: Session, program: Program) -> dict[str, Any]:
    return {
        "id": session.id,
        "starts": session.starts.astimezone(program.zone).isoformat(),
        "ends": session.ends.astimezone(program.zone).isoformat(),
        "component": session.component.value,
        "modality": session.modality.value,
        "minutes": session.counted_minutes,
    }
