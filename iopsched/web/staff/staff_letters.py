"""Staff have a letter of attendance written for somebody."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from iopsched.domain.duty import Duty
from iopsched.usecases.hours import write_letter
from iopsched.web import letters, login
from iopsched.web.clock import now
from iopsched.web.forms_letter import StaffLetterForm

blueprint = Blueprint("staff_letters", __name__, url_prefix="/staff/people/<int:patient_id>/letter")
blueprint.before_request(login.trusted_with(Duty.HOURS))


@blueprint.get("")
def ask(patient_id: int) -> ResponseReturnValue:
    return _page(patient_id, StaffLetterForm.until_today(login.current_program().day_of(now())))


@blueprint.post("")
def write(patient_id: int) -> ResponseReturnValue:
    form, staff = StaffLetterForm(), login.current_staff()
    letter = form.save(lambda: write_letter.for_patient(staff, patient_id, form.wanted(), now=now()))
    return letters.file_of(letter) if letter else (_page(patient_id, form), 422)


def _page(patient_id: int, form: StaffLetterForm) -> str:
    whom = write_letter.whom(login.current_staff(), patient_id)
    return render_template("staff/letter.html", tab="people", form=form, whom=whom)
