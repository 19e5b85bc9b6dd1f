"""Absences on the screen: noted, listed with what needs somebody, named, taken back."""

import pytest

from iopsched.domain.program import Program
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, applied
from tests.stored import a_stored_clinician, a_stored_offering

PATH = "/staff/absences"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def test_somebody_is_away_another_is_named_and_it_is_taken_back(browser: Visitor, program: Program):
    rivera, diaz = a_stored_clinician(program, "A. Rivera"), a_stored_clinician(program, "N. Diaz")
    a_stored_offering(program, clinician_id=rivera)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (session,) = sessions.in_week(program, MONDAY)

    away = {"clinician": str(rivera), "stand_in": "", "day": str(MONDAY), "begins": "17:00"}
    noted = applied(browser, browser.post(PATH, away))
    page = " ".join(browser.get(PATH).text.split())
    named = applied(browser, browser.post(f"{PATH}/sessions/{session.id}/stand-in", {"clinician": str(diaz)}))
    after = " ".join(browser.get(PATH).text.split())
    back = applied(browser, browser.post(f"{PATH}/1/removal"))

    assert {noted.status_code, named.status_code, back.status_code} == {303}
    assert "1 session needs somebody" in page
    assert "Monday, November 30, 2026, from 5 pm on. Nobody stands in yet." in page
    assert "needs somebody" not in after
    assert "Nobody is away." in browser.get(PATH).text


def test_whose_absence_it_is_is_said_before_and_after_and_in_the_list_of_changes(browser: Visitor, program: Program):
    a_stored_offering(program, clinician_id=(rivera := a_stored_clinician(program, "A. Rivera")))
    adjust_availability.open_sessions(now=NOW)

    drafted = browser.post(PATH, {"clinician": str(rivera), "stand_in": "", "day": str(MONDAY)})
    preview = " ".join(browser.get(drafted.location or "").text.split())
    applied(browser, drafted)
    after, changes = browser.get(PATH).text, " ".join(browser.get("/staff/changes").text.split())
    removal = browser.get(browser.post(f"{PATH}/1/removal").location or "").text

    assert "<h1>Note that A. Rivera is away: Monday, November 30, 2026</h1>" in preview
    assert "Noted. A. Rivera is away: Monday, November 30, 2026." in after
    assert "<b>A. Rivera</b><small>Monday, November 30, 2026. Nobody stands in yet.</small>" in changes
    assert "Take back an absence of A. Rivera: Monday, November 30, 2026" in removal


def test_what_will_not_do_comes_back(browser: Visitor, program: Program):
    rivera = a_stored_clinician(program)

    answer = browser.post(PATH, {"clinician": str(rivera), "stand_in": str(rivera), "day": str(MONDAY)})
    nobody = browser.post(f"{PATH}/sessions/1/stand-in", {"clinician": ""})

    assert answer.status_code == 422
    assert "Choose somebody else who works here." in answer.text
    assert nobody.status_code == 404


def test_an_absence_is_changed_with_a_preview(browser: Visitor, program: Program):
    rivera, diaz = a_stored_clinician(program, "A. Rivera"), a_stored_clinician(program, "N. Diaz")
    a_stored_offering(program, clinician_id=rivera)
    adjust_availability.open_sessions(now=NOW)
    away = {"clinician": str(rivera), "stand_in": str(diaz), "day": str(MONDAY), "begins": "17:00"}
    applied(browser, browser.post(PATH, away))

    form = browser.get(f"{PATH}/1").text
    drafted = browser.post(f"{PATH}/1", away | {"stand_in": "", "ends": "23:00"})
    preview, typed = browser.get(drafted.location or "").text, browser.get(f"{PATH}/1?draft=2").text
    applied(browser, drafted)

    assert 'value="17:00"' in form
    assert "Change when A. Rivera is away: Monday, November 30, 2026, 5 to 11 pm" in preview
    assert 'value="23:00"' in typed
    assert "5 to 11 pm. Nobody stands in yet." in " ".join(browser.get(PATH).text.split())
    assert browser.post(f"{PATH}/1", away | {"day": ""}).status_code == 422
    assert browser.get(f"{PATH}/2").status_code == 404
