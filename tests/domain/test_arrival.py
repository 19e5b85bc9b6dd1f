"""An arrival: which code, which seat it is for, and what it is worth."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from iopsched.domain.arrival import EARLY, awaited, code_of, credit_now, is_markable, mark_of, whose
from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from tests.builders import MONDAY, a_program, a_session, at
from tests.conftest import NOW

HERE, LATE, LEFT, AWAY = Attendance.HERE, Attendance.LATE, Attendance.LEFT, Attendance.AWAY
SECOND = timedelta(seconds=1)
_ids = count(1)


def a_seat(session: Session, attendance: Attendance | None = None) -> Booking:
    return Booking(next(_ids), 1, session, booked_at=NOW, attendance=attendance)


def test_a_code_is_six_digits_of_one_patient_and_one_day():
    codes = {code_of("s", who, MONDAY + timedelta(days=day)) for who in range(5) for day in range(5)}

    assert len(codes) == 25
    assert {len(code) for code in codes} == {6}
    assert code_of("s", 1, MONDAY) != code_of("another secret", 1, MONDAY)


def test_a_code_that_two_have_is_nobodys():
    codes: dict[str, int] = {}
    one, other = next(
        (known, who) for who in count() if (known := codes.setdefault(code_of("s", who, MONDAY), who)) != who
    )
    shared = code_of("s", one, MONDAY)

    assert whose(shared, "s", [one], MONDAY) == one
    assert whose(shared, "s", [one, other], MONDAY) is None


@pytest.mark.parametrize(
    ("modality", "hour", "is_awaited"),
    [
        (Modality.IN_PERSON, 17.4, False),
        (Modality.IN_PERSON, 17.5, True),
        (Modality.IN_PERSON, 20.9, True),
        (Modality.IN_PERSON, 21, False),
        (Modality.TELEHEALTH, 17.7, False),
        (Modality.TELEHEALTH, 17.75, True),
    ],
)
def test_one_can_arrive_from_a_little_before_until_the_end(modality: Modality, hour: float, is_awaited: bool):
    seat = a_seat(a_session(hour=18, modality=modality))

    assert (awaited([seat], modality, at(0, hour)) is seat) == is_awaited


def test_who_arrives_again_comes_for_the_next_session():
    first, second = a_seat(a_session(hour=17, hours=1), HERE), a_seat(a_session(hour=18, hours=1))

    assert awaited([second, first], Modality.IN_PERSON, at(0, 17.75)) is second
    assert awaited([first], Modality.IN_PERSON, at(0, 17.75)) is first


def test_what_is_cancelled_or_by_video_awaits_nobody_at_the_entrance():
    seats = [a_seat(a_session(is_cancelled=True)), a_seat(a_session(modality=Modality.TELEHEALTH))]

    assert awaited(seats, Modality.IN_PERSON, at(0, 18)) is None


@pytest.mark.parametrize(
    ("hour", "mark"),
    [(17.5, (HERE, 150)), (18, (HERE, 150)), (18 + 10 / 60, (HERE, 150)), (18.5, (LATE, 120)), (20.9, (LATE, 0))],
)
def test_past_the_minutes_of_grace_what_is_over_does_not_count(hour: float, mark: tuple[Attendance, int]):
    assert mark_of(a_session(hour=18, counted_minutes=150), a_program(late_minutes=10), at(0, hour)) == mark


@pytest.mark.parametrize(
    ("hour", "credited"),
    [(17.9, {}), (18, {LATE: 150, LEFT: 0}), (18.5, {LATE: 120, LEFT: 30}), (20.9, {LATE: 0, LEFT: 150}), (21, {})],
)
def test_who_comes_or_goes_at_this_moment_is_credited_what_is_left_or_over(
    hour: float, credited: dict[Attendance, int]
):
    assert credit_now(a_session(counted_minutes=150), at(0, hour)) == credited


@pytest.mark.parametrize(("modality", "early"), EARLY.items())
def test_staff_can_mark_from_when_the_first_can_arrive_and_for_good(modality: Modality, early: timedelta):
    session = a_session(modality=modality)
    first = session.starts - early

    assert [is_markable(session, now) for now in (first - SECOND, first, session.ends + early)] == [False, True, True]
    assert not is_markable(replace(session, is_cancelled=True), session.starts)
