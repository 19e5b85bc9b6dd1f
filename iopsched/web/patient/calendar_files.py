"""Times as a file that any calendar opens: one seat, or a week that is not accepted yet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, request

from iopsched.usecases.feeds import save_times
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.ids import id_in

blueprint = Blueprint("calendar_files", __name__)
blueprint.before_request(login.patients_only)
FILE_NAME = "week.ics"
"""What a phone keeps it under: nothing that tells."""


@blueprint.get("/sessions/<int:session_id>.ics")
def seat(session_id: int) -> Response:
    return _file([session_id])


@blueprint.get("/plan/times.ics")
def week() -> Response:
    """The sessions of a proposal, ``?session=7&session=9``."""
    return _file(id_in(said) for said in request.args.getlist("session"))


def _file(session_ids: Iterable[int]) -> Response:
    body = save_times.as_file(login.current_patient().id, session_ids, now=now())
    told = {"Content-Disposition": f"attachment; filename={FILE_NAME}", "Cache-Control": "private, no-store"}
    return Response(body, headers=told, mimetype="text/calendar")
