"""The arc and the strips: an hour is a block, and blocks lie where the drawn screens have them."""

from datetime import time

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.web import pictures, strips
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week
from tests.conftest import NOW

DRAWN = "M25.0 180.7A138 138 0 0 1 23.3 133.0L49.1 136.6A112 112 0 0 0 50.4 175.3z"
HOURS = st.integers(0, 40 * 60)


def test_nine_hours_are_nine_blocks_as_drawn():
    arc = pictures.arc(180, 180, 540)

    assert [sector.state for sector in arc.sectors] == ["gone"] * 3 + ["mine"] * 3 + ["open"] * 3
    assert arc.sectors[0].path == DRAWN
    assert arc.sectors[0].tick == "M30.1 156.8l3.4 3.6 6.8-7.6"
    assert (arc.minutes, arc.to_go) == (360, 180)


def test_only_whole_attended_hours_are_ticked():
    arc = pictures.arc(90, 0, 540)

    assert [bool(sector.tick) for sector in arc.sectors[:3]] == [True, False, False]


def test_a_state_that_ends_within_an_hour_cuts_the_block():
    arc = pictures.arc(90, 60, 180)

    assert [sector.state for sector in arc.sectors] == ["gone", "gone", "mine", "mine", "open"]


def test_more_than_sixteen_hours_are_drawn_in_blocks_of_two():
    arc = pictures.arc(0, 0, 20 * 60)

    assert (arc.unit, len(arc.sectors)) == (120, 10)


def test_more_than_was_asked_for_is_drawn_too():
    assert len(pictures.arc(0, 600, 540).sectors) == 10


def test_a_week_without_a_plan_or_bookings_has_no_block():
    assert pictures.arc(0, 0, 0).sectors == ()


@given(HOURS, HOURS, HOURS)
def test_the_blocks_come_to_the_whole(attended: int, booked: int, required: int):
    arc = pictures.arc(attended, booked, required)

    order = [sector.state for sector in arc.sectors]
    assert order == sorted(order, key=["gone", "mine", "open"].index)
    assert len(order) <= len(range(0, max(required, attended + booked), arc.unit)) + 2


def test_hours_in_a_row_can_be_counted():
    blocks = pictures.hour_blocks(180, 90, 540, back=60)

    assert [block.state for block in blocks] == ["gone"] * 3 + ["mine"] * 2 + ["back"] + [""] * 4
    assert [block.is_half for block in blocks if block.state == "mine"] == [False, True]


def test_a_week_becomes_blocks_of_what_was_attended_and_booked():
    week = a_week(attended(a_session(0)), a_session(2), plans=(a_plan(week_least=420),))

    assert [block.state for block in pictures.week_blocks(week)] == ["gone"] * 3 + ["mine"] * 3 + [""]


def test_a_day_runs_down_and_evening_lies_on_darker_ground(context: Flask):
    early, late = a_session(0, 9), a_session(0, 18)

    column = strips.day_column(MONDAY, map(strips.proposed, (early, late)), a_program())

    dusk = float(column.dusk.split()[1].split("h")[0])
    assert column.blocks[0].y < dusk < column.blocks[1].y
    assert column.letter == "M"


def test_way_and_attendance_are_seen_in_the_shape(context: Flask):
    video = a_session(0, 18, modality=Modality.TELEHEALTH)
    missed = a_booking(a_session(0, 9), attendance=Attendance.AWAY)

    marks = [strips.booked(a_booking(video)), strips.booked(attended(video)), strips.booked(missed)]

    assert [mark.state for mark in marks] == ["video", "gone", "lost"]
    assert strips.suggested(video).state == "new"


def test_a_session_before_dawn_or_after_ten_stays_within_the_column(context: Flask):
    sessions = [a_session(0, 5, 2), a_session(0, 21.5, 2.5)]

    column = strips.day_column(MONDAY, map(strips.proposed, sessions), a_program(evening_from=time(17)))

    assert all(block.y >= 0 and block.y + block.height <= column.height + 0.5 for block in column.blocks)


def test_a_week_has_seven_columns_with_their_letters(context: Flask):
    columns = strips.week_columns(MONDAY, [strips.suggested(a_session(5, 10))], a_program())

    assert [column.letter for column in columns] == list("MTWTFSS")
    assert [len(column.blocks) for column in columns] == [0, 0, 0, 0, 0, 1, 0]
    assert columns[0].x == 2.5


def attended(session: Session) -> Booking:
    return a_booking(session, attendance=Attendance.HERE, attended_minutes=session.counted_minutes, booked_at=NOW)
