"""What if, on the screen: how many could not reach their hours with a draft, and the form of what would help."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask

from iopsched.domain.intent import offered, single
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.availability import adjust_availability, draft_change
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, applied, visiting_patient, visiting_staff
from tests.stored import a_stored_clinician, a_stored_offering, a_stored_patient, a_stored_session, a_stored_staff

GAPS = "/staff/changes/gaps"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def test_a_draft_is_ticked_and_what_would_help_is_one_tap_away(program: Program, staff: Staff, browser: Visitor):
    a_stored_offering(program, clinician_id=a_stored_clinician(program, "N. Diaz"))
    adjust_availability.open_sessions(now=NOW)
    a_stored_patient(program, plan={"week_least": 180, "days_least": 1})
    draft_id = draft_change.draft(staff, offered.CloseDay(Closure(MONDAY)), now=NOW)

    as_it_is = " ".join(browser.get(f"{GAPS}?day={MONDAY}").text.split())
    drafted = " ".join(browser.get(f"{GAPS}?day={MONDAY}&draft={draft_id}").text.split())

    assert "Everybody can." in as_it_is
    assert "Close Monday, November 30" in as_it_is
    assert "<dd>1 <small>of 1</small></dd>" in drafted
    assert "completes 1 week" in drafted
    assert "/staff/offerings/extra?day=2026-12-01" in drafted
    assert "clinician=N.+Diaz" in drafted
    assert "December 7 to 13" in browser.get(f"{GAPS}?day={MONDAY}&weeks=2").text


def test_an_extra_session_that_was_suggested_leads_back_to_who_cannot(program: Program, staff: Staff, browser: Visitor):
    a_stored_offering(program, clinician_id=a_stored_clinician(program, "N. Diaz"))
    adjust_availability.open_sessions(now=NOW)
    a_stored_patient(program, plan={"week_least": 180, "days_least": 1})
    draft_id = draft_change.draft(staff, offered.CloseDay(Closure(MONDAY)), now=NOW)
    drafted = browser.get(f"{GAPS}?day={MONDAY}&draft={draft_id}").text
    found = re.search(r'href="(/staff/offerings/extra[^"]+)"', drafted)
    assert found
    address = unescape(found[1])

    form = browser.get(address).text
    answer = applied(browser, browser.post("/staff/offerings/extra", dict(parse_qsl(urlsplit(address).query))))

    assert f'name="gaps" value="{MONDAY}"' in form
    assert answer.location == f"{GAPS}?day={MONDAY}"


def test_drafts_of_one_hour_are_told_apart_and_lead_to_their_previews(program: Program, staff: Staff, browser: Visitor):
    rooms = [a_stored_session(program, place=f"Room {number}") for number in (1, 2)]
    drafts = [draft_change.draft(staff, single.CancelSession(one.id), now=NOW) for one in rooms]

    page = " ".join(browser.get(f"{GAPS}?day={MONDAY}").text.split())

    for number, draft_id in enumerate(drafts, 1):
        said = f"Cancel group on Mon, Nov 30, 6 pm (in person, Room {number})"
        assert f"<span>{said}<small>Drafted by you, today, " in page
        assert f'<a href="/staff/changes/drafts/{draft_id}">See what it does' in page


def test_gaps_are_for_schedulers(app: Flask, program: Program, ana: Patient):
    assert visiting_patient(app, ana).get(GAPS).status_code == 404
    assert visiting_staff(app, a_stored_staff(program, Role.CLINICIAN)).get(GAPS).status_code == 403
