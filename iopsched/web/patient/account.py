"""The patients' door: a phone number, then six digits; and the way out."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from iopsched.domain.errors import Invalid
from iopsched.domain.sign_in import digits_of
from iopsched.usecases.demo import describe_demo
from iopsched.usecases.people import sign_in_patient
from iopsched.web import limits, login, notices
from iopsched.web.clock import now
from iopsched.web.forms_sign_in import AddressForm, CodeForm, PhoneForm

blueprint = Blueprint("account", __name__)
PHONE = "phone"
HOME = "/week"


@blueprint.get("/sign-in")
def phone() -> ResponseReturnValue:
    if login.is_patient():
        return redirect(HOME, code=303)
    return _phone_page(PhoneForm(formdata=None))


@blueprint.get("/sign-in/e-mail")
def address() -> ResponseReturnValue:
    """For who has no phone."""
    return _phone_page(AddressForm(formdata=None))


@blueprint.post("/sign-in")
@limits.limiter.limit(limits.of_codes, key_func=limits.by_phone)
@limits.limiter.limit(limits.of_sign_in)
def ask() -> ResponseReturnValue:
    """The same answer for a number that nobody has."""
    form = AddressForm() if "@" in request.form.get(PHONE, "") else PhoneForm()
    if not form.validate():
        return _phone_page(form), 422
    try:
        sign_in_patient.ask_for_code(form.phone.data or "", secret=_secret(), now=now())
    except Invalid:
        form.phone.errors = [form.wrong]
        return _phone_page(form), 422
    session[PHONE] = form.phone.data
    return redirect(url_for(".code"), code=303)


@blueprint.get("/sign-in/code")
def code() -> ResponseReturnValue:
    if PHONE not in session:
        return redirect(url_for(".phone"), code=303)
    return _code_page(CodeForm(formdata=None))


@blueprint.post("/sign-in/code")
@limits.limiter.limit(limits.of_sign_in)
def check() -> ResponseReturnValue:
    """Let in whoever has the six digits."""
    if PHONE not in session:
        return redirect(url_for(".phone"), code=303)
    form = CodeForm()
    if not form.validate():
        return _code_page(form), 422
    try:
        patient = sign_in_patient.check_code(session[PHONE], form.code.data or "", secret=_secret(), now=now())
    except Invalid:
        form.code.errors = [gettext("That code did not work. Check it, or send a new one.")]
        return _code_page(form), 422
    login.sign_in(login.PatientUser(*sign_in_patient.visit(patient)), stay=not form.shared.data)
    return redirect(login.where_next(HOME), code=303)


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    login.sign_out()
    notices.say("done", gettext("Signed out."))
    return redirect(url_for(".phone"), code=303)


def _phone_page(form: PhoneForm) -> str:
    """With the names of made-up people on it in a demo, and nowhere else."""
    guests = describe_demo.guests() if current_app.extensions["settings"].demo else ()
    said = {"by_mail": isinstance(form, AddressForm), "guests": guests}
    return render_template("account/phone.html", form=form, **said)


def _code_page(form: CodeForm) -> str:
    """With the digits on it in a demo, and nowhere else."""
    phone = session[PHONE]
    settings = current_app.extensions["settings"]
    by_mail = "@" in phone
    shown = sign_in_patient.code_for_demo(phone, secret=_secret(), now=now()) if settings.demo else None
    said = {"form": form, "phone": phone, "by_mail": by_mail, "ending": digits_of(phone)[-2:], "demo_code": shown}
    return render_template("account/code.html", **said)


def _secret() -> str:
    return str(current_app.extensions["settings"].secret_key)
