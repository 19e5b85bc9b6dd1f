"""The tablets of a program's entrances: the device that asks becomes one, and any of them is ended from here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.usecases.hours import keep_kiosks
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.forms_kiosk import KioskForm

blueprint = Blueprint("kiosks", __name__, url_prefix="/staff/kiosks")
blueprint.before_request(login.admins_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(KioskForm(formdata=None))


@blueprint.post("")
def create() -> ResponseReturnValue:
    """This browser's sign-in is exchanged for the kiosk's: nothing of staff stays on the tablet."""
    form, staff = KioskForm(), login.current_staff()
    if (found := form.save(lambda: keep_kiosks.make(staff, form.name.data or "", now=now()))) is None:
        return _page(form), 422
    login.sign_in(login.KioskUser(*found), stay=True)
    return redirect(url_for("kiosk.show"), 303)


@blueprint.post("/<int:kiosk_id>/closing")
def close(kiosk_id: int) -> ResponseReturnValue:
    keep_kiosks.close(login.current_staff(), kiosk_id, now=now())
    notices.say("done", _("Ended."), _("That tablet is signed out."))
    return redirect(url_for(".show"), 303)


def _page(form: KioskForm) -> str:
    listed = keep_kiosks.list_all(login.current_staff())
    return render_template("staff/kiosks.html", tab="accounts", form=form, kiosks=listed)
