"""The list of those who lead sessions, and one of them: named, merged, retired."""

import re

import pytest

from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.usecases.availability import adjust_availability
from tests.conftest import NOW
from tests.doors import Visitor, applied
from tests.stored import a_stored_clinician, a_stored_offering

PATH = "/staff/clinicians"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def said(browser: Visitor, path: str) -> str:
    return " ".join(browser.get(path).text.split())


def test_the_list_says_who_leads_how_much(browser: Visitor, program: Program):
    assert "Nobody leads anything yet." in said(browser, PATH)
    a_stored_offering(program, clinician_id=a_stored_clinician(program))
    a_stored_clinician(program, "Zoe Gone")
    adjust_availability.open_sessions(now=NOW)

    page = said(browser, PATH)

    assert "A. Rivera</b></a> <small>10 sessions ahead" in page
    assert "Zoe Gone</b></a> <small>leads nothing ahead" in page
    assert f'href="{PATH}"' in said(browser, "/staff/offerings")


def test_a_name_is_righted_or_says_why_not(browser: Visitor, program: Program):
    zoe = a_stored_clinician(program, "Zo Gone")
    a_stored_clinician(program, "Dana Whitlock")

    taken = browser.post(f"{PATH}/{zoe}", {"name": "dana whitlock"})
    righted = browser.post(f"{PATH}/{zoe}", {"name": "Zoe Gone"})

    assert (taken.status_code, righted.status_code) == (422, 303)
    assert "Somebody is called so already." in taken.text
    assert "The name stands so everywhere" in said(browser, PATH)


def test_a_mistyped_one_is_merged(browser: Visitor, program: Program):
    typed, meant = a_stored_clinician(program, "Dana Witlock"), a_stored_clinician(program, "Dana Whitlock")

    nobody = browser.post(f"{PATH}/{typed}/merger", {"stays": ""})
    merged = browser.post(f"{PATH}/{typed}/merger", {"stays": str(meant)})

    assert (nobody.status_code, merged.status_code) == (422, 303)
    assert "also typed as Dana Witlock" in said(browser, PATH)
    assert browser.get(f"{PATH}/{typed}").status_code == 404


def test_retiring_says_what_stands_in_the_way_and_can_be_taken_back(browser: Visitor, program: Program, staff: Staff):
    zoe, rivera = a_stored_clinician(program, "Zoe Gone"), a_stored_clinician(program)
    offering = a_stored_offering(program, clinician_id=rivera)

    refused = browser.post(f"{PATH}/{rivera}/retirement")
    retired = browser.post(f"{PATH}/{zoe}/retirement")

    assert (refused.status_code, retired.status_code) == (422, 303)
    assert "Not retired." in refused.text
    assert f'href="/staff/offerings/{offering.id}"' in refused.text
    assert "Zoe Gone" not in said(browser, "/staff/offerings/new")
    assert "retired today, 12:00 pm" in said(browser, PATH)
    browser.post(f"{PATH}/{zoe}/return")
    assert "Zoe Gone" in said(browser, "/staff/offerings/new")


def test_what_somebody_retired_led_is_not_taken_back_and_a_note_says_who(browser: Visitor, program: Program):
    zoe = a_stored_clinician(program, "Zoe Gone")
    offering = a_stored_offering(program, clinician_id=zoe)
    adjust_availability.open_sessions(now=NOW)
    applied(browser, browser.post(f"/staff/offerings/{offering.id}/end", {"last_day": ""}))
    (undo,) = set(re.findall(r'action="(/staff/changes/drafts/\d+/undo)"', browser.get("/staff/changes").text))
    drafted = browser.post(undo)
    retired = browser.post(f"{PATH}/{zoe}/retirement")

    asked, looked = browser.post(undo), browser.get(drafted.location or "")

    assert (retired.status_code, asked.status_code, looked.status_code) == (303, 303, 303)
    assert asked.location == looked.location == "/staff/changes"
    page = said(browser, "/staff/changes")
    assert f'Zoe Gone leads nothing here any more. <a href="{PATH}">Clinicians</a>' in page


def test_the_log_names_whom_it_was_about(browser: Visitor, program: Program):
    zoe = a_stored_clinician(program, "Zoe Gone")
    browser.post(f"{PATH}/{zoe}/retirement")

    assert "Let a clinician retire" in said(browser, "/staff/log")
    assert "Zoe Gone" in said(browser, "/staff/log?what=timetable")
