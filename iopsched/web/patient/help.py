"""How it works, in plain words, and whom to call."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from iopsched.web import login

blueprint = Blueprint("help", __name__)
blueprint.before_request(login.patients_only)


@blueprint.get("/help")
def show() -> ResponseReturnValue:
    return render_template("patient/help.html", tab="help")
