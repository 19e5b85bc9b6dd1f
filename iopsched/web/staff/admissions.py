"""Somebody new, and how somebody is called and reached: for coordinators and admins."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.usecases.messages import confirm_address, note_answer, stop_messages
from iopsched.usecases.people import admit_patient, view_patient
from iopsched.usecases.people import change_contact as change
from iopsched.usecases.people.view_patient import Sheet
from iopsched.web import login, notices
from iopsched.web.clock import now
from iopsched.web.forms_me import YES
from iopsched.web.forms_messages import AddressForm, SpokenAnswerForm
from iopsched.web.staff.forms_people import AdmissionForm, ContactForm
from iopsched.web.staff.forms_plans import until

blueprint = Blueprint("admissions", __name__, url_prefix="/staff/people")
blueprint.before_request(login.schedulers_only)


@blueprint.get("/new")
def ask() -> ResponseReturnValue:
    today = login.current_program().day_of(now())
    return _admission(AdmissionForm(formdata=None, first_day=today, last_day=until(today)))


@blueprint.post("/new")
def admit() -> ResponseReturnValue:
    form = AdmissionForm()
    patient_id = form.save(lambda: admit_patient.admit(login.current_staff(), form.admission(), form.plan(), now=now()))
    if patient_id is None:
        return _admission(form), 422
    notices.say("done", _("Added."), _with_phone() if form.phone.data else _without_phone())
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


@blueprint.get("/<int:patient_id>/contact")
def ask_contact(patient_id: int) -> ResponseReturnValue:
    sheet = _sheet(patient_id)
    return _contact(sheet, ContactForm.known_of(sheet.patient))


@blueprint.post("/<int:patient_id>/contact")
def change_contact(patient_id: int) -> ResponseReturnValue:
    sheet, form = _sheet(patient_id), ContactForm()
    staff = login.current_staff()
    if form.save(lambda: change.change(staff, patient_id, form.contact(), now=now())) is None:
        return _contact(sheet, form), 422
    notices.say("done", _("Changed."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


@blueprint.post("/<int:patient_id>/address")
def give_address(patient_id: int) -> ResponseReturnValue:
    """It counts once the patient has confirmed it."""
    sheet, form = _sheet(patient_id), AddressForm()
    staff = login.current_staff()
    if form.save(lambda: confirm_address.ask_for(staff, patient_id, form.email.data or "", now=now())) is None:
        return _contact(sheet, ContactForm.known_of(sheet.patient), form), 422
    notices.say("done", _("On its way."), _("It counts once the e-mail that we sent there is confirmed."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


@blueprint.post("/<int:patient_id>/texts")
def note_answer_about_texts(patient_id: int) -> ResponseReturnValue:
    """What the patient said to a member of staff, unless they have answered since the page was opened."""
    sheet, form = _sheet(patient_id), SpokenAnswerForm()
    staff, said = login.current_staff(), form.answer.data == YES
    if form.save(lambda: note_answer.note(staff, patient_id, said, seen=form.seen.data or 0, now=now())) is None:
        return _contact(sheet, ContactForm.known_of(sheet.patient), answer=form), 422
    notices.say("done", _("Noted."), _("Your name and the time are kept with that answer."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


@blueprint.post("/<int:patient_id>/phone/good")
def trust_number(patient_id: int) -> ResponseReturnValue:
    note_answer.trust_number(login.current_staff(), patient_id, now=now())
    notices.say("done", _("Texts go to this number again."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


@blueprint.post("/<int:patient_id>/stop")
def stop_messages_to(patient_id: int) -> ResponseReturnValue:
    """The patient has said no to a member of staff."""
    stop_messages.stop_all_for(login.current_staff(), patient_id, now=now())
    notices.say("done", _("All messages are off."), _("Your name and the time are kept with that answer."))
    return redirect(url_for("people.show_person", patient_id=patient_id), 303)


def _with_phone() -> str:
    return _("This person can sign in with the phone number from now on.")


def _without_phone() -> str:
    return _("Without a phone number nobody can sign in or be texted. It can be added later.")


def _sheet(patient_id: int) -> Sheet:
    return view_patient.view(login.current_staff(), patient_id, now=now())


def _admission(form: AdmissionForm) -> str:
    return render_template("staff/admission.html", tab="people", form=form)


def _contact(
    sheet: Sheet, form: ContactForm, address: AddressForm | None = None, answer: SpokenAnswerForm | None = None
) -> str:
    others = {"address": address or AddressForm(formdata=None), "answer": answer or SpokenAnswerForm(formdata=None)}
    return render_template("staff/contact.html", tab="people", form=form, sheet=sheet, **others)
