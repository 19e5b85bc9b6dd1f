"""This date, this and all later ones, all that are ahead: seats, calendars and usual weeks go along."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from iopsched.domain.booking import Booking
from iopsched.domain.errors import Invalid
from iopsched.domain.message import Kind
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import bookings, messages, offerings, programs, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, change_session, import_timetable, keep_offerings
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import carry_on_usual_weeks, keep_usual_week
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.stored import a_stored_offering, a_stored_session

WEEK = timedelta(weeks=1)


@pytest.fixture
def group(program: Program) -> Offering:
    """Monday and Wednesday evening."""
    offering = a_stored_offering(program, weekdays=frozenset({0, 2}))
    adjust_availability.open_sessions(now=NOW)
    return offering


def in_week(program: Program, number: int = 0) -> tuple[Session, ...]:
    with reading():
        return sessions.in_week(program, MONDAY + number * WEEK)


def booked(patient: Patient, program: Program, *weeks: int) -> list[Booking]:
    """Their seat in the first session of each week."""
    mine = [in_week(program, number)[0] for number in weeks]
    for session in mine:
        book_session.book(patient.id, session.id, now=NOW)
    return [seat(patient, session) for session in mine]


def seat(patient: Patient, session: Session) -> Booking:
    with reading():
        found = bookings.find(patient.id, session.id)
    assert found
    return found


def told(patient: Patient) -> list[Kind]:
    with reading():
        known = messages.of_patient(patient.id)
    return [each.kind for each in known if each.kind is not Kind.REMINDER]


def offered(program: Program) -> tuple[Offering, ...]:
    with reading():
        return offerings.in_program(program.id)


def change_from(staff: Staff, offering: Offering, since: date, **facts: object) -> Effect:
    changed = replace(offering, **facts)  # type: ignore[arg-type]
    return keep_offerings.change(staff, changed, since=since, now=NOW)


def test_new_weekdays_without_a_date_before_the_end_are_refused(program: Program, staff: Staff):
    monday = a_stored_offering(program, first_day=MONDAY, last_day=MONDAY + timedelta(days=7))
    adjust_availability.open_sessions(now=NOW)
    tuesday = replace(monday, weekdays=frozenset({1}))

    with pytest.raises(Invalid) as refused:
        keep_offerings.change(staff, tuesday, since=MONDAY + timedelta(days=1), now=NOW)

    assert list(refused.value.problems) == ["weekdays"]


def test_from_a_day_on_the_later_sessions_follow_and_stay_one_event(
    program: Program, staff: Staff, ana: Patient, group: Offering
):
    first, second = booked(ana, program, 0, 1)

    effect = change_from(staff, group, MONDAY + WEEK, begins=time(17))

    assert (effect.kept, effect.ended, effect.opened) == (1, 0, 0)
    assert seat(ana, first.session) == first
    after = seat(ana, second.session)
    assert (after.uid, after.sequence, after.session.starts) == (second.uid, second.sequence + 1, at(7, 17))
    assert [session.starts for session in in_week(program)] == [at(0, 18), at(2, 18)]
    assert [session.starts for session in in_week(program, 1)] == [at(7, 17), at(9, 17)]
    old, new = offered(program)
    assert (old.last_day, new.first_day, new.series_id) == (MONDAY + WEEK - timedelta(days=1), MONDAY + WEEK, group.id)


def test_a_day_between_two_dates_means_the_next_one(program: Program, staff: Staff, group: Offering):
    change_from(staff, group, MONDAY + timedelta(days=1), begins=time(17))

    assert [session.starts for session in in_week(program)] == [at(0, 18), at(2, 17)]


def test_from_the_first_date_on_is_all_of_it(program: Program, staff: Staff):
    new = a_stored_offering(program, first_day=MONDAY)

    change_from(staff, new, NOW.date(), begins=time(17))

    (only,) = offered(program)
    assert (only.id, only.begins) == (new.id, time(17))


@pytest.mark.parametrize("since", [NOW.date() - timedelta(days=1), MONDAY + timedelta(weeks=9)])
def test_a_day_that_is_past_or_after_its_end_is_refused(program: Program, staff: Staff, group: Offering, since: date):
    with pytest.raises(Invalid) as refused:
        change_from(staff, group, since, begins=time(17))

    assert list(refused.value.problems) == ["since"]
    assert offered(program) == (group,)


def test_one_session_and_all_later_ones_move_to_another_weekday(
    program: Program, staff: Staff, ana: Patient, group: Offering
):
    first, second, third = booked(ana, program, 0, 1, 2)

    effect = change_session.move(
        staff, second.session.id, MONDAY + WEEK + timedelta(days=3), time(10), reach=Reach.FOLLOWING, now=NOW
    )

    assert (effect.kept, effect.ended) == (2, 0)
    assert seat(ana, first.session).session.starts == at(0, 18)
    assert [seat(ana, one.session).session.starts for one in (second, third)] == [at(10, 10), at(17, 10)]
    assert [seat(ana, one.session).uid for one in (second, third)] == [second.uid, third.uid]
    assert told(ana) == [Kind.MOVED, Kind.MOVED]


def test_one_session_moves_all_that_are_ahead_with_it(program: Program, staff: Staff, ana: Patient, group: Offering):
    first, second = booked(ana, program, 0, 1)

    change_session.move(staff, second.session.id, MONDAY + WEEK, time(9), place="Room 9", reach=Reach.ALL, now=NOW)

    assert [seat(ana, one.session).session.starts for one in (first, second)] == [at(0, 9), at(7, 9)]
    assert {session.place for session in in_week(program, 2)} == {"Room 9"}
    assert len(offered(program)) == 1


def test_only_this_date_leaves_the_series_alone(program: Program, staff: Staff, group: Offering):
    change_session.move(staff, in_week(program, 1)[0].id, MONDAY + WEEK, time(9), now=NOW)

    assert offered(program) == (group,)
    assert [session.starts for session in in_week(program, 2)] == [at(14, 18), at(16, 18)]


@pytest.mark.parametrize("day", [MONDAY + WEEK, MONDAY + timedelta(days=2)])
def test_a_series_moves_within_its_week_to_a_weekday_of_its_own(
    program: Program, staff: Staff, group: Offering, day: date
):
    with pytest.raises(Invalid) as refused:
        change_session.move(staff, in_week(program)[0].id, day, time(9), reach=Reach.FOLLOWING, now=NOW)

    assert list(refused.value.problems) == ["day"]


def test_a_date_that_was_moved_stays_moved_when_later_ones_change(program: Program, staff: Staff, group: Offering):
    monday = in_week(program, 2)[0]
    change_session.move(staff, monday.id, MONDAY + 2 * WEEK + timedelta(days=1), time(8), now=NOW)

    change_from(staff, group, MONDAY + WEEK, begins=time(17), seats=5)

    assert [(one.starts, one.seats) for one in in_week(program, 2)] == [(at(15, 8), 5), (at(16, 17), 5)]


def test_seats_and_the_end_of_a_series_reach_as_far_as_staff_say(
    program: Program, staff: Staff, ana: Patient, group: Offering
):
    first, third = booked(ana, program, 0, 2)

    change_session.change_seats(staff, in_week(program, 1)[0].id, 3, reach=Reach.FOLLOWING, now=NOW)
    effect = change_session.cancel(staff, third.session.id, reach=Reach.FOLLOWING, now=NOW)

    assert [in_week(program, number)[0].seats for number in (0, 1)] == [8, 3]
    assert (effect.ended, in_week(program, 2), in_week(program, 3)) == (1, (), ())
    assert seat(ana, first.session).is_active


def test_all_that_are_ahead_end(program: Program, staff: Staff, group: Offering):
    change_session.cancel(staff, in_week(program, 2)[0].id, reach=Reach.ALL, now=NOW)

    assert [in_week(program, number) for number in range(4)] == [(), (), (), ()]


def test_a_usual_week_goes_on_in_the_new_part(program: Program, staff: Staff, ana: Patient):
    group = a_stored_offering(program, last_day=MONDAY + 3 * WEEK)
    adjust_availability.open_sessions(now=NOW)
    booked(ana, program, 0)
    shown = keep_usual_week.preview(ana.id, MONDAY, now=NOW)
    keep_usual_week.make(ana.id, MONDAY, shown.session_ids, now=NOW)

    change_from(staff, group, MONDAY + 2 * WEEK, begins=time(17), last_day=MONDAY + 6 * WEEK)
    carry_on_usual_weeks.carry_on(now=NOW)

    for number, hour in ((1, 18), (2, 17), (5, 17)):
        with reading():
            held = bookings.of_patient(ana.id, *program.week_bounds(MONDAY + number * WEEK))
        assert [booking.session.starts for booking in held] == [at(7 * number, hour)]


def test_a_file_that_names_it_makes_it_one_again(program: Program, staff: Staff, ana: Patient, group: Offering):
    (second,) = booked(ana, program, 1)
    change_from(staff, group, MONDAY + WEEK, begins=time(17))
    with reading():
        key = programs.keys()[program.id]
    file = (
        "what,program,name,timezone,key,component,modality,days,begins,ends,seats\n"
        f"program,{key},Riverside,America/New_York,,,,,,,\n"
        f"offering,{key},,,{group.key},group,in_person,MO WE,18:00,21:00,8\n"
    )

    import_timetable.import_timetable(file, now=NOW)

    assert [session.starts for session in in_week(program, 1)] == [at(7, 18), at(9, 18)]
    after = seat(ana, second.session)
    assert (after.is_active, after.uid, after.session.starts) == (True, second.uid, at(7, 18))


def test_an_extra_session_has_no_later_ones(program: Program, staff: Staff):
    extra = a_stored_session(program)

    change_session.move(staff, extra.id, MONDAY + timedelta(days=1), time(9), reach=Reach.FOLLOWING, now=NOW)
    change_session.cancel(staff, extra.id, reach=Reach.ALL, now=NOW)
    change_session.reopen(staff, extra.id, now=NOW)

    assert [session.starts for session in in_week(program)] == [at(1, 9)]
