"""Replacements that a preview's page goes on to ask for: with them it says what it would say had it come with all."""

import html
import json
import re

import pytest
from flask import Flask

from iopsched.domain.program import Program
from iopsched.usecases.seats import book_session
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor
from tests.stored import a_stored_patient, a_stored_session
from tests.web.test_previews import THREE_HOURS, cancelling


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def path(program: Program, browser: Visitor, monkeypatch: pytest.MonkeyPatch) -> str:
    """A preview in which five fall short and three seats are left; its page comes with two people, two are a step."""
    monkeypatch.setattr("iopsched.web.staff.availability.previews.MOST_MENDED", 2)
    monkeypatch.setattr("iopsched.usecases.availability.seek_replacements.STEP", 2)
    gone, _ = a_stored_session(program), a_stored_session(program, day=2, seats=3)
    for name in ("Ana", "Ben", "Cleo", "Dario", "Eve"):
        book_session.book(a_stored_patient(program, plan=THREE_HOURS, given_name=name).id, gone.id, now=NOW)
    return cancelling(browser, gone)


def the_rest(browser: Visitor, path: str) -> str:
    """The address that the page asks for the others."""
    found = re.search(r'data-seek="([^"]+)"', browser.get(path).text)
    assert found
    return html.unescape(found[1])


def rows(page: str) -> list[str]:
    return [" ".join(row.split()) for row in re.findall(r"<tr.*?</tr>", page.partition("<tbody")[2], re.DOTALL)]


def totals(page: str) -> list[str]:
    return re.findall(r"<dd>(\d+)</dd>", page.partition("data-totals")[2].partition("</dl>")[0])


def test_the_page_and_the_rest_are_the_page_of_all(browser: Visitor, path: str):
    answer = browser.get(the_rest(browser, path))

    pieces = [json.loads(line) for line in answer.text.splitlines()]
    page, whole = browser.get(path).text, browser.get(f"{path}?people=5").text
    assert (answer.mimetype, answer.headers["X-Accel-Buffering"]) == ("application/x-ndjson", "no")
    assert [row for part in (page, *pieces) for row in rows(part)] == rows(whole)
    assert totals(pieces[-1]) == totals(whole) == ["5", "0", "3", "2"]
    assert ["4 of 5 weeks" in pieces[0], "5 of 5 weeks" in pieces[1]] == [True, True]
    assert "Replacements were looked for in all 5 weeks.</b> In 3 of them a seat fits." in pieces[1]
    assert "data-seek" not in whole


def test_the_way_on_without_scripts_stands_in_each_piece_but_the_last(browser: Visitor, path: str):
    first, last = browser.get(the_rest(browser, path)).text.splitlines()

    assert "1 more week falls short." in json.loads(first)
    assert f'href="{path}?people=204"' in json.loads(first)
    assert "people=" not in json.loads(last)


def test_a_page_that_is_no_longer_true_is_not_gone_on_with(browser: Visitor, path: str):
    rest = the_rest(browser, path)

    assert browser.get(re.sub(r"seen=\w+", "seen=0", rest)).status_code == 409
    assert browser.get(re.sub(r"after=\d+", "after=-1", rest)).text.count("\n") == 3


def test_who_was_signed_out_is_not_brought_back_to_a_piece_of_a_page(
    app: Flask, clock: StandingClock, browser: Visitor, path: str
):
    rest = the_rest(browser, path)
    clock.advance(hours=1)

    answer = browser.get(rest)

    assert (answer.status_code, answer.location) == (303, "/staff/sign-in")
    with browser.client.session_transaction() as cookie:
        assert "next" not in cookie
