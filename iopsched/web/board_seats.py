"""The seats of a board that stands open: asked for by the page itself every half a minute."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from iopsched.usecases import view_board_seats
from iopsched.web import board_words, login
from iopsched.web.clock import now
from iopsched.web.dates import date_in

blueprint = Blueprint("board_seats", __name__, url_prefix="/staff/board/<day>/seats")
blueprint.before_request(login.onlookers_only)


@blueprint.get("")
def show(day: str) -> ResponseReturnValue:
    """Session id to its seats; nothing (304) while they are as the page knows them."""
    ahead = view_board_seats.view(login.current_staff(), date_in(day), now=now())
    answer = jsonify({str(session.id): board_words.seats_of(session) for session in ahead})
    answer.add_etag()
    return answer.make_conditional(request)
