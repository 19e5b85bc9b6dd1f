"""Whose seat follows when sessions are altered or cancelled, decided without touching anything."""

from dataclasses import replace
from typing import Any

import pytest

from iopsched.domain.booking import Booking
from iopsched.domain.following import Following, as_altered, follow, is_elsewhere
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.timetable import Difference, Sitting
from iopsched.domain.travel import Travel
from iopsched.domain.week import Week
from iopsched.domain.words import Modality
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week, at
from tests.conftest import NOW


def sitting(session: Session, **given: Any) -> Sitting:
    """What the session should be instead."""
    names = ("starts", "ends", "day", "component", "modality", "counted_minutes", "seats", "place")
    return Sitting(**{"key": (1, session.day, 0), **{name: getattr(session, name) for name in names}, **given})


def there(session: Session, other: Session) -> Sitting:
    """The session at the other's time."""
    return sitting(session, starts=other.starts, ends=other.ends, day=other.day)


def following(found: Difference, week: Week, *, back: tuple[Booking, ...] = ()) -> Following:
    inside = [booking for booking in week.bookings if booking.session.id in found.touched]
    return follow(a_program(), found, inside, {MONDAY: {1: week}}, back=back, usual={1: 1}, now=NOW)


def test_a_seat_follows_and_its_week_has_the_new_time():
    monday, friday = a_session(), a_session(day=4)
    week = a_week(monday)

    found = following(Difference(altered=((monday.id, there(monday, friday)),)), week)

    ((_, session),) = found.kept
    assert (session.id, session.starts, session.revision) == (monday.id, friday.starts, 1)
    assert [booked.starts for booked in found.weeks[MONDAY, 1].sessions] == [friday.starts]
    assert found.before[MONDAY][1] == week


def test_who_would_be_in_two_places_loses_the_one_that_moves():
    monday, friday = a_session(), a_session(day=4)

    found = following(Difference(altered=((monday.id, there(monday, friday)),)), a_week(monday, friday))

    assert [booking.session for booking in found.lost] == [monday]
    assert found.weeks[MONDAY, 1].sessions == (friday,)


@pytest.mark.parametrize(("busy", "is_lost"), [([4], True), ([0, 4], False)])
def test_who_is_busy_then_loses_the_seat_unless_they_came_all_the_same(busy: list[int], is_lost: bool):
    monday, friday = a_session(), a_session(day=4)
    week = a_week(monday, busy=tuple((at(day, 17), at(day, 19)) for day in busy))

    found = following(Difference(altered=((monday.id, there(monday, friday)),)), week)

    assert (bool(found.lost), bool(found.kept)) == (is_lost, not is_lost)
    whys = [refusal.why for refusal in found.whys[week.bookings[0].id]]
    assert whys == ([Why.COMMITTED] if is_lost else [])


def test_who_cannot_be_there_in_time_loses_the_seat():
    video, friday, later = a_session(hour=14, modality=Modality.TELEHEALTH), a_session(day=4), a_session()
    week = a_week(video, friday, travel=Travel(home=90))

    found = following(Difference(altered=((friday.id, there(friday, later)),)), week)

    assert [refusal.why for refusal in found.whys[week.bookings[1].id]] == [Why.TRAVEL]


def test_a_seat_that_follows_beyond_the_plans_most_says_so():
    monday, friday, more = a_session(), a_session(day=4), a_session(day=4, hour=9)
    week = a_week(monday, more, plans=(a_plan(day_most=180),))

    found = following(Difference(altered=((monday.id, there(monday, friday)),)), week)

    assert [refusal.why for booking, _ in found.kept for refusal in found.whys[booking.id]] == [Why.DAY_MOST]


def test_one_session_moves_into_the_place_of_another_that_ends():
    monday, friday = a_session(), a_session(day=4)
    difference = Difference(altered=((monday.id, there(monday, friday)),), cancelled=(friday.id,))

    found = following(difference, a_week(monday, friday))

    assert ([b.session for b in found.ended], len(found.kept), found.lost) == ([friday], 1, ())


def test_fewer_minutes_where_it_stands_are_no_move_and_count():
    monday = a_session()

    found = following(Difference(altered=((monday.id, sitting(monday, counted_minutes=100)),)), a_week(monday))

    assert (found.kept, len(found.altered), found.weeks[MONDAY, 1].minutes) == ((), 1, 100)


def test_seats_are_had_again_where_nothing_refuses_them_and_as_long_as_there_are_any():
    off = replace(a_session(seats=1), is_cancelled=True)
    given_up = [replace(a_booking(off, id=number), patient_id=number, cancelled_at=NOW) for number in (1, 2)]
    weeks = {number: a_week(patient_id=number, plans=(a_plan(patient_id=number),)) for number in (1, 2)}
    reopened = Difference(altered=((off.id, sitting(off)),))

    found = follow(a_program(), reopened, [], {MONDAY: weeks}, back=given_up, usual={}, now=NOW)

    assert [booking.patient_id for booking, _ in found.back] == [1]
    assert [len(found.weeks[MONDAY, number].bookings) for number in (1, 2)] == [1, 0]


def test_seats_and_names_alone_are_no_news():
    monday = a_session()

    assert not is_elsewhere(monday, sitting(monday, seats=2))
    assert is_elsewhere(monday, sitting(monday, place="Room 5"))
    assert as_altered(replace(monday, clinician_id=1, clinician="A. Rivera"), sitting(monday)).clinician == ""


def test_a_stand_in_is_news_and_whoever_leads_it_as_a_rule_is_not():
    usual, other, stand_in, nobody = (replace(a_session(), id=5, clinician_id=who) for who in (1, 3, 2, None))

    def led(was: Session, then: Session, *, stood_in: bool = False) -> bool:
        change = ((5, sitting(then, clinician_id=then.clinician_id)),)
        found = following(Difference(altered=change, stood_in=frozenset({5} if stood_in else ())), a_week(was))
        return bool(found.altered)

    assert led(usual, stand_in)
    assert led(nobody, stand_in)
    assert all(led(stand_in, then, stood_in=True) for then in (usual, nobody, other))
    assert not any(led(was, then) for was, then in ((usual, nobody), (nobody, usual), (other, usual)))
