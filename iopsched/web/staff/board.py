"""The board of a week or a day, for staff."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.domain.duty import Duty
from iopsched.usecases.messages import watch_deliveries
from iopsched.usecases.texts import read_texts
from iopsched.usecases.weeks import view_board
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.dates import date_in
from iopsched.web.staff import board_words
from iopsched.web.staff.board_filters import filters_in
from iopsched.web.staff.board_page import page_of

blueprint = Blueprint("board", __name__, url_prefix="/staff/board")
blueprint.before_request(login.trusted_with(Duty.BOARD))
SHOWN = 8
"""How many of the short ones stand beside the board, unless all are asked for."""


@blueprint.get("")
@blueprint.get("/<day>")
def show(day: str | None = None) -> ResponseReturnValue:
    asked, staff = date_in(day), login.current_staff()
    board = view_board.view(staff, asked, now=now())
    page = page_of(board, asked, filters_in(request.args))
    shown = len(board.short) if page.filters.all_short else SHOWN
    said = {"shown": shown, "texts": read_texts.count(staff), "step_of": board_words.step_of}
    alarm = watch_deliveries.view(staff, now=now())
    return render_template("staff/board.html", tab="board", board=board, page=page, alarm=alarm, **said)
