"""The board of a week, for staff."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from iopsched.usecases import read_texts, view_board
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.dates import date_in

blueprint = Blueprint("board", __name__, url_prefix="/staff/board")
blueprint.before_request(login.staff_only)
SHOWN = 8
"""How many of the short ones stand beside the board; the rest are among the people."""


@blueprint.get("")
@blueprint.get("/<day>")
def show(day: str | None = None) -> ResponseReturnValue:
    board = view_board.view(login.current_staff(), date_in(day), now=now())
    names = request.args.get("names") == "yes"
    texts = read_texts.count(login.current_staff())
    return render_template("staff/board.html", tab="board", board=board, shown=SHOWN, names=names, texts=texts)
