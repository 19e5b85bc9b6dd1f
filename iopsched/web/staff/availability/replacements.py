"""Replacements beyond those that the page of a preview came with: asked for by it, and sent as they are found."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from iopsched.domain.change_draft import ChangeDraft
from iopsched.usecases.availability import draft_change, seek_replacements
from iopsched.usecases.availability.draft_change import MOST_MENDED, Otherwise
from iopsched.usecases.availability.seek_replacements import Step
from iopsched.web import login
from iopsched.web.clock import now

blueprint = Blueprint("replacements", __name__, url_prefix="/staff/changes/drafts/<int:draft_id>/replacements")
blueprint.before_request(login.onlookers_only)
LINES = "application/x-ndjson"
AT_ONCE = {"X-Accel-Buffering": "no"}
"""So that a proxy in between hands each line on as it comes."""


@blueprint.get("")
def show(draft_id: int) -> ResponseReturnValue:
    """A line for each step, a piece of the page as a JSON string; 409 where the page is no longer what is true."""
    staff, kept = login.current_staff(), draft_change.find(login.current_staff(), draft_id)
    seen, after = request.args.get("seen", kept.fingerprint), max(0, request.args.get("after", 0, type=int))
    try:
        steps = seek_replacements.seek(staff, draft_id, seen, after=after, now=now())
    except Otherwise:
        abort(409)
    return Response(stream_with_context(_lines(kept, steps)), mimetype=LINES, headers=AT_ONCE)


def _lines(kept: ChangeDraft, steps: Iterator[Step]) -> Iterator[str]:
    for step in steps:
        piece = render_template(
            "staff/preview_step.html", draft=kept, change=step.change, fresh=step.fresh, step=MOST_MENDED
        )
        yield json.dumps(piece) + "\n"
