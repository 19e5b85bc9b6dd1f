"""Behind the links of e-mails: a yes to an address, and no more e-mail. GET shows, POST acts; nobody need sign in.

What ends a link is the signature of whoever reads mail there, so ending e-mail takes no token of a page: a mail program
does it at one press (RFC 8058).
"""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from iopsched.usecases.messages import confirm_address, stop_messages
from iopsched.web.clock import now

confirming = Blueprint("confirming", __name__, url_prefix="/e-mail/yes")
blueprint = Blueprint("mail_links", __name__, url_prefix="/e-mail/no")


@confirming.get("/<int:patient_id>/<mark>")
def ask(patient_id: int, mark: str) -> ResponseReturnValue:
    claim, program = confirm_address.see(patient_id, mark, secret=_secret(), now=now())
    return render_template("account/address.html", claim=claim, name=program.name, is_done=False)


@confirming.post("/<int:patient_id>/<mark>")
def confirm(patient_id: int, mark: str) -> ResponseReturnValue:
    confirm_address.confirm(patient_id, mark, secret=_secret(), now=now())
    return redirect(url_for(".thank"), 303)


@confirming.get("/")
def thank() -> ResponseReturnValue:
    return render_template("account/address.html", is_done=True)


@blueprint.get("/<int:patient_id>/<mark>")
def ask_stop(patient_id: int, mark: str) -> ResponseReturnValue:
    patient, program = stop_messages.see_link(patient_id, mark, secret=_secret())
    return render_template("account/no_mail.html", name=program.name, is_on=patient.accepts_email)


@blueprint.post("/<int:patient_id>/<mark>")
def stop(patient_id: int, mark: str) -> ResponseReturnValue:
    """A mail program is answered in a word, a person sees the page again."""
    stop_messages.stop_by_link(patient_id, mark, secret=_secret(), now=now())
    if request.form.get("List-Unsubscribe") == "One-Click":
        return "", 200
    return redirect(url_for(".ask_stop", patient_id=patient_id, mark=mark), 303)


def _secret() -> str:
    return str(current_app.extensions["settings"].secret_key)
