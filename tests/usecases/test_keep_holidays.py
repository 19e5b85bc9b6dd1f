"""Holidays are suggested for a year, and closed or kept open one by one; nothing closes by itself."""

from datetime import date

import pytest

from iopsched.domain.errors import Forbidden, Invalid
from iopsched.domain.holiday import HolidayCalendar
from iopsched.domain.offering import Closure
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.availability import adjust_availability, keep_closures, keep_holidays, view_offerings
from tests.conftest import NOW
from tests.stored import a_stored_offering, a_stored_staff

NEW_YORK = HolidayCalendar("US", "NY")
CHRISTMAS = date(2026, 12, 25)


def suggested(staff: Staff) -> dict[date, int]:
    return {one.holiday.day: one.sessions for one in keep_holidays.view(staff, now=NOW).suggested}


def test_a_year_of_holidays_is_suggested_with_the_sessions_on_them(program: Program, staff: Staff):
    a_stored_offering(program, weekdays=frozenset({4}))
    adjust_availability.open_sessions(now=NOW)

    keep_holidays.choose(staff, NEW_YORK, now=NOW)

    found = suggested(staff)
    assert (min(found), max(found)) == (date(2026, 11, 26), date(2027, 11, 11))
    assert (found[CHRISTMAS], found[date(2026, 11, 26)]) == (1, 0)
    assert view_offerings.view(staff, now=NOW).closures == ()


def test_what_is_decided_is_not_asked_again_unless_wanted(program: Program, staff: Staff):
    keep_holidays.choose(staff, NEW_YORK, now=NOW)
    thanksgiving = date(2026, 11, 26)

    keep_closures.close(staff, Closure(CHRISTMAS, "Christmas Day"), now=NOW)
    keep_holidays.keep_open(staff, thanksgiving, is_open=True, now=NOW)

    assert not {CHRISTMAS, thanksgiving} & suggested(staff).keys()
    assert [one.day for one in keep_holidays.view(staff, now=NOW).kept_open] == [thanksgiving]
    keep_holidays.keep_open(staff, thanksgiving, is_open=False, now=NOW)
    keep_closures.reopen(staff, CHRISTMAS, now=NOW)
    assert {CHRISTMAS, thanksgiving} <= suggested(staff).keys()


def test_without_a_calendar_nothing_is_suggested(staff: Staff):
    assert keep_holidays.view(staff, now=NOW) == keep_holidays.Holidays(None)


@pytest.mark.parametrize(
    ("calendar", "field"),
    [
        (HolidayCalendar("XX"), "country"),
        (HolidayCalendar("US", "ZZ"), "region"),
        (HolidayCalendar("JP", "ZZ"), "region"),
    ],
)
def test_a_calendar_that_nobody_knows_is_refused(staff: Staff, calendar: HolidayCalendar, field: str):
    with pytest.raises(Invalid) as refused:
        keep_holidays.choose(staff, calendar, now=NOW)

    assert list(refused.value.problems) == [field]


def test_a_clinician_decides_on_no_holiday(program: Program):
    clinician = a_stored_staff(program, Role.CLINICIAN)

    for act in (
        lambda: keep_holidays.view(clinician, now=NOW),
        lambda: keep_holidays.choose(clinician, NEW_YORK, now=NOW),
        lambda: keep_holidays.keep_open(clinician, CHRISTMAS, is_open=True, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
