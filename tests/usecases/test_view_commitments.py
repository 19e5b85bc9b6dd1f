"""All that is in a patient's way on one page, what is booked nevertheless, and the queries that it takes."""

from datetime import date, time, timedelta

from iopsched.domain.patient import Patient
from iopsched.store import people, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases import clear_leftovers
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import import_calendar, keep_commitments, view_board, view_commitments
from tests.builders import MONDAY, a_commitment, at
from tests.calendars import a_calendar, an_event, weekly
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_session, a_stored_staff
from tests.usecases.conftest import Place

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def read_in(patient: Patient, content: bytes) -> None:
    calendar_id = import_calendar.from_file(patient.id, content, now=NOW)
    import_calendar.keep(patient.id, calendar_id, all_day=False, now=NOW)


def test_weekly_dated_and_past_are_told_apart(place: Place):
    with transaction():
        for wanted in (
            a_commitment(day=TODAY + DAY),
            a_commitment(day=TODAY - 2 * DAY, last_day=TODAY),
            a_commitment(day=TODAY - DAY),
            a_commitment(weekday=3),
            a_commitment(weekday=1),
        ):
            people.add_commitment(place.ana.id, wanted)

    view = view_commitments.view(place.ana.id, now=NOW)

    assert [mine.weekday for mine in view.weekly] == [1, 3]
    assert [mine.day for mine in view.dated] == [TODAY - 2 * DAY, TODAY + DAY]
    assert [mine.day for mine in view.past] == [TODAY - DAY]


def test_dates_that_are_long_over_are_dropped(place: Place):
    with transaction():
        for days in (99, 91, 90, 1):
            people.add_commitment(place.ana.id, a_commitment(day=TODAY - days * DAY))
        people.add_commitment(place.ana.id, a_commitment(day=TODAY - 100 * DAY, last_day=TODAY - 80 * DAY))
        people.add_commitment(place.ana.id, a_commitment(weekday=0))

    clear_leftovers.clear(now=NOW)

    view = view_commitments.view(place.ana.id, now=NOW)
    assert [(TODAY - mine.day).days for mine in view.past if mine.day] == [100, 90, 1]
    assert len(view.weekly) == 1


def test_seats_at_a_busy_time_are_named_whatever_made_it_busy(place: Place):
    said, found, given_up, free = (a_stored_session(place.program, day, hours=2) for day in range(4))
    for session in (said, found, given_up, free):
        book_session.book(place.ana.id, session.id, now=NOW)
    cancel_booking.cancel(place.ana.id, given_up.id, now=NOW)
    keep_commitments.add(place.ana.id, a_commitment(weekday=0), a_commitment(weekday=2), now=NOW)
    read_in(place.ana, a_calendar(an_event("20261202T000000Z", "20261202T010000Z")))

    view = view_commitments.view(place.ana.id, now=NOW)
    later = view_commitments.view(place.ana.id, now=at(1, 12))

    assert [booking.session.id for booking in view.clashes] == [said.id, found.id]
    assert [booking.session.id for booking in later.clashes] == [found.id]


def test_it_takes_five_queries_whatever_is_in_the_way(place: Place):
    def asked() -> int:
        with statements() as seen:
            view_commitments.view(place.ana.id, now=NOW)
        return len(seen)

    before = asked()
    for day in range(3):
        keep_commitments.add(place.ana.id, a_commitment(weekday=day, begins=time(9), ends=time(17)), now=NOW)
        book_session.book(place.ana.id, a_stored_session(place.program, day).id, now=NOW)
        read_in(place.ana, weekly(day + 1))

    assert (before, asked()) == (5, 5)


def test_what_calendars_hold_comes_with_a_week_by_the_same_one_query(place: Place):
    ben = a_stored_patient(place.program)
    keep_commitments.add(place.ana.id, a_commitment(weekday=3), now=NOW)
    read_in(place.ana, weekly(3))
    read_in(ben, weekly(1, starts="20261207T030000Z", ends="20261207T080000Z"))

    with reading(), statements() as for_one:
        alone = weeks.load(place.ana, place.program, MONDAY)
    with reading(), statements() as for_two:
        both = weeks.of_several([place.ana, ben], place.program, MONDAY)

    assert alone.busy == both[place.ana.id].busy == ((at(3, 17), at(3, 19)), (at(1, 9), at(1, 10)))
    assert both[ben.id].busy == ((at(6, 22), at(7, 3)),)
    assert (len(for_one), len(for_two)) == (3, 3)


def test_what_calendars_hold_counts_on_the_board(place: Place):
    a_stored_session(place.program, 1, 9)
    staff = a_stored_staff(place.program)

    def fitting() -> int:
        seen = view_board.view(staff, MONDAY, now=NOW)
        (standing,) = seen.short
        return seen.shortfall(standing).fitting

    assert fitting() == 1
    read_in(place.ana, weekly(3))
    assert fitting() == 0
