"""What comes due: certification every so many days of a course, plans that end, plans that begin."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.authorisation import Authorisation, Unit, Use, use
from iopsched.domain.booking import Attendance
from iopsched.domain.due import What, certification_day, course, dues, payer_dues
from iopsched.domain.treatment import TreatmentPlan
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, an_authorisation

PROGRAM = a_program()
DAY = timedelta(days=1)


def a_course(*weeks: int, first: date = MONDAY, **given: date) -> tuple[TreatmentPlan, ...]:
    """Plans of so many weeks each, one after the other."""
    starts = [first + timedelta(weeks=sum(weeks[:place])) for place in range(len(weeks))]
    lasts = [start + timedelta(weeks=long) - DAY for start, long in zip(starts, weeks, strict=True)]
    spans = zip(starts, lasts, strict=True)
    return tuple(a_plan(id=place, first_day=start, last_day=last, **given) for place, (start, last) in enumerate(spans))


def within(plans: tuple[TreatmentPlan, ...], today: date, days: int = 14) -> list[tuple[What, date]]:
    return [(due.what, due.day) for due in dues(plans, PROGRAM, today, today + timedelta(days=days))]


def test_certification_is_due_sixty_days_after_the_first_day():
    plans = a_course(12)

    assert certification_day(plans, PROGRAM, MONDAY) == MONDAY + timedelta(days=60)
    assert within(plans, MONDAY + timedelta(days=45)) == []
    assert within(plans, MONDAY + timedelta(days=46)) == [(What.CERTIFICATION, MONDAY + timedelta(days=60))]


def test_a_certification_counts_from_its_own_day():
    plans = a_course(24, certified_on=MONDAY + timedelta(days=50))

    assert certification_day(plans, PROGRAM, MONDAY + timedelta(days=70)) == MONDAY + timedelta(days=110)


def test_a_certification_that_is_overdue_stays_due():
    (due,) = dues(a_course(24), PROGRAM, MONDAY + timedelta(days=75), MONDAY + timedelta(days=80))

    assert due.day == MONDAY + timedelta(days=60)
    assert due.is_overdue(MONDAY + timedelta(days=75))
    assert not due.is_overdue(due.day)


def test_a_taper_does_not_begin_the_count_anew_but_a_new_course_does():
    taper = a_course(6, 4, 4)
    again = a_course(12, first=MONDAY + timedelta(weeks=20))

    assert certification_day(taper, PROGRAM, MONDAY + timedelta(weeks=8)) == MONDAY + timedelta(days=60)
    assert certification_day(taper + again, PROGRAM, again[0].first_day) == again[0].first_day + timedelta(days=60)


def test_nothing_is_certified_that_is_over_by_then():
    assert certification_day(a_course(8), PROGRAM, MONDAY) is None
    assert certification_day(a_course(9), PROGRAM, MONDAY) == MONDAY + timedelta(days=60)


@pytest.mark.parametrize("today", [MONDAY - DAY, MONDAY + timedelta(weeks=12)])
def test_nothing_is_certified_while_no_plan_is_in_force(today: date):
    assert certification_day(a_course(12), PROGRAM, today) is None


def test_a_program_may_ask_sooner():
    assert certification_day(a_course(12), a_program(certification_days=30), MONDAY) == MONDAY + timedelta(days=30)


def test_a_plan_that_is_followed_is_told_as_the_next_that_begins():
    taper = a_course(2, 2)

    (due,) = dues(taper, PROGRAM, MONDAY + DAY, MONDAY + timedelta(weeks=3))

    assert (due.what, due.day) == (What.PLAN_BEGINS, MONDAY + timedelta(weeks=2))
    assert (due.plan, due.before) == (taper[1], taper[0])


def test_a_plan_that_nothing_follows_ends():
    assert within(a_course(2), MONDAY + DAY) == [(What.PLAN_ENDS, MONDAY + timedelta(days=13))]
    assert within(a_course(2), MONDAY + timedelta(weeks=2)) == []


def test_a_day_between_two_plans_is_an_end_and_a_beginning():
    plans = (*a_course(1), *a_course(1, first=MONDAY + timedelta(days=8)))

    assert within(plans, MONDAY + DAY, 8) == [
        (What.PLAN_ENDS, MONDAY + timedelta(days=6)),
        (What.PLAN_BEGINS, MONDAY + timedelta(days=8)),
    ]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(0, 260), st.integers(0, 60))
@settings(max_examples=60)
def test_dues_are_in_order_of_time_and_within_the_days_that_were_asked(weeks: list[int], day: int, days: int):
    plans, today = a_course(*weeks), MONDAY + timedelta(days=day)

    found = dues(plans, PROGRAM, today, today + timedelta(days=days))

    assert [due.day for due in found] == sorted(due.day for due in found)
    assert all(due.day <= today + timedelta(days=days) for due in found)
    assert all(due.day >= today or due.what is What.CERTIFICATION for due in found)
    assert all(course(plans, plan) == plans for plan in plans)


def authorised(*given: Authorisation, came: int = 0) -> tuple[Use, ...]:
    """Each, with so many sessions attended on the days from MONDAY."""
    seats = [a_booking(a_session(day), attendance=Attendance.HERE, attended_minutes=180) for day in range(came)]
    return tuple(use(one, seats, PROGRAM) for one in given)


def payers_due(uses: tuple[Use, ...], plans: tuple[TreatmentPlan, ...], days: int = 14) -> list[tuple[What, date]]:
    today = MONDAY + timedelta(days=3)
    return [(due.what, due.day) for due in payer_dues(uses, {1: plans}, today, today + timedelta(days=days))]


def test_an_authorisation_that_is_used_up_or_about_to_be_is_due():
    first = MONDAY + timedelta(days=3)
    half = an_authorisation(unit=Unit.SESSIONS, amount=8, first_day=MONDAY, last_day=MONDAY + timedelta(days=60))

    assert payers_due(authorised(replace(half, amount=4), came=4), ()) == [(What.RUNS_OUT, first)]
    assert payers_due(authorised(half, came=4), ()) == [(What.RUNS_OUT, first + timedelta(days=4))]
    assert payers_due(authorised(replace(half, amount=400), came=4), ()) == []


def test_one_that_ends_is_due_only_while_treatment_goes_on_and_nothing_follows():
    ends = an_authorisation(first_day=MONDAY, last_day=MONDAY + timedelta(days=6))
    after = replace(ends, id=2, first_day=ends.last_day + DAY, last_day=ends.last_day + 28 * DAY)

    assert payers_due(authorised(ends), a_course(4)) == [(What.AUTHORISATION_ENDS, ends.last_day)]
    assert payers_due(authorised(ends), a_course(1)) == []
    assert payers_due(authorised(ends, after), a_course(4)) == []
    assert payers_due(authorised(ends, replace(after, unit=Unit.HOURS)), a_course(4)) != []
    assert payers_due(authorised(ends), a_course(4), days=2) == []
