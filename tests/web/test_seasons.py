"""Seasons on the screen, and an offering that holds only in one."""

from datetime import timedelta

import pytest

from iopsched.domain.program import Program
from iopsched.store import offerings
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, applied
from tests.stored import a_stored_offering, a_stored_season
from tests.web.test_offerings import WEEKLY

PATH = "/staff/seasons"
SUMMER = {"name": "Summer hours", "first_day": "2027-06-21", "last_day": "2027-09-06"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def said(browser: Visitor, path: str) -> str:
    return " ".join(browser.get(path).text.split())


@pytest.mark.parametrize(("choice", "words", "pauses"), [("1", "only in Summer", False), ("-1", "not in Summer", True)])
def test_an_offering_holds_only_in_a_season_or_pauses(
    browser: Visitor, program: Program, choice: str, words: str, pauses: bool
):
    browser.post(PATH, SUMMER)

    form = said(browser, "/staff/offerings/new")
    applied(browser, browser.post("/staff/offerings/new", WEEKLY | {"season": choice, "last_day": ""}))

    assert "Only in Summer hours" in form
    with reading():
        (offering,) = offerings.in_program(program.id)
    assert (offering.season is not None, offering.pauses) == (True, pauses)
    assert words in said(browser, "/staff/offerings")


def test_a_season_is_changed_and_removed(browser: Visitor):
    browser.post(PATH, SUMMER)

    changed = browser.post(f"{PATH}/1", SUMMER | {"name": " Long  days"})
    wrong = browser.post(f"{PATH}/1", SUMMER | {"last_day": "2027-06-01"})

    assert (changed.status_code, wrong.status_code) == (303, 422)
    assert "Long days</b></a> <small>Mon, Jun 21, 2027 to Mon, Sep 6, 2027" in said(browser, PATH)
    browser.post(f"{PATH}/1/removal")
    assert "No season yet." in said(browser, PATH)
    assert browser.get(f"{PATH}/1").status_code == 404


def test_a_season_that_comes_back_each_year_is_said_in_plain_words(browser: Visitor):
    browser.post(PATH, SUMMER | {"yearly": "y"})

    assert "each year from June 21 to September 6" in said(browser, PATH)
    assert "checked" in said(browser, f"{PATH}/1")


def test_other_days_of_a_season_with_sessions_lead_to_a_preview(browser: Visitor, program: Program):
    a_stored_offering(program, season=a_stored_season(program), last_day=MONDAY + timedelta(weeks=9))
    adjust_availability.open_sessions(now=NOW)
    days = {"name": "Winter", "first_day": str(MONDAY), "last_day": str(MONDAY + timedelta(weeks=1))}

    drafted = browser.post(f"{PATH}/1", days)

    assert "Change a season: Winter" in said(browser, drafted.location or "")
    assert f'value="{days["last_day"]}"' in said(browser, f"{PATH}/1?draft=1")
    assert applied(browser, drafted).location == PATH
    removal = browser.post(f"{PATH}/1/removal")
    assert "Remove a season: Winter" in said(browser, removal.location or "")
