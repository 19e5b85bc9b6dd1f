"""A tablet at the entrance: a code is typed, and somebody has arrived. It shows nobody, and says no name."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.usecases.hours import arrive
from iopsched.web import limits, login, notices
from iopsched.web.clock import now
from iopsched.web.forms_kiosk import ArrivalForm

blueprint = Blueprint("kiosk", __name__, url_prefix="/kiosk")
blueprint.before_request(login.kiosks_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return render_template("kiosk/code.html", form=ArrivalForm(formdata=None))


@blueprint.post("")
@limits.limiter.limit(limits.of_kiosk, key_func=limits.by_kiosk)
def check_in() -> ResponseReturnValue:
    """What was typed never comes back on the page: whoever is next in line would read it."""
    form, secret = ArrivalForm(), str(current_app.extensions["settings"].secret_key)
    kiosk = login.current_kiosk()
    if form.save(lambda: arrive.check_in(kiosk, form.code.data or "", secret=secret, now=now())) is None:
        return render_template("kiosk/code.html", form=form), 422
    notices.say("done", _("Thank you."), _("You are checked in."))
    return redirect(url_for(".show"), 303)
