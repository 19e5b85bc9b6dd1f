"""What is kept about how a patient is reached, and the ways to change it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from iopsched.domain.consent import Source
from iopsched.domain.errors import Invalid
from iopsched.usecases.people import change_profile, sign_in_patient
from iopsched.web import login, names, notices
from iopsched.web.clock import now
from iopsched.web.forms_me import YES, LanguageForm, TextsForm, TravelForm, ZoneForm

blueprint = Blueprint("me", __name__, url_prefix="/me")
blueprint.before_request(login.patients_only)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("/texts")
def set_texts() -> ResponseReturnValue:
    form = TextsForm()
    if not form.validate():
        raise BadRequest
    says_yes = form.texts.data == YES
    change_profile.set_consent(login.current_patient().id, says_yes, source=Source.APP, now=now())
    if says_yes:
        notices.say("done", _("Texts are on."), _("One on the evening before, and one when something changes."))
    else:
        notices.say("done", _("Texts are off."), _("Look at your week here before you go: nothing will tell you."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/language")
def set_language() -> ResponseReturnValue:
    form = LanguageForm()
    if not form.validate():
        raise BadRequest
    change_profile.set_language(login.current_patient().id, form.language.data, now=now())
    notices.say("done", _("Kept."), _("Texts come in that language from now on."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/time-zone")
def set_zone() -> ResponseReturnValue:
    form = ZoneForm().offer(login.current_program())
    if not form.validate():
        form.timezone.errors = [_("Choose a time zone from the list.")]
        return _page(form), 422
    try:
        change_profile.set_timezone(login.current_patient().id, form.timezone.data, now=now())
    except Invalid as invalid:
        form.timezone.errors = list(invalid.problems.values())
        return _page(form), 422
    notices.say("done", _("Time zone kept."), _("Texts come at decent hours there."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/travel")
def set_travel() -> ResponseReturnValue:
    form, patient_id = TravelForm(), login.current_patient().id
    if form.save(lambda: change_profile.set_travel(patient_id, form.minutes.data, now=now())) is None:
        return _page(travel=form), 422
    notices.say("done", _("Kept."), _("Plans leave that much time between the clinic and your screen."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    sign_in_patient.sign_out_everywhere(login.current_patient().id, now=now())
    login.sign_out()
    notices.say("done", _("Signed out everywhere."), _("Every phone and computer asks for a new code."))
    return redirect(url_for("account.phone"), 303)


def _page(form: ZoneForm | None = None, travel: TravelForm | None = None) -> str:
    """With what was typed and will not do, else with what is kept."""
    profile = change_profile.view(login.current_patient().id)
    me = profile.patient
    form = (form or ZoneForm(formdata=None, timezone=me.timezone)).offer(profile.program)
    travel = travel or TravelForm(formdata=None, minutes=me.travel_minutes)
    language = LanguageForm(formdata=None, language=me.language)
    said = {"profile": profile, "phone": names.phone_said(me.phone), "form": form, "travel": travel}
    said |= {"language_form": language}
    return render_template("patient/me.html", tab="me", **said)
