"""A patient says what is in the way: weekly or once, by wall time, and never what for."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.commitment import Commitment
from iopsched.domain.errors import Invalid, NotFound, Refused
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import keep_commitments
from iopsched.usecases.weeks.keep_commitments import Noted
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

TODAY = date(2026, 11, 23)


class Place(NamedTuple):
    """Riverside, Ana and Ben."""

    program: Program
    ana: Patient
    ben: Patient


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    return Place(program, a_stored_patient(program), a_stored_patient(program))


def add(patient: Patient, now: datetime = NOW, **given: object) -> None:
    keep_commitments.add(patient.id, a_commitment(**given), now=now)


def kept(patient: Patient, now: datetime = NOW) -> list[tuple[int | None, date | None, time]]:
    return [(mine.weekday, mine.day, mine.begins) for mine in keep_commitments.list_all(patient.id, now=now)]


def can_book(patient: Patient, session: Session) -> bool:
    try:
        return book_session.book(patient.id, session.id, now=NOW).holds(session)
    except Refused as no:
        return {reason.why for reason in no.reasons} != {Why.COMMITTED}


def test_the_weekly_ones_come_first_by_weekday_then_the_dates(place: Place):
    add(place.ana, day=MONDAY)
    add(place.ana, weekday=4)
    add(place.ana, weekday=0, begins=time(20), ends=time(21))
    add(place.ana, weekday=0)
    add(place.ana, day=TODAY)

    assert kept(place.ana) == [
        (0, None, time(17)),
        (0, None, time(20)),
        (4, None, time(17)),
        (None, TODAY, time(17)),
        (None, MONDAY, time(17)),
    ]


def test_said_twice_it_is_kept_once(place: Place):
    add(place.ana)
    add(place.ana)

    assert len(kept(place.ana)) == 1


def test_what_overlaps_is_kept_as_one_and_told(place: Place):
    add(place.ana, weekday=0, begins=time(9), ends=time(12))
    add(place.ana, weekday=0, begins=time(14), ends=time(17))

    noted = keep_commitments.add(place.ana.id, a_commitment(weekday=0, begins=time(11), ends=time(15)), now=NOW)

    assert [(mine.begins, mine.ends) for mine in noted.joined] == [(time(9), time(17))]
    assert kept(place.ana) == [(0, None, time(9))]


def test_what_overlaps_and_cannot_be_one_is_kept_beside_and_told(place: Place):
    add(place.ana, weekday=0, begins=time(22), ends=time(6))

    noted = keep_commitments.add(place.ana.id, a_commitment(weekday=1, begins=time(5), ends=time(8)), now=NOW)

    assert (noted.joined, [mine.weekday for mine in noted.beside]) == ((), [0])
    assert len(kept(place.ana)) == 2


def test_what_says_nothing_new_changes_nothing(place: Place):
    add(place.ana, weekday=0, begins=time(9), ends=time(17))

    assert (
        keep_commitments.add(place.ana.id, a_commitment(weekday=0, begins=time(10), ends=time(12)), now=NOW) == Noted()
    )
    assert kept(place.ana) == [(0, None, time(9))]


def test_two_that_overlap_each_other_are_kept_as_one(place: Place):
    early, late = a_commitment(begins=time(9), ends=time(12)), a_commitment(begins=time(11), ends=time(15))

    keep_commitments.add(place.ana.id, early, late, now=NOW)

    assert kept(place.ana) == [(0, None, time(9))]


def test_several_are_kept_together_or_not_at_all(place: Place):
    monday, over = a_commitment(weekday=0), a_commitment(day=TODAY - timedelta(days=1))

    keep_commitments.add(place.ana.id, monday, a_commitment(weekday=2), now=NOW)
    with pytest.raises(Invalid):
        keep_commitments.add(place.ben.id, monday, over, now=NOW)

    assert [weekday for weekday, _, _ in kept(place.ana)] == [0, 2]
    assert kept(place.ben) == []


def test_it_keeps_sessions_out_that_it_touches(place: Place):
    add(place.ana, weekday=0, begins=time(20, 30), ends=time(22))
    group = a_stored_session(place.program, 0, 18)

    assert not can_book(place.ana, group)
    assert can_book(place.ben, group)


def test_a_night_shift_reaches_into_the_next_morning(place: Place):
    add(place.ana, weekday=6, begins=time(22), ends=time(6))

    assert not can_book(place.ana, a_stored_session(place.program, 0, 5))
    assert can_book(place.ana, a_stored_session(place.program, 0, 6))


def test_its_times_are_those_of_where_the_patient_is(place: Place):
    cy = a_stored_patient(place.program, timezone="America/Los_Angeles")
    add(cy, weekday=0, begins=time(15), ends=time(16))

    assert not can_book(cy, a_stored_session(place.program, 0, 18, hours=1))
    assert can_book(cy, a_stored_session(place.program, 0, 15, hours=1))


@pytest.mark.parametrize(("monday", "day"), [(date(2027, 3, 8), 6), (date(2027, 3, 15), 0)])
def test_it_keeps_its_wall_time_over_a_change_of_clocks(place: Place, monday: date, day: int):
    cy = a_stored_patient(place.program, plan={"last_day": date(2028, 1, 1)})
    add(cy, weekday=(monday + timedelta(days=day)).weekday(), begins=time(9), ends=time(10))

    assert not can_book(cy, a_stored_session(place.program, day, 9, hours=1, monday=monday))
    assert can_book(cy, a_stored_session(place.program, day, 10, hours=1, monday=monday))


def test_what_is_booked_already_stays_booked(place: Place):
    group = a_stored_session(place.program, 0, 18)
    book_session.book(place.ana.id, group.id, now=NOW)

    add(place.ana, weekday=0)

    week = book_session.book(place.ana.id, a_stored_session(place.program, 1).id, now=NOW)
    assert group.id in [session.id for session in week.sessions]


def test_a_date_that_is_over_is_not_kept(place: Place):
    with pytest.raises(Invalid) as caught:
        add(place.ana, day=TODAY - timedelta(days=1))

    assert list(caught.value.problems) == ["day"]
    assert kept(place.ana) == []


def test_a_date_that_has_passed_is_no_longer_shown(place: Place):
    add(place.ana, day=TODAY)

    assert kept(place.ana, now=NOW + timedelta(days=1)) == []


def test_today_is_the_day_where_the_patient_is(place: Place):
    cy = a_stored_patient(place.program, timezone="Pacific/Honolulu")
    after_midnight_in_new_york = datetime.fromisoformat("2026-11-24T05:30:00+00:00")

    add(cy, now=after_midnight_in_new_york, day=TODAY)

    assert kept(cy, now=after_midnight_in_new_york)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weekday": None, "day": None}, "day"),
        ({"weekday": 0, "day": MONDAY}, "day"),
        ({"weekday": 0, "begins": time(9), "ends": time(9)}, "ends"),
    ],
    ids=["neither", "both", "no time at all"],
)
def test_what_makes_no_sense_is_said_by_field(place: Place, given: dict[str, object], field: str):
    whole = {"id": 0, "begins": time(9), "ends": time(10)} | given

    with pytest.raises(Invalid) as caught:
        keep_commitments.add(place.ana.id, Commitment(**whole), now=NOW)  # type: ignore[arg-type]

    assert list(caught.value.problems) == [field]


def test_there_is_an_end_to_it(place: Place):
    for number in range(keep_commitments.MOST):
        add(place.ana, day=TODAY + timedelta(days=number))

    with pytest.raises(Invalid):
        add(place.ana, begins=time(10), ends=time(11))

    assert len(kept(place.ana)) == keep_commitments.MOST


def test_what_is_removed_no_longer_stands_in_the_way(place: Place):
    add(place.ana, weekday=0)
    (mine,) = keep_commitments.list_all(place.ana.id, now=NOW)

    keep_commitments.remove(place.ana.id, mine.id)

    assert kept(place.ana) == []
    assert can_book(place.ana, a_stored_session(place.program, 0, 18))


def test_those_alike_are_changed_together(place: Place):
    for weekday in range(5):
        add(place.ana, weekday=weekday, begins=time(9), ends=time(17))
    add(place.ana, weekday=1, begins=time(19), ends=time(20))
    friday = keep_commitments.list_all(place.ana.id, now=NOW)[-1]

    assert [mine.weekday for mine in keep_commitments.alike(place.ana.id, friday.id)] == [0, 1, 2, 3, 4]
    keep_commitments.change(
        place.ana.id,
        friday.id,
        *(a_commitment(weekday=weekday, begins=time(10), ends=time(18)) for weekday in (0, 1)),
        now=NOW,
    )

    assert kept(place.ana) == [(0, None, time(10)), (1, None, time(10)), (1, None, time(19))]


def test_a_change_that_makes_no_sense_loses_nothing(place: Place):
    add(place.ana, weekday=0)
    (mine,) = keep_commitments.list_all(place.ana.id, now=NOW)

    with pytest.raises(Invalid):
        keep_commitments.change(place.ana.id, mine.id, a_commitment(day=TODAY - timedelta(days=1)), now=NOW)

    assert keep_commitments.list_all(place.ana.id, now=NOW) == (mine,)


def test_one_is_removed_or_all_alike_and_told_what_that_was(place: Place):
    for weekday in range(3):
        add(place.ana, weekday=weekday)
    monday, tuesday, _ = keep_commitments.list_all(place.ana.id, now=NOW)

    assert keep_commitments.remove(place.ana.id, monday.id) == (monday,)
    assert len(kept(place.ana)) == 2
    assert len(keep_commitments.remove(place.ana.id, tuesday.id, all_alike=True)) == 2
    assert kept(place.ana) == []


def test_several_days_are_over_after_the_last(place: Place):
    add(place.ana, day=TODAY - timedelta(days=2), last_day=TODAY)

    with pytest.raises(Invalid) as caught:
        add(place.ana, day=TODAY - timedelta(days=2), last_day=TODAY - timedelta(days=1))

    assert list(caught.value.problems) == ["last_day"]
    assert len(kept(place.ana)) == 1
    assert kept(place.ana, now=NOW + timedelta(days=1)) == []


def test_another_patients_is_not_found_and_stays(place: Place):
    add(place.ana)
    (mine,) = keep_commitments.list_all(place.ana.id, now=NOW)

    with pytest.raises(NotFound):
        keep_commitments.remove(place.ben.id, mine.id)
    with pytest.raises(NotFound):
        keep_commitments.change(place.ben.id, mine.id, a_commitment(), now=NOW)
    with pytest.raises(NotFound):
        keep_commitments.alike(place.ben.id, mine.id)

    assert len(kept(place.ana)) == 1
    assert kept(place.ben) == []


def test_a_patient_who_does_not_exist_is_not_found(app: Flask):
    with pytest.raises(NotFound):
        keep_commitments.list_all(12345, now=NOW)
