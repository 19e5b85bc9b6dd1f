"""The board of a week: sessions with seats, people with hours, the short ones first, each to those who may see them."""

from datetime import date, time, timedelta

import pytest
from flask import Flask

from iopsched.domain.booking import Attendance
from iopsched.domain.offering import Closure
from iopsched.domain.program import Program
from iopsched.domain.shortfall import Cause, Shortfall
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Modality, Role
from iopsched.store import people
from iopsched.store.db import transaction
from iopsched.usecases.availability import change_session, keep_closures
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.people import view_people
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan, wait_for_seat
from iopsched.usecases.weeks import view_board
from iopsched.usecases.weeks.view_board import Board
from tests.builders import MONDAY, a_commitment, at
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
)

WEDNESDAY = MONDAY + timedelta(days=2)


def board(staff: Staff, day: date | None = MONDAY) -> Board:
    return view_board.view(staff, day, now=NOW)


def names(staff: Staff) -> list[str]:
    return [standing.patient.given_name for standing in board(staff).short]


def test_a_board_is_of_the_week_that_holds_the_day(program: Program, staff: Staff):
    a_stored_session(program, day=-1)
    inside = [a_stored_session(program, day=0).id, a_stored_session(program, day=6).id]
    a_stored_session(program, day=7)

    assert [slot.session.id for slot in board(staff, WEDNESDAY).slots] == inside
    assert board(staff, None).monday == MONDAY - timedelta(days=7)


def test_a_slot_knows_its_seats_and_who_is_in_it(program: Program, staff: Staff):
    session = a_stored_session(program, seats=3)
    for name in ("Ben", "Ana"):
        book_session.book(a_stored_patient(program, given_name=name).id, session.id, now=NOW)

    (slot,) = board(staff).slots

    assert (slot.session.taken, slot.session.seats, slot.marked) == (2, 3, 0)
    assert [patient.given_name for patient in slot.patients] == ["Ana", "Ben"]


def test_a_slot_counts_those_who_came(program: Program, staff: Staff):
    session = a_stored_session(program)
    marks = {}
    for kind in (Mark(Attendance.HERE), Mark(Attendance.LATE, 0), Mark(Attendance.AWAY)):
        week = book_session.book(a_stored_patient(program).id, session.id, now=NOW)
        marks[week.bookings[0].id] = kind
    mark_attendance.mark(staff, session.id, marks, now=session.starts)

    (slot,) = board(staff).slots

    assert (slot.came, slot.marked) == (2, 3)


def test_the_short_come_first_and_the_shortest_before_them(program: Program, staff: Staff):
    six, three = a_stored_session(program, hours=6, hour=9), a_stored_session(program, day=1)
    for name, sessions, plan in (
        ("Ann", [six, three], {}),
        ("Ben", [six], {}),
        ("Cleo", [], {}),
        ("Dan", [three], {}),
        ("Eve", [], {"last_day": MONDAY - timedelta(days=1)}),
    ):
        patient = a_stored_patient(program, given_name=name, plan=plan)
        for session in sessions:
            book_session.book(patient.id, session.id, now=NOW)

    seen = board(staff)

    assert [standing.patient.given_name for standing in seen.people] == ["Cleo", "Dan", "Ben", "Ann"]
    assert [standing.patient.given_name for standing in seen.short] == ["Cleo", "Dan", "Ben"]
    assert (len(seen.planned), seen.to_go) == (4, (9 + 6 + 3) * 60)


def test_who_must_come_on_more_days_is_short_without_missing_hours(program: Program, staff: Staff):
    nine = a_stored_session(program, hour=9, hours=9)
    patient = a_stored_patient(program, plan={"days_least": 3})
    book_session.book(patient.id, nine.id, now=NOW)

    (standing,) = board(staff).short

    assert (standing.week.to_go, standing.week.missing_days) == (0, 2)


def test_what_fits_is_asked_of_the_same_rule_as_a_booking(program: Program, staff: Staff):
    booked, clash = a_stored_session(program), a_stored_session(program, hour=19)
    a_stored_session(program, day=1)
    a_stored_session(program, day=2, modality=Modality.TELEHEALTH)
    a_stored_session(program, day=3)
    full = a_stored_session(program, day=4, seats=1)
    cancelled = a_stored_session(program, day=5)
    change_session.cancel(staff, cancelled.id, now=NOW)
    book_session.book(a_stored_patient(program, plan={"week_least": 60}).id, full.id, now=NOW)
    patient = a_stored_patient(program, plan={"modalities": frozenset({Modality.IN_PERSON})})
    with transaction():
        people.add_commitment(patient.id, a_commitment(weekday=1))
    book_session.book(patient.id, booked.id, now=NOW)

    seen = board(staff)

    (standing,) = seen.short
    assert seen.shortfall(standing).fitting == 1
    assert clash.id in {slot.session.id for slot in seen.slots}


def test_what_fits_is_asked_among_all_sessions_whoever_looks(program: Program, staff: Staff):
    rivera = a_stored_clinician(program)
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera)
    ana, own = a_stored_patient(program), a_stored_session(program, clinician_id=rivera)
    book_session.book(ana.id, own.id, now=NOW)
    a_stored_session(program, day=1, hour=9, hours=6)

    found = [seen.shortfall(seen.short[0]) for seen in (board(staff), board(clinician))]

    assert found == [Shortfall(Cause.FITS, 1)] * 2


def test_a_seat_that_is_kept_for_somebody_fits_that_one_alone(program: Program, staff: Staff):
    gil = a_stored_patient(program, given_name="Gil")
    a_stored_patient(program, given_name="Kim")
    only = a_stored_session(program, hour=9, hours=9, seats=1)
    hold_plan.hold(gil.id, [only.id], now=NOW)

    seen = board(staff)

    causes = {each.patient.given_name: seen.shortfall(each).cause for each in seen.short}
    assert causes == {"Gil": Cause.FITS, "Kim": Cause.FULL}


def test_free_seats_are_counted_from_now_on(program: Program, staff: Staff):
    a_stored_session(program, day=-7, hour=9, seats=10)
    a_stored_session(program, day=-7, seats=3)
    cancelled = a_stored_session(program, day=-6, seats=5)
    change_session.cancel(staff, cancelled.id, now=NOW)

    assert board(staff, None).seats_left == 3


def test_a_slot_counts_those_who_wait_and_the_seats_that_are_held(program: Program, staff: Staff):
    group = a_stored_session(program, seats=1)
    gil = a_stored_patient(program, given_name="Gil")
    book_session.book(gil.id, group.id, now=NOW)
    for _ in range(2):
        wait_for_seat.wait(a_stored_patient(program).id, group.id, now=NOW)
    before = board(staff)
    cancel_booking.cancel(gil.id, group.id, now=NOW)

    after = board(staff)

    assert (before.slots[0].waiting, before.slots[0].session.held, before.waiting) == (2, 0, 2)
    assert (after.slots[0].waiting, after.slots[0].session.held, after.waiting) == (1, 1, 2)


def test_who_waits_for_any_of_a_kind_counts_where_it_is_full_and_in_all(program: Program, staff: Staff):
    full, open_one = a_stored_session(program, seats=1), a_stored_session(program, day=1)
    book_session.book(a_stored_patient(program).id, full.id, now=NOW)
    wait_for_seat.wait_for_any(a_stored_patient(program).id, Wanted(monday=MONDAY), now=NOW)
    wait_for_seat.wait_for_any(a_stored_patient(program).id, Wanted(monday=MONDAY + timedelta(weeks=1)), now=NOW)

    seen = board(staff)

    assert {slot.session.id: slot.waiting for slot in seen.slots} == {full.id: 1, open_one.id: 0}
    assert seen.waiting == 1


def test_a_clinician_counts_those_who_wait_for_own_sessions(program: Program):
    rivera = a_stored_clinician(program)
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera)
    own, other = (a_stored_session(program, day, seats=1, clinician_id=who) for day, who in ((0, rivera), (1, None)))
    gil = a_stored_patient(program)
    for session in (own, other):
        book_session.book(gil.id, session.id, now=NOW)
        wait_for_seat.wait(a_stored_patient(program).id, session.id, now=NOW)

    assert board(clinician).waiting == 1


def test_sessions_lie_before_or_from_the_evening(program: Program, staff: Staff):
    early, late = a_stored_session(program, hour=16.5), a_stored_session(program, hour=17)

    seen = board(staff)

    assert [(slot.session.id, seen.is_evening(slot.session)) for slot in seen.slots] == [
        (early.id, False),
        (late.id, True),
    ]


def test_closures_of_the_week_are_on_the_board(staff: Staff):
    for day in (MONDAY - timedelta(days=1), WEDNESDAY, MONDAY + timedelta(days=7)):
        keep_closures.close(staff, Closure(day, "Holiday"), now=NOW)

    assert board(staff).closures == (Closure(WEDNESDAY, "Holiday"),)


def test_a_clinician_sees_own_sessions_and_who_is_in_them(program: Program, staff: Staff):
    rivera = a_stored_clinician(program)
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera)
    own, other = a_stored_session(program, clinician_id=rivera), a_stored_session(program, day=1)
    ana, ben = a_stored_patient(program), a_stored_patient(program, given_name="Ben")
    book_session.book(ana.id, own.id, now=NOW)
    book_session.book(ben.id, other.id, now=NOW)

    seen = board(clinician)

    assert [slot.session.id for slot in seen.slots] == [own.id]
    assert [standing.patient.id for standing in seen.people] == [ana.id]
    assert len(board(staff).people) == 2


def test_a_clinician_who_leads_nothing_sees_nothing(program: Program):
    a_stored_session(program)
    a_stored_patient(program)

    seen = board(a_stored_staff(program, Role.CLINICIAN))

    assert (seen.slots, seen.people) == ((), ())


def test_another_program_is_not_on_the_board(program: Program, staff: Staff):
    hillside = a_stored_program(name="Hillside")
    session = a_stored_session(hillside)
    book_session.book(a_stored_patient(hillside).id, session.id, now=NOW)

    assert (board(staff).slots, board(staff).people) == ((), ())


def test_a_board_takes_seven_queries_however_much_is_on_it(program: Program, staff: Staff):
    def asked() -> int:
        with statements() as seen:
            view_board.view(staff, MONDAY, now=NOW)
        return len(seen)

    before = asked()
    for day in range(5):
        session = a_stored_session(program, day=day)
        for _ in range(3):
            book_session.book(a_stored_patient(program).id, session.id, now=NOW)

    assert (before, asked()) == (7, 7)


def test_a_clinicians_people_take_five_queries_and_nobody_elses_patients(program: Program):
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=a_stored_clinician(program))

    with statements() as seen:
        view_people.view(clinician, now=NOW)

    assert len(seen) == 5


def test_everybody_is_among_the_people_whether_or_not_a_plan_is_in_force(program: Program, staff: Staff):
    session = a_stored_session(program, day=-7)
    ben = a_stored_patient(program, given_name="Ben", family_name="Stone")
    a_stored_patient(program, given_name="Ana", plan={"first_day": MONDAY})
    book_session.book(ben.id, session.id, now=NOW)

    seen = view_people.view(staff, now=NOW)

    assert [(each.patient.given_name, each.week.minutes) for each in seen.standings] == [("Ben", 180), ("Ana", 0)]
    assert (seen.everyone, seen.monday) == (2, MONDAY - timedelta(days=7))


@pytest.mark.parametrize(("search", "found"), [("ben st", 1), ("1415555", 2), ("xyz", 0), (" ", 2), ("STONE", 1)])
def test_people_are_found_by_parts_of_name_and_number(program: Program, staff: Staff, search: str, found: int):
    a_stored_patient(program, given_name="Ben", family_name="Stone")
    a_stored_patient(program)

    assert len(view_people.view(staff, search, now=NOW).standings) == found


def test_a_clinician_finds_nobody_by_number_or_family_name(program: Program):
    rivera = a_stored_clinician(program)
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera)
    ben = a_stored_patient(program, given_name="Ben", family_name="Stone")
    book_session.book(ben.id, a_stored_session(program, clinician_id=rivera).id, now=NOW)

    found = {
        search: len(view_people.view(clinician, search, now=NOW).standings) for search in ("ben s", "stone", "555")
    }

    assert found == {"ben s": 1, "stone": 0, "555": 0}


def test_a_clinician_finds_own_people_for_some_weeks(program: Program):
    rivera = a_stored_clinician(program)
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera)
    own = a_stored_session(program, clinician_id=rivera)
    ana = a_stored_patient(program)
    a_stored_patient(program, given_name="Ben")
    book_session.book(ana.id, own.id, now=NOW)

    during = view_people.view(clinician, now=at(21, 12))
    later = view_people.view(clinician, now=at(35, 12))

    assert [each.patient.id for each in during.standings] == [ana.id]
    assert (later.standings, later.everyone) == ((), 0)


def test_the_evening_of_a_program_is_its_own(app: Flask):
    late = a_stored_program(evening_from=time(18), timezone="America/Phoenix")
    a_stored_session(late, hour=17.5)

    seen = board(a_stored_staff(late))

    assert [seen.is_evening(slot.session) for slot in seen.slots] == [False]
    assert names(a_stored_staff(late)) == []
