"""When a message may go out, and how long to wait before it is tried or looked for again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from iopsched.domain.message import Kind, Message, State, next_decent_hour, reminder_due, validity
from tests.builders import NEW_YORK, a_program, at
from tests.conftest import NOW

PHOENIX = ZoneInfo("America/Phoenix")
WEDNESDAY = date(2026, 12, 9)
MESSAGE = Message(1, 1, 1, Kind.REMINDER, "reminder:1", NOW, NOW + timedelta(hours=6))


def wall(moment: datetime, zone: ZoneInfo = NEW_YORK) -> str:
    return f"{moment.astimezone(zone):%a %H:%M}"


def test_a_reminder_is_due_on_the_evening_before():
    assert wall(reminder_due(WEDNESDAY, a_program(), NEW_YORK)) == "Tue 18:00"


def test_the_evening_is_that_of_the_patient():
    due = reminder_due(WEDNESDAY, a_program(), PHOENIX)

    assert (wall(due, PHOENIX), wall(due)) == ("Tue 18:00", "Tue 20:00")


@pytest.mark.parametrize(("said", "kept"), [(time(7), "Tue 09:00"), (time(23), "Tue 19:45"), (time(20), "Tue 19:45")])
def test_a_reminder_keeps_well_within_sending_hours(said: time, kept: str):
    assert wall(reminder_due(WEDNESDAY, a_program(remind_at=said), NEW_YORK)) == kept


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2027, 3, 15)])
def test_a_reminder_on_the_day_that_clocks_change_keeps_its_wall_time(day: date):
    assert wall(reminder_due(day, a_program(), NEW_YORK)) == "Sun 18:00"


@pytest.mark.parametrize(
    ("hour", "goes"), [(8.75, "Mon 09:00"), (9, "Mon 09:00"), (14.5, "Mon 14:30"), (20, "Tue 09:00"), (23, "Tue 09:00")]
)
def test_a_text_waits_for_a_decent_hour(hour: float, goes: str):
    assert wall(next_decent_hour(at(0, hour), a_program(), NEW_YORK)) == goes


def test_a_decent_hour_is_one_of_the_patient():
    morning = at(0, 9.5)

    assert wall(next_decent_hour(morning, a_program(), PHOENIX), PHOENIX) == "Mon 09:00"
    assert next_decent_hour(morning, a_program(), NEW_YORK) == morning


def test_the_morning_after_clocks_go_forward_is_nine_on_the_wall():
    night = datetime(2027, 3, 14, 3, 30, tzinfo=UTC)

    assert next_decent_hour(night, a_program(), NEW_YORK) == datetime(2027, 3, 14, 13, tzinfo=UTC)


@pytest.mark.parametrize(("left", "seconds"), [(-5, 1), (0.2, 1), (600, 600), (100_000, 36_000)])
def test_a_provider_may_deliver_for_as_long_as_it_is_of_use(left: float, seconds: int):
    assert validity(NOW + timedelta(seconds=left), NOW) == seconds


def test_waits_grow_and_end():
    tried = [replace(MESSAGE, attempts=attempts) for attempts in range(20)]

    assert [m.pause for m in tried[:8]] == sorted(m.pause for m in tried[:8])
    assert all(timedelta(seconds=1) <= m.pause <= timedelta(minutes=20) for m in tried)
    assert all(timedelta(minutes=2) <= m.settling <= timedelta(minutes=75) for m in tried)


def test_waits_are_spread_and_the_same_when_asked_again():
    waits = [replace(MESSAGE, id=number, attempts=3).pause for number in range(1, 40)]

    assert len(set(waits)) > 30
    assert waits == [replace(MESSAGE, id=number, attempts=3).pause for number in range(1, 40)]


def test_only_what_was_just_asked_for_goes_at_any_hour():
    assert {kind for kind in Kind if kind.is_asked_for} == {Kind.SIGN_IN_CODE, Kind.ANSWER, Kind.EMAIL_CHECK}


def test_a_message_is_waiting_or_settled():
    assert {state for state in State if not state.is_final} == {State.DUE, State.SENDING, State.UNCLEAR}
