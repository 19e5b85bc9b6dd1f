"""Messages: how a patient is reached, as they choose; links that mail programs and people follow; never another's."""

import re
from dataclasses import replace
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from iopsched.domain.channel import Channel
from iopsched.domain.consent import WORDING
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import bookings, devices, people, programs, tellings
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import send_messages, tell_patient
from iopsched.usecases.messages.address_letter import stopping_path
from iopsched.usecases.seats import book_session
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import posts, said
from tests.stand_in_mail_server import running_mail_server
from tests.stored import a_stored_patient, a_stored_session, a_stored_staff

PAGE = "/me/messages"
PHONE = {"endpoint": "https://push.example/ana", "p256dh": "B" + "A" * 86, "auth": "A" * 22}


@pytest.fixture
def phone(app: Flask, ana: Patient) -> Visitor:
    return visiting_patient(app, ana)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def reread(patient: Patient) -> Patient:
    with reading():
        return people.patient(patient.id)


def link_in_the_letter(phone: Visitor, address: str = "ana@example.org") -> str:
    """Where the last e-mail leads."""
    phone.post(f"{PAGE}/address", {"email": address})
    carrier = Carrier()
    send_messages.send_due(carrier, now=NOW, secret="test")
    return carrier.tried[-1].path


def confirmed(app: Flask, phone: Visitor) -> None:
    a_stranger(app).post(link_in_the_letter(phone))


def test_whoever_says_nothing_is_told_by_text_as_usual(phone: Visitor):
    page = said(phone.get(PAGE))

    assert "Texts on" in page
    assert "Notifications off" in page
    assert "Tomorrow’s times As usual" in page


@pytest.mark.parametrize(
    "sentence",
    [
        "Message and data rates may apply. Reply STOP to end them, HELP for help.",
        "They say “Riverside: open your week” and nothing else.",
        "We send one e-mail to confirm it. Others who read mail there see our name.",
    ],
)
def test_the_sentences_that_are_agreed_to_belong_to_their_version(phone: Visitor, sentence: str):
    """Whoever changes one raises the version, for it is kept with every answer."""
    assert (WORDING, sentence in said(phone.get(PAGE))) == ("2026-11", True)


def test_an_address_is_given_confirmed_and_used(app: Flask, phone: Visitor, ana: Patient):
    link = link_in_the_letter(phone)
    assert "not confirmed ana@example.org" in said(phone.get(PAGE))

    asked = a_stranger(app).get(link)
    answer = a_stranger(app).post(link)

    assert "Is this your address? ana@example.org" in said(asked)
    assert (answer.status_code, reread(ana).email) == (303, "ana@example.org")
    assert "Your address is confirmed." in said(a_stranger(app).get(answer.location))
    assert a_stranger(app).get(link).status_code == 404


def test_a_real_letter_confirms_an_address_and_a_real_letter_ends_it(app: Flask, phone: Visitor, ana: Patient):
    with running_mail_server() as server:
        settings = replace(app.extensions["settings"], mail_url=server.url(), mail_from="week@example.org")
        sender = send_messages.sender_for(settings)
        phone.post(f"{PAGE}/address", {"email": "ana@example.org"})
        send_messages.send_due(sender, now=NOW, secret="test")
        a_stranger(app).post(links_in(server.letters[0])[0])
        phone.post(f"{PAGE}/channels/sms", {"answer": "no"})
        somebody_books_for(ana)
        send_messages.send_due(sender, now=NOW, secret="test")

    asked, told = server.letters
    assert (asked["List-Unsubscribe"], told["To"]) == (None, "ana@example.org")
    week, way_out = links_in(told)
    assert week == "/week"
    a_stranger(app).client.post(way_out, data={"List-Unsubscribe": "One-Click"})
    assert not reread(ana).agrees


def links_in(letter: EmailMessage) -> list[str]:
    """The pages that a letter leads to, as its plain text has them."""
    body = letter.get_body(("plain",))
    assert body
    return [urlsplit(link).path for link in re.findall(r"http\S+", body.get_content())]


def somebody_books_for(ana: Patient) -> None:
    with reading():
        program = programs.get(ana.program_id)
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)
    with transaction():
        booking = bookings.find(ana.id, session.id)
        assert booking
        tell_patient.booked(ana, program, booking, now=NOW)


def test_looking_at_a_link_does_nothing(app: Flask, phone: Visitor, ana: Patient):
    a_stranger(app).get(link_in_the_letter(phone))

    assert reread(ana).email == ""


def test_what_is_no_address_is_said_beside_it(phone: Visitor):
    answer = phone.post(f"{PAGE}/address", {"email": "ana at home"})

    assert answer.status_code == 422
    assert "It looks like name@example.org." in said(answer)


def test_a_mail_program_ends_e_mail_at_one_press_without_a_page(
    app: Flask, client: FlaskClient, phone: Visitor, ana: Patient
):
    confirmed(app, phone)
    path = stopping_path(reread(ana), "test")
    assert "No more e-mail?" in said(a_stranger(app).get(path))
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, reread(ana).accepts_email, reread(ana).accepts_texts) == (200, False, True)
    assert "E-mail from Riverside is off." in said(a_stranger(app).get(path))
    assert client.post(path + "0").status_code == 404


def test_a_phone_is_added_shown_and_removed(app: Flask, program: Program, phone: Visitor, ana: Patient):
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone)"
    phone.post(f"{PAGE}/devices", PHONE)
    page = phone.get(PAGE)
    assert "iPhone Since today" in said(page)

    with reading():
        (device,) = devices.of_patient(ana.id)
    stranger = visiting_patient(app, a_stored_patient(program))
    stranger.post(f"{PAGE}/devices/{device.id}/removal")
    assert reread(ana).devices == 1
    phone.post(f"{PAGE}/devices/{device.id}/removal")
    assert reread(ana).devices == 0


def test_a_made_up_phone_is_refused(phone: Visitor, ana: Patient):
    phone.post(f"{PAGE}/devices", PHONE | {"endpoint": "https://169.254.169.254:80/latest"})

    assert "Not added." in said(phone.get(PAGE))
    assert reread(ana).devices == 0


def test_each_channel_has_its_own_yes_and_no(app: Flask, phone: Visitor, ana: Patient):
    confirmed(app, phone)

    phone.post(f"{PAGE}/channels/email", {"answer": "no"})
    assert reread(ana).channels == (Channel.SMS,)
    phone.post(f"{PAGE}/channels/sms", {"answer": "no"})
    assert reread(ana).channels == ()
    phone.post(f"{PAGE}/channels/email", {"answer": "yes"})
    assert reread(ana).channels == (Channel.EMAIL,)


@pytest.mark.parametrize(("channel", "answer"), [("fax", "yes"), ("sms", "maybe")])
def test_what_is_no_answer_changes_nothing(phone: Visitor, ana: Patient, channel: str, answer: str):
    assert phone.post(f"{PAGE}/channels/{channel}", {"answer": answer}).status_code == 400
    assert reread(ana).channels == (Channel.SMS,)


def test_everything_stops_at_one_press(app: Flask, phone: Visitor, ana: Patient):
    confirmed(app, phone)
    phone.post(f"{PAGE}/devices", PHONE)

    phone.post(f"{PAGE}/stop")

    assert not reread(ana).agrees
    page = phone.get(PAGE)
    assert "All messages are off." in said(page)
    assert f"{PAGE}/stop" not in posts(page)


def test_a_kind_comes_otherwise_or_not_at_all(app: Flask, phone: Visitor, ana: Patient):
    confirmed(app, phone)
    assert "Text, then notification, then e-mail" in said(phone.get(f"{PAGE}/kinds/reminder"))

    phone.post(f"{PAGE}/kinds/reminder", {"way": "email", "since": "", "until": "16:00"})
    phone.post(f"{PAGE}/kinds/usual", {"way": "off"})

    page = said(phone.get(PAGE))
    assert "Tomorrow’s times E-mail first, until 4 pm" in page
    assert "Your usual week is booked Off" in page
    with reading():
        assert tellings.of_kind(ana.id, Kind.USUAL).is_off


def test_detail_is_offered_after_a_warning_where_the_program_allows_it(program: Program, phone: Visitor, ana: Patient):
    assert "Say more in these" not in phone.get(f"{PAGE}/kinds/reminder").text
    with transaction():
        programs.change(program.id, in_detail=frozenset({Kind.REMINDER}))

    assert "can then tell that you are in a program like ours" in phone.get(f"{PAGE}/kinds/reminder").text
    phone.post(f"{PAGE}/kinds/reminder", {"way": "usual", "more": "1"})

    with reading():
        assert tellings.of_kind(ana.id, Kind.REMINDER).is_detailed


def test_hours_that_leave_none_are_said_beside_them(phone: Visitor):
    answer = phone.post(f"{PAGE}/kinds/reminder", {"way": "usual", "since": "21:00"})

    assert answer.status_code == 422
    assert "Choose hours from 09:00 to 20:00." in said(answer)


@pytest.mark.parametrize("kind", ["sign_in_code", "answer", "nonsense"])
def test_what_was_asked_for_cannot_be_switched_off(phone: Visitor, kind: str):
    assert phone.get(f"{PAGE}/kinds/{kind}").status_code == 404
    assert phone.post(f"{PAGE}/kinds/{kind}", {"way": "off"}).status_code == 404


def test_staff_have_no_such_page(app: Flask, program: Program):
    assert visiting_staff(app, a_stored_staff(program)).get(PAGE).status_code in {302, 303, 404}


def test_the_worker_shows_what_a_push_service_brings(client: FlaskClient):
    worker = client.get("/sw.js").text

    assert 'addEventListener("push"' in worker
    assert re.search(r'"icon": "/static/\w+/icon-192.png"', worker)
