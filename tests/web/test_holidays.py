"""Holidays on the screen: a calendar chosen, a day closed by its name, another kept open."""

import pytest

from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.usecases.availability import view_offerings
from tests.conftest import NOW
from tests.doors import Visitor, applied

PATH = "/staff/holidays"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def said(browser: Visitor) -> str:
    return " ".join(browser.get(PATH).text.split())


def test_days_are_closed_or_kept_open_one_by_one(browser: Visitor, program: Program, staff: Staff):
    chosen = browser.post(PATH, {"country": "US", "region": "ny"})
    page = said(browser)
    closed = applied(browser, browser.post(f"{PATH}/2026-12-25/closure"))
    kept = browser.post(f"{PATH}/2027-01-01/opening")

    assert {chosen.status_code, closed.status_code, kept.status_code} == {303}
    assert "United States, NY" in page
    assert "Friday, December 25, 2026</b> <small>Christmas Day. No session that day yet." in page
    after = said(browser)
    assert "<b>Closed: Friday, December 25, 2026.</b>" in after
    assert "Decide again" in after
    (closure,) = view_offerings.view(staff, now=NOW).closures
    assert closure.reason == "Christmas Day"
    browser.post(f"{PATH}/2027-01-01/question")
    assert "Decide again" not in said(browser)


def test_a_day_that_is_none_is_not_closed_and_an_unknown_state_comes_back(browser: Visitor):
    wrong = browser.post(PATH, {"country": "US", "region": "zz"})
    browser.post(PATH, {"country": "US", "region": ""})

    assert wrong.status_code == 422
    assert "Choose one of: A" in " ".join(wrong.text.split())
    assert browser.post(f"{PATH}/2026-12-24/closure").status_code == 404
