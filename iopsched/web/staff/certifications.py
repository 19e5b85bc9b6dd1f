"""A physician's certification said to have been given."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.errors import Invalid
from iopsched.usecases.hours import certify_plan
from iopsched.web import login, notices, wall
from iopsched.web.clock import now
from iopsched.web.staff.forms_people import CertificationForm

blueprint = Blueprint("certifications", __name__, url_prefix="/staff/people/<int:patient_id>/certification")
blueprint.before_request(login.schedulers_only)


@blueprint.post("")
def certify(patient_id: int) -> ResponseReturnValue:
    """On the day that was typed; without one, what was said of the plan is taken back."""
    form, staff = CertificationForm(), login.current_staff()
    try:
        if not form.validate():
            raise Invalid(day=" ".join(map(str, form.day.errors)))
        certify_plan.certify(staff, patient_id, form.day.data, now=now())
        _say(form)
    except Invalid as invalid:
        notices.say("lost", _("Not saved."), " ".join(map(_, invalid.problems.values())))
    if form.to_dues.data:
        return redirect(url_for("dues.show", days=request.args.get("days")), 303)
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


def _say(form: CertificationForm) -> None:
    if day := form.day.data:
        notices.say("done", _("Certified."), _("On %(day)s.", day=wall.day_full(day)))
    else:
        notices.say("done", _("Taken back."), _("The last certification of this plan is not known any more."))
