"""Holidays come from the library, by country and state, and it is loaded only then."""

import subprocess
import sys
from datetime import date

from iopsched.domain.holiday import Holiday, HolidayCalendar
from iopsched.gateways import public_holidays


def test_a_state_has_the_holidays_of_its_country_and_its_own():
    november = date(2027, 11, 1), date(2027, 11, 30)

    country = public_holidays.between(HolidayCalendar("US"), *november)
    state = public_holidays.between(HolidayCalendar("US", "NY"), *november)

    assert country == (Holiday(date(2027, 11, 11), "Veterans Day"), Holiday(date(2027, 11, 25), "Thanksgiving Day"))
    assert {*country} < {*state}


def test_a_year_end_is_no_border():
    found = public_holidays.between(HolidayCalendar("US"), date(2026, 12, 25), date(2027, 1, 1))

    assert [one.day for one in found] == [date(2026, 12, 25), date(2027, 1, 1)]


def test_countries_are_known_with_their_states():
    assert {"NY", "CA", "PR"} <= {*public_holidays.calendars()["US"]}


def test_the_library_is_loaded_when_first_asked():
    says = "import sys; import iopsched.app; print('holidays' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", says], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "False"
