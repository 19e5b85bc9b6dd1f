"""A patient's own calendar on the page: looked into, shown, kept on a yes; in trouble it says what to do."""

import re
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from iopsched.domain.own_calendar import HOUR, LARGEST_FILE, Trouble
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store.db import reading
from iopsched.store.weeks import load
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import keep_calendars, read_calendars
from iopsched.web.patient import own_calendar_words
from iopsched.web.patient.own_calendars import LARGEST_UPLOAD
from tests.bookshelf import LINK, SECRET, Bookshelf
from tests.builders import MONDAY
from tests.calendars import SECRETS, a_calendar, an_event, weekly
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, posts, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

CALENDARS = "/commitments/calendars"
TRIP = an_event(";VALUE=DATE:20261201", ";VALUE=DATE:20261204", uid="trip")
EVENING = an_event("20261201T000000Z", "20261201T010000Z", uid="evening")


class Place(NamedTuple):
    """Riverside, Ana at her phone, and what is behind every link."""

    program: Program
    ana: Patient
    phone: Visitor
    shelf: Bookshelf


@pytest.fixture
def place(app: Flask) -> Place:
    program, shelf = a_stored_program(), Bookshelf(weekly(3))
    app.extensions["read_link"] = shelf
    ana = a_stored_patient(program)
    return Place(program, ana, visiting_patient(app, ana), shelf)


def upload(place: Place, content: bytes) -> TestResponse:
    """Written out by hand: the client's own form of it would leave files open that nobody closes."""
    part = '--part\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    token = part.format("csrf_token", "") + place.phone.token + "\r\n"
    file = part.format("file", '; filename="ana.ics"\r\nContent-Type: text/calendar')
    body = token.encode() + file.encode() + content + b"\r\n--part--\r\n"
    return place.phone.client.post(f"{CALENDARS}/file", data=body, content_type="multipart/form-data; boundary=part")


def paste(place: Place, link: str = LINK) -> TestResponse:
    return place.phone.post(f"{CALENDARS}/link", {"link": link})


def keep(place: Place, shown: TestResponse, **answer: str) -> TestResponse:
    return place.phone.post(f"{shown.location}/keeping", answer)


def added(place: Place) -> str:
    """Where a linked calendar is, that was kept."""
    shown = paste(place)
    keep(place, shown)
    place.phone.get("/commitments")
    return str(shown.location)


def page(place: Place) -> str:
    return said(place.phone.get("/commitments"))


def busy(place: Place) -> int:
    with reading():
        return len(load(place.ana, place.program, MONDAY).busy)


@pytest.mark.parametrize("come", [lambda place: upload(place, weekly(3)), paste], ids=["file", "link"])
def test_what_is_found_is_shown_before_it_is_kept(place: Place, come: Any):
    answer = come(place)
    assert answer.status_code == 303

    shown = place.phone.get(answer.location)

    assert "3 busy times until Sunday, February 14" in said(shown)
    assert "Tuesday, November 24 9 to 10 am Tuesday, December 1 9 to 10 am" in said(shown)
    assert not any(secret in shown.text for secret in SECRETS)
    assert busy(place) == 0

    assert keep(place, answer).location == "/commitments"
    assert busy(place) == 1


def test_a_kept_file_is_listed_as_a_whole(place: Place):
    keep(place, upload(place, weekly(3)))

    words = page(place)
    assert "Added." in words
    assert "From a file 3 busy times until Sunday, February 14" in words
    assert "Read again" not in words


def test_a_kept_link_is_listed_by_its_host(place: Place, clock: StandingClock):
    added(place)
    clock.advance(minutes=12)

    answer = place.phone.get("/commitments")

    assert "From your calendar (calendar.example) 3 busy times, read 12 minutes ago" in said(answer)
    assert "1a2b3c" not in answer.text


def test_the_link_is_on_no_page_not_even_when_it_is_wrong(place: Place):
    place.shelf.trouble = Trouble.MISSING

    answer = paste(place)

    assert answer.status_code == 422
    assert "There is nothing at that link. Copy it once more, all of it." in said(answer)
    assert "1a2b3c" not in answer.text
    assert "1a2b3c" not in paste(place, LINK.replace("https", "http")).text


def test_the_link_is_in_no_log(place: Place, caplog: pytest.LogCaptureFixture):
    caplog.set_level(0)
    added(place)
    place.shelf.trouble = Trouble.GONE

    read_calendars.read_due(place.shelf, secret=SECRET, now=NOW + timedelta(days=1))

    assert "1a2b3c" not in caplog.text


def test_whole_days_are_asked_about_and_do_not_count_by_themselves(place: Place):
    shown = upload(place, a_calendar(TRIP, EVENING))

    answer = place.phone.get(shown.location)
    assert "1 entry takes a whole day December 1 to 3." in said(answer)
    assert re.search(r'name="all_day" value="no" checked', answer.text)

    keep(place, shown)
    assert busy(place) == 1


@pytest.mark.parametrize(("answer", "count"), [("yes", 1), ("no", 0), ("perhaps", 0)])
def test_whole_days_count_where_the_patient_says_so(place: Place, answer: str, count: int):
    keep(place, upload(place, a_calendar(TRIP)), all_day=answer)

    assert busy(place) == count


def test_many_days_are_folded_after_the_first_week_of_them(place: Place):
    shown = upload(place, weekly(12))

    assert "5 more days" in said(place.phone.get(shown.location))


def test_times_over_midnight_and_over_days_are_said_so(place: Place):
    night = an_event("20261125T030000Z", "20261125T110000Z", uid="night")
    trip = an_event("20261127T140000Z", "20261129T200000Z", uid="trip")

    words = said(place.phone.get(upload(place, a_calendar(night, trip)).location))

    assert "Tuesday, November 24 10 pm to 6 am the next day" in words
    assert "Friday, November 27 9 am to Sunday, November 29, 3 pm" in words


def test_an_empty_calendar_can_be_kept_for_what_comes(place: Place):
    place.shelf.content = a_calendar()

    shown = paste(place)

    assert "0 busy times" in said(place.phone.get(shown.location))
    assert keep(place, shown).status_code == 303


def test_seats_that_clash_are_named_before_and_after(place: Place):
    group, other = a_stored_session(place.program, 0, 18), a_stored_session(place.program, 2, 18)
    for session in (group, other):
        book_session.book(place.ana.id, session.id, now=NOW)
    shown = upload(place, a_calendar(EVENING, TRIP))

    words = said(place.phone.get(shown.location))
    assert "Booked at such a time. These seats stay yours until you give them up: Group, Monday, November 30" in words
    assert "Booked on such a day, and stays so: group, Wednesday, December 2, 6 pm." in words

    keep(place, shown)
    assert "Booked, though you are busy then." in page(place)
    assert f"/sessions/{group.id}/booking" in links(place.phone.get("/commitments"))


def test_sessions_then_are_refused_on_the_week_and_named_on_the_plan(place: Place):
    a_stored_session(place.program, 1, 9)
    added(place)

    assert "You are busy then, as you told us." in said(place.phone.get(f"/week/{MONDAY}"))
    assert "In your way: your calendar (calendar.example)." in said(place.phone.get(f"/plan/{MONDAY}"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "That is not a calendar. Choose a file that ends in"),
        (b"PK\x03\x04", "That is not a calendar."),
        (b"x" * (LARGEST_FILE + 1), "The file has more than 1 MB. Export fewer months, or add a link instead."),
        (a_calendar(an_event("20261124T140000Z", "", "RRULE:FREQ=SECONDLY")), "more than 5,000 entries"),
    ],
)
def test_a_file_that_will_not_do_says_what_would(place: Place, content: bytes, says: str):
    answer = upload(place, content)

    assert answer.status_code == 422
    assert says in said(answer)
    assert '<details class="card" id="import" open>' in answer.text


def test_no_file_at_all(place: Place):
    answer = place.phone.post(f"{CALENDARS}/file", {})

    assert answer.status_code == 422
    assert "Choose a file that ends in" in said(answer)


def test_far_too_much_is_not_taken_and_says_so(place: Place):
    answer = upload(place, b"x" * (LARGEST_UPLOAD + 1))

    assert answer.status_code == 413
    assert "at most 1 MB" in said(answer)


def test_other_forms_take_no_more_than_before(place: Place):
    assert place.phone.post("/commitments", {"when": "x" * (1024 * 1024 + 1)}).status_code == 413


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_has_words(place: Place, trouble: Trouble):
    place.shelf.trouble = trouble

    words = said(paste(place))

    assert str(own_calendar_words.WHY[trouble]) in words
    assert str(own_calendar_words.ADVICE[trouble]) in words


@pytest.mark.parametrize("link", ["", "http://calendar.example/a.ics", "https://a:b@calendar.example/", "nonsense"])
def test_what_is_no_link_asks_nobody(place: Place, link: str):
    assert paste(place, link).status_code == 422
    assert place.shelf.asked == []


def test_it_is_read_again_once_an_hour(place: Place, clock: StandingClock):
    where = added(place)
    place.shelf.asked.clear()
    clock.advance(minutes=12)

    place.phone.post(f"{where}/reading")
    assert "Not yet. We last asked 12 minutes ago, and ask at most once an hour. Next: today, 1:00 pm." in page(place)
    assert place.shelf.asked == []

    clock.advance(days=1)
    place.shelf.content = weekly(5)
    place.phone.post(f"{where}/reading")
    assert "Read. 4 busy times, read just now" in page(place)
    assert len(place.shelf.asked) == 1


def test_a_reading_that_fails_says_why(place: Place, clock: StandingClock):
    where = added(place)
    clock.advance(hours=2)
    place.shelf.trouble = Trouble.LOCKED

    place.phone.post(f"{where}/reading")

    assert "Not read. It asks for a password." in page(place)


@pytest.mark.parametrize(
    ("trouble", "does"),
    [
        (Trouble.SLOW, "It takes too long to answer. We go on trying; there is nothing that you need to do."),
        (Trouble.MISSING, "There is nothing at that link. Share it anew in your calendar, add the new link here"),
        (Trouble.GONE, "The calendar is no longer published there. Share it anew in your calendar"),
    ],
)
def test_after_failures_it_says_since_when_and_what_to_do(
    place: Place, clock: StandingClock, trouble: Trouble, does: str
):
    added(place)
    place.shelf.trouble = trouble
    for _ in range(3):
        read_calendars.read_due(place.shelf, secret=SECRET, now=clock.advance(hours=5))

    words = page(place)

    assert f"We have not been able to read it since yesterday, 5:00 pm. {does}" in words
    assert "What we know of it stays until it is over." in words
    assert busy(place) == 1


def test_one_failure_is_no_news(place: Place):
    added(place)
    place.shelf.trouble = Trouble.SLOW
    read_calendars.read_due(place.shelf, secret=SECRET, now=NOW + 2 * HOUR)

    assert "We have not been able" not in page(place)


def test_it_is_paused_and_goes_on(place: Place):
    where = added(place)

    place.phone.post(f"{where}/pause")
    assert "paused" in page(place)
    assert busy(place) == 0
    assert "In your way" not in said(place.phone.get(f"/plan/{MONDAY}"))

    place.phone.post(f"{where}/resumption")
    assert busy(place) == 1


def test_it_is_removed_with_all_that_came_of_it(place: Place):
    where = added(place)

    assert place.phone.post(f"{where}/removal").location == "/commitments"

    assert "calendar.example" not in page(place)
    assert busy(place) == 0


def test_what_was_looked_at_can_be_left(place: Place):
    shown = paste(place)

    place.phone.post(f"{shown.location}/removal")

    assert place.phone.get(shown.location).status_code == 404
    assert "calendar.example" not in page(place)


def test_what_is_kept_is_not_shown_as_a_look_again(place: Place):
    assert place.phone.get(added(place)).location == "/commitments"


def test_another_patients_is_not_there(app: Flask, place: Place):
    where, shown = added(place), upload(place, weekly(1)).location
    ben = visiting_patient(app, a_stored_patient(place.program))

    assert ben.get(shown).status_code == 404
    for path in (*(f"{where}/{act}" for act in ("reading", "pause", "resumption", "removal")), f"{shown}/keeping"):
        assert ben.post(path).status_code == 404, path
    assert "calendar.example" not in said(ben.get("/commitments"))
    assert [one.host for one in keep_calendars.list_counted(place.ana.id, now=NOW)] == ["calendar.example"]


@pytest.mark.parametrize("path", ["file", "link", "1/keeping", "1/reading", "1/pause", "1/resumption", "1/removal"])
def test_strangers_sign_in_first_staff_find_nothing_and_forged_posts_do_nothing(app: Flask, place: Place, path: str):
    where = f"{CALENDARS}/{path}"

    assert a_stranger(app).post(where).location == "/sign-in"
    assert visiting_staff(app, a_stored_staff(place.program)).post(where).status_code == 404
    assert place.phone.client.post(where).status_code == 400


def test_every_form_of_the_page_leads_somewhere(place: Place):
    added(place)
    keep(place, upload(place, weekly(1)))

    where = {path.partition("#")[0] for path in posts(place.phone.get("/commitments"))}

    assert {re.sub(r"\d+", "1", path) for path in where} == {
        "/commitments",
        *(f"{CALENDARS}/{path}" for path in ("file", "link", "1/reading", "1/pause", "1/removal")),
    }
