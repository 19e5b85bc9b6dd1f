"""Me: what is on file, yes or no to texts with its history, the time zone, and ways out."""

from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.consent import WORDING, Source
from iopsched.domain.message import State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import messages, people
from iopsched.store.db import reading
from iopsched.usecases.people import change_profile
from iopsched.usecases.seats import book_session
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, part, posts, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

SENTENCE = (
    "Text me tomorrow’s times on the evening before, and when something changes. At most one reminder a day; "
    "message and data rates may apply. Reply STOP to end them, HELP for help."
)


class Place(NamedTuple):
    """Riverside, and Ana at her phone."""

    program: Program
    ana: Patient
    phone: Visitor


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program(phone="+12125550142")
    ana = a_stored_patient(program, phone="+14155550101")
    return Place(program, ana, visiting_patient(app, ana))


def reread(patient: Patient) -> Patient:
    with reading():
        return people.patient(patient.id)


def test_what_is_on_file_is_shown(place: Place):
    page = place.phone.get("/me")

    assert "Name Ana Ruiz Phone +1 415 555 0101" in said(page)
    assert "Only your team can change it." in said(page)
    assert "tel:+12125550142" in links(page)


def test_a_number_that_no_text_reaches_says_so(app: Flask, place: Place):
    ben = a_stored_patient(place.program, phone_is_bad=True)

    assert "no texts reach it" in said(visiting_patient(app, ben).get("/me"))


def test_the_sentence_that_is_agreed_to_belongs_to_its_version(place: Place):
    """Whoever changes the sentence raises the version, for it is kept with every answer."""
    assert (WORDING, SENTENCE in said(place.phone.get("/me"))) == ("2026-11", True)


def test_texts_are_turned_off(place: Place):
    book_session.book(place.ana.id, a_stored_session(place.program).id, now=NOW)

    answer = place.phone.post("/me/texts", {"texts": "no"})

    assert (answer.status_code, answer.location) == (303, "/me")
    assert "Texts are off." in said(place.phone.get("/me"))
    with reading():
        assert [text.state for text in messages.of_patient(place.ana.id)] == [State.WITHDRAWN]


def test_texts_are_turned_on_again(place: Place):
    place.phone.post("/me/texts", {"texts": "no"})

    place.phone.post("/me/texts", {"texts": "yes"})

    assert reread(place.ana).accepts_texts
    assert "Turn texts off" in said(place.phone.get("/me"))


def test_every_answer_is_listed_the_latest_first(place: Place, clock: StandingClock):
    place.phone.post("/me/texts", {"texts": "no"})
    clock.advance(days=1)
    change_profile.set_consent(place.ana.id, True, source=Source.STAFF, now=clock.now)

    listed = part(place.phone.get("/me"), "What you said so far", "Time zone")

    assert "Yes today, 12:00 pm, told to your team (wording 2026-11)" in listed
    assert "No yesterday, 12:00 pm, here (wording 2026-11)" in listed
    assert listed.index("Yes today") < listed.index("No yesterday")


def test_without_a_number_nobody_is_asked_about_texts(app: Flask, place: Place):
    ben = a_stored_patient(place.program, phone="", accepts_texts=False)

    page = visiting_patient(app, ben).get("/me")

    assert "None on file" in said(page)
    assert "/me/texts" not in posts(page)


def test_an_answer_that_is_neither_is_turned_away(place: Place):
    assert place.phone.post("/me/texts", {"texts": "maybe"}).status_code == 400
    assert reread(place.ana).accepts_texts


def test_the_time_zone_is_chosen_from_a_list(place: Place):
    page = place.phone.get("/me").text

    assert '<option selected value="">As Riverside: Eastern Time, New York</option>' in page
    assert '<optgroup label="United States">' in page
    assert '<option value="America/Phoenix">Mountain Time, Phoenix</option>' in page
    assert '<option value="Europe/Berlin">Berlin</option>' in page


def test_the_time_zone_is_kept(place: Place):
    answer = place.phone.post("/me/time-zone", {"timezone": "America/Phoenix"})

    assert (answer.status_code, answer.location) == (303, "/me")
    assert reread(place.ana).timezone == "America/Phoenix"
    assert '<option selected value="America/Phoenix">' in place.phone.get("/me").text


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "posixrules"])
def test_a_time_zone_that_is_not_on_the_list_is_asked_for_again(place: Place, zone: str):
    answer = place.phone.post("/me/time-zone", {"timezone": zone})

    assert answer.status_code == 422
    assert "Choose a time zone from the list." in said(answer)
    assert 'aria-invalid="true"' in answer.text
    assert reread(place.ana).timezone == ""


def test_signing_out_here_leaves_other_devices_in(app: Flask, place: Place):
    tablet = visiting_patient(app, place.ana)

    assert "/sign-out" in posts(place.phone.get("/me"))
    place.phone.post("/sign-out")

    assert place.phone.get("/me").location == "/sign-in"
    assert tablet.get("/me").status_code == 200


def test_signing_out_everywhere_ends_every_sign_in(app: Flask, place: Place):
    tablet = visiting_patient(app, place.ana)

    answer = place.phone.post("/me/sign-out-everywhere")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "Signed out everywhere." in said(place.phone.get("/sign-in"))
    assert tablet.get("/me").location == "/sign-in"


def test_it_leaves_other_patients_in(app: Flask, place: Place):
    ben = visiting_patient(app, a_stored_patient(place.program))

    place.phone.post("/me/sign-out-everywhere")

    assert ben.get("/me").status_code == 200


def test_each_sees_and_changes_only_their_own(app: Flask, place: Place):
    ben = a_stored_patient(place.program, given_name="Ben")
    visitor = visiting_patient(app, ben)

    visitor.post("/me/texts", {"texts": "no"})

    assert "Ben Ruiz" in said(visitor.get("/me"))
    assert reread(place.ana).accepts_texts


def test_a_forged_post_changes_nothing(place: Place):
    assert place.phone.client.post("/me/texts", data={"texts": "no"}).status_code == 400
    assert reread(place.ana).accepts_texts


def test_strangers_sign_in_first(app: Flask, place: Place):
    assert a_stranger(app).get("/me").location == "/sign-in"


def test_staff_find_nothing_here(app: Flask, place: Place):
    staff = visiting_staff(app, a_stored_staff(place.program))

    assert staff.get("/me").status_code == 404
    assert staff.post("/me/sign-out-everywhere").status_code == 404


@pytest.mark.parametrize(("typed", "kept"), [("45", 45), ("0", 0), ("", None)])
def test_the_own_way_is_kept_and_asked_of_every_booking(place: Place, typed: str, kept: int | None):
    answer = place.phone.post("/me/travel", {"minutes": typed})

    assert answer.status_code == 303
    assert reread(place.ana).travel_minutes == kept


@pytest.mark.parametrize("typed", ["-5", "soon", "999", "1e9"])
def test_a_way_that_will_not_do_is_said_so_beside_the_field(place: Place, typed: str):
    answer = place.phone.post("/me/travel", {"minutes": typed})

    assert answer.status_code == 422
    assert 'id="minutes-wrong"' in answer.text
    assert reread(place.ana).travel_minutes is None
