"""A patient looks at and changes what is kept about how to be reached."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from iopsched.domain.channel import Letter
from iopsched.domain.consent import WORDING, Source
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.message import State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import messages
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import AuditRow
from iopsched.usecases.messages.compose_text import compose
from iopsched.usecases.people import change_profile
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

LATER = NOW + timedelta(hours=1)


class Place(NamedTuple):
    """Riverside; Ana, who agreed to texts, has a seat next Monday at 18:00."""

    program: Program
    ana: Patient


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana = a_stored_patient(program)
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)
    return Place(program, ana)


def reminders(patient: Patient) -> list[tuple[State, datetime]]:
    with reading():
        return [(text.state, text.due_at) for text in messages.of_patient(patient.id)]


def actions() -> list[str]:
    with reading():
        return list(db.session.scalars(select(AuditRow.action).order_by(AuditRow.id)))


def set_consent(patient: Patient, is_given: bool, now: datetime = LATER) -> None:
    change_profile.set_consent(patient.id, is_given, source=Source.APP, now=now)


def test_every_answer_is_kept_the_latest_first(place: Place):
    set_consent(place.ana, False)
    set_consent(place.ana, True, now=LATER + timedelta(hours=1))

    profile = change_profile.view(place.ana.id)

    assert [(each.is_given, each.at) for each in profile.consents] == [
        (True, LATER + timedelta(hours=1)),
        (False, LATER),
    ]
    assert {(each.wording, each.source) for each in profile.consents} == {(WORDING, Source.APP)}
    assert profile.patient.accepts_texts


def test_the_same_answer_again_is_no_news(place: Place):
    set_consent(place.ana, True)

    assert change_profile.view(place.ana.id).consents == ()


def test_without_consent_what_waits_is_withdrawn(place: Place):
    set_consent(place.ana, False)

    assert [state for state, _ in reminders(place.ana)] == [State.WITHDRAWN]


def test_with_consent_again_what_is_ahead_is_reminded_of(place: Place):
    before = reminders(place.ana)
    set_consent(place.ana, False)

    set_consent(place.ana, True)

    assert reminders(place.ana) == before


def test_consent_given_late_reminds_of_what_was_booked_before(place: Place):
    ben = a_stored_patient(place.program, accepts_texts=False)
    book_session.book(ben.id, a_stored_session(place.program, 1).id, now=NOW)

    set_consent(ben, True)

    assert [state for state, _ in reminders(ben)] == [State.DUE]


def test_reminders_follow_the_patients_zone(place: Place):
    change_profile.set_timezone(place.ana.id, "America/Los_Angeles", now=LATER)

    six_in_los_angeles = datetime(2026, 11, 30, 2, tzinfo=UTC)
    assert reminders(place.ana) == [(State.DUE, six_in_los_angeles)]


def test_no_zone_means_the_programs(place: Place):
    before = reminders(place.ana)
    change_profile.set_timezone(place.ana.id, "America/Los_Angeles", now=LATER)

    change_profile.set_timezone(place.ana.id, "", now=LATER)

    assert change_profile.view(place.ana.id).patient.timezone == ""
    assert reminders(place.ana) == before


@pytest.mark.parametrize("timezone", ["Mars/Olympus", "../etc/passwd", "america/new_york "])
def test_a_zone_that_does_not_exist_is_refused(place: Place, timezone: str):
    with pytest.raises(Invalid) as caught:
        change_profile.set_timezone(place.ana.id, timezone, now=LATER)

    assert list(caught.value.problems) == ["timezone"]
    assert change_profile.view(place.ana.id).patient.timezone == ""


def test_the_log_tells_that_it_changed(place: Place):
    set_consent(place.ana, False)
    change_profile.set_timezone(place.ana.id, "America/Phoenix", now=LATER)

    assert actions() == ["booked", "texts off", "time zone"]


def test_the_profile_is_ones_own(place: Place):
    ben = a_stored_patient(place.program, given_name="Ben")
    set_consent(place.ana, False)

    profile = change_profile.view(ben.id)

    assert (profile.patient.given_name, profile.program.id) == ("Ben", place.program.id)
    assert profile.consents == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda: change_profile.view(12345),
        lambda: change_profile.set_timezone(12345, "", now=NOW),
        lambda: change_profile.set_consent(12345, True, source=Source.APP, now=NOW),
    ],
    ids=["look", "zone", "consent"],
)
def test_a_patient_who_does_not_exist_is_not_found(app: Flask, change):
    with pytest.raises(NotFound):
        change()


def test_texts_that_wait_go_out_in_the_language_chosen_since(place: Place):
    change_profile.set_language(place.ana.id, "es", now=LATER)

    with transaction():
        (reminder,) = messages.of_patient(place.ana.id)
        text = compose(reminder, now=reminder.due_at, secret="")
    assert isinstance(text, Letter)
    assert text.body == "Riverside: mañana, lun 30 nov: 6 a 9 pm. ¿No puede venir? Abra su semana."
    assert actions()[-1] == "language"


def test_a_language_that_we_do_not_speak_is_refused(place: Place):
    with pytest.raises(Invalid):
        change_profile.set_language(place.ana.id, "ja", now=LATER)
