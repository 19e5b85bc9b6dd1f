"""Those who lead sessions: righted, made one, retired. No session changes by it, so nothing is to preview."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid
from iopsched.usecases.availability import keep_clinicians
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.staff.availability.forms_clinicians import MergerForm, NameForm

blueprint = Blueprint("clinicians", __name__, url_prefix="/staff/clinicians")
blueprint.before_request(login.schedulers_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    listed = keep_clinicians.list_all(login.current_staff(), now=now())
    return render_template("staff/clinicians.html", tab="offerings", listed=listed)


@blueprint.get("/<int:clinician_id>")
def show_one(clinician_id: int) -> ResponseReturnValue:
    return _page(clinician_id)


@blueprint.post("/<int:clinician_id>")
def rename(clinician_id: int) -> ResponseReturnValue:
    staff, form = login.current_staff(), NameForm()

    def save() -> bool:
        keep_clinicians.rename(staff, clinician_id, form.name.data or "", now=now())
        return True

    if form.save(save) is None:
        return _page(clinician_id, name=form), 422
    notices.say("done", _("Saved."), _("The name stands so everywhere, in what has been, too."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:clinician_id>/merger")
def merge(clinician_id: int) -> ResponseReturnValue:
    staff = login.current_staff()
    form = MergerForm(keep_clinicians.find(staff, clinician_id, now=now()).others)

    def save() -> bool:
        keep_clinicians.merge(staff, clinician_id, form.stays_id, now=now())
        return True

    if form.save(save) is None:
        return _page(clinician_id, merger=form), 422
    notices.say("done", _("Merged."), _("Sessions stay as they are. Nobody was told."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:clinician_id>/retirement")
def retire(clinician_id: int) -> ResponseReturnValue:
    try:
        keep_clinicians.retire(login.current_staff(), clinician_id, now=now())
    except Invalid as invalid:
        return _page(clinician_id, refused=_(invalid.problems["retire"])), 422
    notices.say(
        "done", _("Retired."), _("They are in no list to choose from any more. What they led keeps their name.")
    )
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:clinician_id>/return")
def bring_back(clinician_id: int) -> ResponseReturnValue:
    keep_clinicians.bring_back(login.current_staff(), clinician_id, now=now())
    notices.say("done", _("Back."), _("They can be chosen again."))
    return redirect(url_for(".show"), 303)


def _page(
    clinician_id: int, *, name: NameForm | None = None, merger: MergerForm | None = None, refused: str = ""
) -> str:
    one = keep_clinicians.find(login.current_staff(), clinician_id, now=now())
    name = name or NameForm(formdata=None, obj=one.clinician)
    merger = merger or MergerForm(one.others, formdata=None)
    return render_template("staff/clinician.html", tab="offerings", one=one, name=name, merger=merger, refused=refused)
