"""Letters of attendance: a patient's own, and those that staff have written for somebody."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from iopsched.domain.letter import Letter
from iopsched.usecases.hours import write_letter
from iopsched.web import letter_words, login
from iopsched.web.clock import now
from iopsched.web.forms_letter import LetterForm

blueprint = Blueprint("letters", __name__, url_prefix="/me/letter")
blueprint.before_request(login.patients_only)


@blueprint.get("")
def ask() -> ResponseReturnValue:
    return render_template("patient/letter.html", tab="me", form=fresh())


@blueprint.post("")
def write() -> ResponseReturnValue:
    form, patient_id = LetterForm(), login.current_patient().id
    letter = form.save(lambda: write_letter.of_patient(patient_id, form.wanted(), now=now()))
    return file_of(letter) if letter else (render_template("patient/letter.html", tab="me", form=form), 422)


def fresh() -> LetterForm:
    """What stands on the page at first."""
    return LetterForm.until_today(login.current_program().day_of(now()))


def file_of(letter: Letter) -> Response:
    """Its name says no more than a discreet letter does."""
    document = letter_words.document_of(letter, str(getattr(get_locale(), "language", "en")))
    headers = {"Content-Disposition": f'attachment; filename="letter-{letter.written_on}.pdf"'}
    return Response(write_letter.as_file(document, now=now()), mimetype="application/pdf", headers=headers)
