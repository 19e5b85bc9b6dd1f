"""What changes of a board that stands open: asked for by the page itself every half a minute."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.usecases.weeks import view_board
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.staff.board_filters import filters_in

blueprint = Blueprint("board_seats", __name__, url_prefix="/staff/board/<day>/seats")
blueprint.before_request(login.onlookers_only)


@blueprint.get("")
def show(day: str) -> ResponseReturnValue:
    """Totals and every session of the week as the board draws them; nothing (304) while the page has them so."""
    board = view_board.view(login.current_staff(), date_in(day), now=now())
    names = filters_in(request.args).names
    answer = make_response(render_template("staff/board_live.html", board=board, names=names))
    answer.add_etag()
    return answer.make_conditional(request)
