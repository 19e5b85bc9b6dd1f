"""When rounds of digests and of shortfalls come, which week they are about, and at which hour they reach whom."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from iopsched.domain import bulletin
from iopsched.domain.message import Kind
from tests.builders import MONDAY, NEW_YORK, a_program, at

SATURDAY, WEDNESDAY = MONDAY - timedelta(days=2), MONDAY + timedelta(days=2)
PHOENIX, TOKYO = ZoneInfo("America/Phoenix"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("moment", "day"),
    [(at(-2, 10.5), None), (at(-2, 11), SATURDAY), (at(-1, 10.5), SATURDAY), (at(-1, 11), None), (at(0, 11), None)],
)
def test_a_round_lasts_a_day_from_its_hour(moment: datetime, day: date | None):
    assert bulletin.round_of(Kind.DIGEST, a_program(), moment) == day


def test_the_program_chooses_the_day_and_the_hour():
    program = a_program(digest_weekday=0, weekly_at=time(9))

    assert bulletin.round_of(Kind.DIGEST, program, at(0, 9)) == MONDAY
    assert bulletin.round_of(Kind.SHORTFALL, program, at(2, 9)) == WEDNESDAY


@pytest.mark.parametrize(("day", "ahead"), [(-4, 0), (-3, 1), (-2, 1), (-1, 1), (0, 1)])
def test_a_digest_from_friday_on_is_about_the_next_week(day: int, ahead: int):
    told = bulletin.week_told(Kind.DIGEST, MONDAY + timedelta(days=day), a_program())

    assert told == MONDAY - timedelta(weeks=1 - ahead)


def test_a_shortfall_is_about_the_week_that_is():
    assert bulletin.week_told(Kind.SHORTFALL, WEDNESDAY, a_program()) == MONDAY


@pytest.mark.parametrize(
    ("zone", "due"),
    [(NEW_YORK, at(2, 11)), (PHOENIX, at(2, 13)), (TOKYO, at(2, 19))],
    ids=["home", "behind", "ahead"],
)
def test_it_comes_at_the_patients_own_hour_or_at_the_next_decent_one(zone: ZoneInfo, due: datetime):
    assert bulletin.due_at(WEDNESDAY, a_program(), zone, at(2, 11)) == due


def test_news_of_a_week_is_old_after_two_days_and_when_the_week_is_over():
    assert bulletin.useless_at(at(2, 11), MONDAY, a_program()) == at(4, 11)
    assert bulletin.useless_at(at(6, 11), MONDAY, a_program()) == at(7, 0)


def test_a_round_on_the_day_that_clocks_change_keeps_its_hour():
    program = a_program(digest_weekday=6)
    spring = datetime.combine(date(2027, 3, 14), time(11), NEW_YORK)

    assert bulletin.round_of(Kind.DIGEST, program, spring) == spring.date()
    assert bulletin.round_of(Kind.DIGEST, program, spring - timedelta(minutes=1)) is None
