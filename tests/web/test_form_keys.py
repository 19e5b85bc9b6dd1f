"""A form that comes twice is carried out once and answered the same: a double tap, a bad network, the back button."""

import re

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from tests.builders import MONDAY
from tests.doors import Visitor, visiting_patient
from tests.stored import a_stored_patient, a_stored_session, seats_taken

KEY = re.compile(r'name="key" value="([^"]+)"')


@pytest.fixture
def group(program: Program) -> Session:
    return a_stored_session(program, seats=1)


@pytest.fixture
def browser(app: Flask, ana: Patient) -> Visitor:
    return visiting_patient(app, ana)


def page_key(browser: Visitor) -> str:
    """The key in the forms of the week page as it is now."""
    found = KEY.search(browser.get(f"/week/{MONDAY}").text)
    assert found
    return found[1]


def test_booked_twice_by_the_same_form_it_is_booked_once_and_said_the_same(browser: Visitor, group: Session):
    form = {"key": page_key(browser)}

    answers = [browser.post(f"/sessions/{group.id}/booking", form) for _ in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"/week/{MONDAY}")] * 2
    assert browser.get(f"/week/{MONDAY}").text.count("Booked.") == 2
    assert seats_taken(group) == 1


def test_without_the_key_the_second_copy_is_refused(browser: Visitor, group: Session):
    answers = [browser.post(f"/sessions/{group.id}/booking").status_code for _ in range(2)]

    assert answers == [303, 409]


def test_an_old_form_that_comes_again_takes_back_nothing_that_came_after_it(browser: Visitor, group: Session):
    old = {"key": page_key(browser)}
    browser.post(f"/sessions/{group.id}/booking", old)
    browser.post(f"/sessions/{group.id}/cancellation", {"key": page_key(browser)})

    answer = browser.post(f"/sessions/{group.id}/booking", old)

    assert answer.status_code == 303
    assert "changed since" in browser.get(answer.location).text
    assert seats_taken(group) == 0


def test_a_seat_given_up_and_taken_back_is_not_given_up_by_a_late_copy(browser: Visitor, group: Session):
    browser.post(f"/sessions/{group.id}/booking")
    old = {"key": page_key(browser)}
    browser.post(f"/sessions/{group.id}/cancellation", old)
    browser.post(f"/sessions/{group.id}/cancellation/undo", {"key": page_key(browser)})

    browser.post(f"/sessions/{group.id}/cancellation", old)

    assert seats_taken(group) == 1


def test_two_forms_of_one_page_are_two_forms(browser: Visitor, group: Session):
    key = page_key(browser)

    first = browser.post(f"/plan/{MONDAY}/booking", {"key": key, "session": str(group.id + 99)})
    second = browser.post(f"/plan/{MONDAY}/booking", {"key": key, "session": str(group.id)})

    assert (first.status_code, second.status_code) == (404, 303)
    assert seats_taken(group) == 1


def test_what_was_refused_may_be_asked_again_by_the_same_form(
    app: Flask, program: Program, browser: Visitor, group: Session
):
    other = visiting_patient(app, a_stored_patient(program, given_name="Ben"))
    form = {"key": page_key(browser)}
    other.post(f"/sessions/{group.id}/booking")
    refused = browser.post(f"/sessions/{group.id}/booking", form)
    other.post(f"/sessions/{group.id}/cancellation")

    again = browser.post(f"/sessions/{group.id}/booking", form)

    assert (refused.status_code, again.status_code) == (409, 303)
