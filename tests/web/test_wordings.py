"""An admin reads every text, switches kinds off and lets them say more; staff read what one person would be told."""

import pytest
from flask import Flask

from iopsched.domain.manner import Manner, manner_of
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import programs
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

PAGE = "/staff/accounts/messages"
ALL = [kind.value for kind in Kind]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def browser(app: Flask, admin: Staff) -> Visitor:
    return visiting_staff(app, admin)


def said(browser: Visitor, path: str = PAGE) -> str:
    return " ".join(browser.get(path).text.split())


def manner(program: Program, kind: Kind) -> Manner:
    with reading():
        return manner_of(programs.get(program.id), kind)


def test_every_kind_is_shown_in_both_languages_with_its_length(browser: Visitor):
    page = said(browser)

    assert 'English, discreet <small>55 of 160</small></dt> <dd lang="en">012345 is your Riverside code.' in page
    assert "Español, detailed" in page
    assert "Riverside: su semana del 30 nov: 6 de 9 h. Abra su semana para agregar horas." in page
    assert "Once a week, on the day of the settings." in page


def test_a_kind_is_switched_off_and_on(program: Program, browser: Visitor):
    answer = browser.post(PAGE, {"told": [kind for kind in ALL if kind != "digest"]})

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert not manner(program, Kind.DIGEST).is_on
    assert "Off" in said(browser)
    browser.post(PAGE, {"told": ALL})
    assert manner(program, Kind.DIGEST).is_on


def test_more_words_need_the_warning_and_what_was_ticked_stays(program: Program, browser: Visitor):
    refused = browser.post(PAGE, {"told": ALL, "in_detail": ["reminder"]})

    assert refused.status_code == 422
    assert "Read the warning and tick it" in refused.text
    assert 'name="in_detail" value="reminder" checked' in refused.text
    browser.post(PAGE, {"told": ALL, "in_detail": ["reminder"], "is_warned": "y"})
    assert manner(program, Kind.REMINDER).may_say_more


def test_what_is_no_kind_is_refused(program: Program, browser: Visitor):
    assert browser.post(PAGE, {"told": [*ALL, "gossip"]}).status_code == 422
    assert manner(program, Kind.DIGEST).is_on


def test_only_admins_get_there(app: Flask, program: Program, staff: Staff, ana: Patient):
    assert visiting_staff(app, staff).get(PAGE).status_code == 403
    assert visiting_staff(app, staff).post(PAGE, {"told": ALL}).status_code == 403
    assert visiting_patient(app, ana).get(PAGE).status_code == 404


def test_a_dry_run_shows_the_words_and_where_nothing_would_go_why(app: Flask, program: Program, staff: Staff):
    ana, silent = a_stored_patient(program), a_stored_patient(program, accepts_texts=False)
    for patient in (ana, silent):
        book_session.book(patient.id, a_stored_session(program, 1).id, now=NOW)
    browser = visiting_staff(app, staff)

    assert "Riverside: tomorrow, Tue Dec 1: 6 to 9 pm." in said(browser, f"/staff/people/{ana.id}/messages")
    assert "Not sent: no agreement to messages." in said(browser, f"/staff/people/{silent.id}/messages")
    assert f"/staff/people/{ana.id}/messages" in said(browser, f"/staff/people/{ana.id}")


def test_strangers_find_no_dry_run(app: Flask, program: Program, staff: Staff, ana: Patient):
    path = f"/staff/people/{ana.id}/messages"

    assert visiting_patient(app, ana).get(path).status_code == 404
    assert visiting_staff(app, a_stored_staff(program, Role.CLINICIAN)).get(path).status_code == 403
    assert visiting_staff(app, a_stored_staff(a_stored_program())).get(path).status_code == 404
