"""Whether the service lives and whether it can serve; for machines, so in plain words and without any page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from iopsched.usecases import check_readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def is_alive() -> Response:
    """200 whenever the process answers; asks nothing of the database."""
    return _said("ok", 200)


@blueprint.get("/readyz")
def is_ready() -> Response:
    """200 when the database answers and has the newest shape, else 503 with a word why.

    A line more for each channel by which nothing goes out.
    """
    try:
        ready = check_readiness.is_ready()
        stopped = check_readiness.standstills() if ready else ()
    except Exception:
        current_app.logger.exception("the database does not answer")
        return _said("no database", 503)
    return (
        _said("\n".join(("ready", *(f"stopped: {each}" for each in stopped))), 200)
        if ready
        else _said("migrations are missing", 503)
    )


def _said(word: str, status: int) -> Response:
    return Response(f"{word}\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
