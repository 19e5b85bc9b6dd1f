"""The door of staff: e-mail and password; and the way out."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from iopsched.domain.duty import Duty
from iopsched.domain.errors import Invalid
from iopsched.domain.staff import Staff
from iopsched.usecases.demo import describe_demo
from iopsched.usecases.people import sign_in_staff
from iopsched.web import limits, login, notices
from iopsched.web.clock import now
from iopsched.web.forms_sign_in import StaffForm

blueprint = Blueprint("staff_account", __name__, url_prefix="/staff")


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The first page of whoever is signed in, or the way in."""
    return redirect(_home_of(login.current_staff()) if login.is_staff() else url_for(".show"), code=303)


@blueprint.get("/sign-in")
def show() -> ResponseReturnValue:
    if login.is_staff():
        return redirect(_home_of(login.current_staff()), code=303)
    return _page(StaffForm(formdata=None))


@blueprint.post("/sign-in")
@limits.limiter.limit(limits.of_sign_in)
def check() -> ResponseReturnValue:
    """The same answer for an unknown address, a wrong password and a locked account."""
    form = StaffForm()
    if not form.validate():
        return _page(form), 422
    try:
        staff = sign_in_staff.check_password(form.email.data or "", form.password.data or "", now=now())
    except Invalid:
        wrong = gettext("E-mail and password do not fit together. After five tries we wait 15 minutes.")
        form.password.errors = [wrong]
        return _page(form), 422
    login.sign_in(login.StaffUser(*sign_in_staff.visit(staff)), stay=False)
    return redirect(login.where_next(_home_of(staff)), code=303)


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    login.sign_out()
    notices.say("done", gettext("Signed out."))
    return redirect(url_for(".show"), code=303)


def _page(form: StaffForm) -> str:
    """With the made-up accounts of a demo, and of nothing else."""
    hosts = describe_demo.hosts() if current_app.extensions["settings"].demo else ()
    return render_template("staff/sign_in.html", form=form, hosts=hosts)


def _home_of(staff: Staff) -> str:
    return url_for("board.show" if staff.may(Duty.BOARD) else "ledger.show")
