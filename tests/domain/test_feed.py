"""What a calendar feed shows, for how long, and in which words."""

from datetime import timedelta

import pytest

from iopsched.domain.edition import SHELF_LIFE, Edition, stale_at
from iopsched.domain.errors import Invalid
from iopsched.domain.event import of_bookings
from iopsched.domain.feed import BACK, GRACE, Content, Detail, checked, expiry
from iopsched.domain.reader import reader_named
from iopsched.domain.words import Component, Modality
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, at
from tests.conftest import NOW

DISCREET = Content()
DETAILED = Content(detail=Detail.DETAILED, title="Class")
MINUTE = timedelta(minutes=1)


def test_a_discreet_event_has_a_neutral_title_and_no_place():
    (event,) = of_bookings(DISCREET, [a_booking(a_session(place="12 Clinic Road"))], NOW)

    assert (event.title, event.place) == ("Appointment", "")
    assert (event.starts, event.ends) == (at(0, 18), at(0, 21))


def test_the_patients_own_words_are_the_title():
    (event,) = of_bookings(Content(title="Class"), [a_booking()], NOW)

    assert event.title == "Class"


def test_a_detailed_event_says_kind_way_and_place():
    seat = a_session(component=Component.SKILLS, modality=Modality.TELEHEALTH, place="Room 2")

    (event,) = of_bookings(DETAILED, [a_booking(seat)], NOW)

    assert (event.title, event.place) == ("Skills, by video", "Room 2")


def test_an_event_carries_what_is_stored_with_the_booking():
    (event,) = of_bookings(DISCREET, [a_booking(uid="u1", sequence=4, revised_at=NOW)], NOW)

    assert (event.uid, event.sequence, event.revised_at) == ("u1", 4, NOW)


def test_what_was_given_up_says_so_for_a_grace_time():
    given_up = a_booking(cancelled_at=NOW)

    (event,) = of_bookings(DISCREET, [given_up], NOW + GRACE - MINUTE)

    assert (event.title, event.status.is_off) == ("Canceled: Appointment", True)
    assert of_bookings(DISCREET, [given_up], NOW + GRACE) == ()


def test_what_was_given_up_stays_where_it_was_though_the_session_moves():
    given_up = a_booking(a_session(day=2), cancelled_at=NOW, span=(at(0, 18), at(0, 21)))

    (event,) = of_bookings(DISCREET, [given_up], NOW)

    assert (event.starts, event.ends) == (at(0, 18), at(0, 21))


def test_what_is_long_over_is_no_longer_shown():
    over = a_booking(a_session(day=0))

    assert len(of_bookings(DISCREET, [over], over.session.ends + BACK - MINUTE)) == 1
    assert of_bookings(DISCREET, [over], over.session.ends + BACK) == ()


def test_a_session_given_up_and_booked_again_is_one_event():
    seat = a_session()
    first, second = a_booking(seat, id=1, uid="a", cancelled_at=NOW), a_booking(seat, id=2, uid="b")

    for order in ((first, second), (second, first)):
        assert [event.uid for event in of_bookings(DISCREET, order, NOW)] == ["b"]


def test_a_calendar_is_looked_at_again_daily_and_when_a_grace_time_ends():
    given_up = a_booking(cancelled_at=NOW - GRACE + timedelta(hours=5))

    assert stale_at([], NOW) == NOW + SHELF_LIFE
    assert stale_at(of_bookings(DISCREET, [a_booking(), given_up], NOW), NOW) == NOW + timedelta(hours=5)


def test_an_edition_holds_for_one_version_until_it_is_stale():
    edition = Edition().followed_by(b"x", version=7, now=NOW, stale_at=NOW + MINUTE)

    assert edition.holds(7, NOW)
    assert not edition.holds(8, NOW)
    assert not edition.holds(7, NOW + MINUTE)
    assert not Edition().holds(-1, NOW)


def test_the_same_bytes_keep_their_tag_and_their_time():
    first = Edition().followed_by(b"x", version=1, now=NOW, stale_at=NOW)

    same = first.followed_by(b"x", version=2, now=NOW + MINUTE, stale_at=NOW)
    other = first.followed_by(b"y", version=2, now=NOW + MINUTE, stale_at=NOW)

    assert (same.etag, same.changed_at) == (first.etag, NOW)
    assert (other.etag != first.etag, other.changed_at) == (True, NOW + MINUTE)


@pytest.mark.parametrize("text", ["a\nb", "a\x00", "a\x1b[0m", "a\u2028b", "x" * 61])
def test_a_title_that_no_calendar_can_show_is_refused_by_name(text: str):
    with pytest.raises(Invalid) as refused:
        checked(text, "title")

    assert list(refused.value.problems) == ["title"]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("iOS/19.1 (23B85) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/26.1 (25B78) CalendarAgent/1180", "Apple Calendar"),
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft.Exchange/15.20 (Windows NT 10.0)", "Outlook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0", "Thunderbird"),
        ("ICSx5/2.3 (ical4j/4) Android/15", "ICSx5"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605", "Browser"),
        ("something of Ana's own", ""),
        ("", ""),
    ],
)
def test_a_reader_is_known_by_name_and_nothing_more(user_agent: str, name: str):
    assert reader_named(user_agent) == name


def test_a_patients_link_ends_some_weeks_after_the_last_plan():
    plans = [a_plan(last_day=MONDAY), a_plan(last_day=MONDAY - timedelta(weeks=3))]

    assert expiry(plans, a_program(), NOW) == at(29, 0)
    assert expiry([], a_program(), NOW) == at(29 - 7, 0)
