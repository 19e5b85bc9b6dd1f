"""The Calendar page: a link is made, shown for a while, renewed and taken away, by its owner only."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from iopsched.domain.feed import WARNING, Content, Detail, Kind, Owner
from iopsched.domain.patient import Patient
from iopsched.store.db import db, reading
from iopsched.store.tables import FeedRow
from iopsched.usecases.feeds import keep_links, publish_feed
from iopsched.web.devices import device_of
from iopsched.web.qr import code_of
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program

ADDRESS = re.compile(r'value="(http[^"]+/calendar/([^"]+)\.ics)"')
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@pytest.fixture
def ana(app: Flask) -> Patient:
    return a_stored_patient(a_stored_program())


@pytest.fixture
def page(client: FlaskClient, ana: Patient) -> FlaskClient:
    """A browser in which Ana is signed in."""
    return signed_in(client, ana)


def signed_in(client: FlaskClient, patient: Patient) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"p:{patient.id}:{patient.sign_in_version}"
    return client


def owner(patient: Patient) -> Owner:
    return Owner(patient.program_id, patient_id=patient.id)


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """POST as the page would, with its hidden field."""
    (token, *_) = TOKEN.findall(client.get("/calendar").text)
    return client.post(path, data={"csrf_token": token} | fields)


def make(client: FlaskClient, **fields: str) -> TestResponse:
    return send(client, "/calendar/links", **{"name": "My phone", "shows": "time"} | fields)


def test_a_link_is_made_and_shown_in_every_form(page: FlaskClient):
    made = make(page)

    shown = page.get(made.headers["Location"]).text

    ((address, token),) = ADDRESS.findall(shown)
    assert made.status_code == 303
    assert address == f"http://localhost/calendar/{token}.ics"
    assert f'href="webcal://localhost/calendar/{token}.ics"' in shown
    assert f'd="{code_of(f"webcal://localhost/calendar/{token}.ics").path}"' in shown
    assert page.get(f"/calendar/{token}.ics").status_code == 200


def test_the_link_survives_a_reload_and_then_goes(page: FlaskClient, clock: StandingClock):
    make(page)

    during = ADDRESS.search(page.get("/calendar").text)
    clock.advance(minutes=15)
    after = ADDRESS.search(page.get("/calendar").text)

    assert during
    assert not after
    with page.session_transaction() as cookie:
        assert "link" not in cookie


def test_no_url_of_the_page_holds_the_token(page: FlaskClient):
    made = make(page)

    token = ADDRESS.findall(page.get("/calendar").text)[0][1]

    assert token not in made.headers["Location"]
    assert token not in made.text


def test_the_link_can_be_put_away_at_once(page: FlaskClient):
    make(page)

    send(page, "/calendar/link/hiding")

    assert not ADDRESS.search(page.get("/calendar").text)
    assert "My phone" in page.get("/calendar").text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"shows": "time", "title": "Class"}, (Detail.DISCREET, "Appointment")),
        ({"shows": "words", "title": "Class"}, (Detail.DISCREET, "Class")),
        ({"shows": "detail", "title": "Class", "agreed": "y"}, (Detail.DETAILED, "Appointment")),
    ],
)
def test_each_link_has_a_level_of_detail_of_its_own(
    page: FlaskClient, ana: Patient, said: dict[str, str], kept: tuple[Detail, str]
):
    make(page, **said)

    (feed,) = keep_links.links(owner(ana))

    assert (feed.name, feed.content.detail, feed.content.title) == ("My phone", *kept)


def test_detail_is_given_only_after_a_warning(page: FlaskClient, ana: Patient):
    warned = make(page, shows="detail")

    assert warned.status_code == 422
    assert "can tell others about your care" in warned.text
    assert "Tick this, or choose another way above." in warned.text
    assert keep_links.links(owner(ana)) == ()


def test_the_wording_of_the_warning_is_kept_with_its_time(page: FlaskClient):
    make(page, shows="detail", agreed="y")

    with reading():
        kept = db.session.execute(db.select(FeedRow.warning, FeedRow.warned_at)).one()
    assert tuple(kept) == (WARNING, NOW)


@pytest.mark.parametrize(
    "said",
    [{"name": ""}, {"name": "x" * 61}, {"shows": "words"}, {"shows": "words", "title": "a\x07b"}, {"shows": "x"}],
)
def test_what_cannot_be_taken_is_said_beside_its_field(page: FlaskClient, ana: Patient, said: dict[str, str]):
    refused = make(page, **said)

    assert refused.status_code == 422
    assert 'class="wrong line"' in refused.text
    assert keep_links.links(owner(ana)) == ()


def test_a_thirteenth_link_is_refused_kindly(page: FlaskClient, ana: Patient):
    for _ in range(12):
        keep_links.create(owner(ana), "Phone", Content(), now=NOW)

    refused = make(page)

    assert refused.status_code == 422
    assert "Remove one that you no longer use." in refused.text


def test_the_page_says_which_app_read_a_link_and_when(page: FlaskClient, ana: Patient, clock: StandingClock):
    _, token = keep_links.create(owner(ana), "Phone", Content(), now=NOW)
    before = page.get("/calendar").text

    publish_feed.read(token, reader="Apple Calendar", now=NOW)
    clock.advance(hours=2)

    assert "Not read yet" in before
    assert "Apple Calendar, last read today, 12:00 pm" in page.get("/calendar").text


def test_a_renewed_link_is_shown_and_the_old_one_is_dead(page: FlaskClient, ana: Patient):
    feed, old = keep_links.create(owner(ana), "Phone", Content(), now=NOW)

    renewed = send(page, f"/calendar/links/{feed.id}/renewal")

    ((address, _),) = ADDRESS.findall(page.get("/calendar").text)
    assert renewed.status_code == 303
    assert page.get(f"/calendar/{old}.ics").status_code == 404
    assert page.get(address).status_code == 200


def test_a_removed_link_is_dead_and_no_longer_shown(page: FlaskClient, ana: Patient):
    make(page)
    ((address, _),) = ADDRESS.findall(page.get("/calendar").text)
    (feed,) = keep_links.links(owner(ana))

    removed = send(page, f"/calendar/links/{feed.id}/removal")

    assert removed.status_code == 303
    assert page.get(address).status_code == 404
    assert not ADDRESS.search(page.get("/calendar").text)


@pytest.mark.parametrize("act", ["renewal", "removal"])
def test_another_patient_finds_nothing_there(page: FlaskClient, app: Flask, ana: Patient, act: str):
    feed, token = keep_links.create(owner(ana), "Phone", Content(), now=NOW)
    ben = signed_in(app.test_client(), a_stored_patient(a_stored_program()))

    refused = send(ben, f"/calendar/links/{feed.id}/{act}")

    assert refused.status_code == 404
    assert "Phone" not in ben.get("/calendar").text
    assert page.get(f"/calendar/{token}.ics").status_code == 200


@pytest.mark.parametrize("path", ["/calendar/links", "/calendar/links/1/renewal", "/calendar/links/1/removal"])
def test_nothing_is_done_without_the_hidden_field_of_the_page(page: FlaskClient, ana: Patient, path: str):
    keep_links.create(owner(ana), "Phone", Content(), now=NOW)

    assert page.post(path, data={"name": "Phone", "shows": "time"}).status_code == 400
    assert len(keep_links.links(owner(ana))) == 1


def test_a_stranger_is_asked_to_sign_in_first(client: FlaskClient, app: Flask):
    assert client.get("/calendar").status_code == 303


@pytest.fixture
def https_page(app: Flask, ana: Patient, database_url: str, clock: StandingClock) -> Iterator[FlaskClient]:
    """Ana's browser where the service is public over https."""
    public = an_app(database_url, clock, PUBLIC_URL="https://week.example.org")
    client = public.test_client()
    with client.session_transaction(base_url="https://localhost") as cookie:
        cookie["_user_id"] = f"p:{ana.id}:0"
    yield client
    with public.app_context():
        disconnect(public)


def test_links_are_made_over_the_public_address(https_page: FlaskClient):
    there = {"base_url": "https://localhost"}
    (token, *_) = TOKEN.findall(https_page.get("/calendar", **there).text)
    fields = {"csrf_token": token, "name": "Phone", "shows": "time"}
    https_page.post("/calendar/links", data=fields, headers={"Referer": "https://localhost/calendar"}, **there)

    shown = https_page.get("/calendar", **there).text

    assert 'value="https://week.example.org/calendar/' in shown
    assert 'href="webcal://week.example.org/calendar/' in shown


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1)", "iPhone"), ("Mozilla/5.0 (X11; Linux)", "")],
)
def test_the_device_at_hand_is_the_first_answer(user_agent: str, name: str):
    assert device_of(user_agent).name == name


def test_a_code_is_drawn_dark_where_the_standard_wants_it():
    code = code_of("webcal://week.example.org/calendar/" + "x" * 32 + ".ics")

    assert code.size == 37
    assert code.path.startswith("M0 0h7v1h-7z")


def test_a_link_for_somebody_else_says_busy_and_no_more(page: FlaskClient, ana: Patient):
    make(page, shows="busy", tentative="y")

    (feed,) = keep_links.links(owner(ana))

    assert feed.content == Content(Kind.BUSY)
    assert "Only busy or free" in page.get("/calendar").text


def test_the_way_and_kept_seats_are_shown_to_who_asks_for_them(page: FlaskClient, ana: Patient):
    make(page, blocks_travel="y", travel="25", tentative="y")

    (feed,) = keep_links.links(owner(ana))

    assert feed.content == Content(travel_minutes=25, shows_tentative=True)


@pytest.mark.parametrize("travel", ["", "0", "-5", "9999", "soon"])
def test_a_way_of_no_length_is_asked_for_again(page: FlaskClient, ana: Patient, travel: str):
    refused = make(page, blocks_travel="y", travel=travel)

    assert refused.status_code == 422
    assert keep_links.links(owner(ana)) == ()


def test_a_link_gets_another_name(page: FlaskClient, ana: Patient):
    feed, _ = keep_links.create(owner(ana), "Phone", Content(), now=NOW)

    renamed = send(page, f"/calendar/links/{feed.id}/name", name="Tablet")
    send(page, f"/calendar/links/{feed.id}/name", name="")

    assert renamed.status_code == 303
    assert [link.name for link in keep_links.links(owner(ana))] == ["Tablet"]


def test_a_link_that_has_ended_is_shown_as_such_and_can_go_on(page: FlaskClient, ana: Patient, clock: StandingClock):
    feed, _ = keep_links.create(owner(ana), "Phone", Content(), now=NOW)
    clock.advance(weeks=20)

    ended = page.get("/calendar").text
    send(page, f"/calendar/links/{feed.id}/renewal")

    assert "Ended " in ended
    assert "Ended " not in page.get("/calendar").text


@pytest.mark.parametrize(
    ("user_agent", "address"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1)", "webcal://localhost/calendar/"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X)", "webcal://localhost/calendar/"),
        ("Mozilla/5.0 (Linux; Android 16)", "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Flocalhost"),
        ("Mozilla/5.0 (X11; Linux)", "webcal://localhost/calendar/"),
    ],
)
def test_one_tap_does_what_the_device_can(page: FlaskClient, user_agent: str, address: str):
    make(page)

    shown = page.get("/calendar", headers={"User-Agent": user_agent}).text

    (first, *_) = re.findall(r'<a class="btn wide" href="([^"]+)"', shown)
    assert first.startswith(address)
