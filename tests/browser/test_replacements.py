"""Replacements are looked for while staff read: the count moves to its end, and whatever stops it leaves a way on."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, Route, expect

from iopsched.domain.intent import single
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.usecases.availability import draft_change
from iopsched.usecases.seats import book_session
from tests.browser.conftest import serving
from tests.browser.looks import WORDS, sign_in, wrong_with
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

PEOPLE, SEATS = 9, 7
THREE_HOURS = {"week_least": 180, "days_least": 1}
WRITE_DOWN = """window.counts = [], window.ends = 0;
    const look = () => {
        const said = document.querySelector('#count')?.textContent;
        if (said && said !== counts.at(-1)) counts.push(said);
        if (document.querySelector('[data-end] .note')) ends++;
    };
    new MutationObserver(look).observe(document, {subtree: true, childList: true});"""


class Desk(NamedTuple):
    """Somebody of staff, the address of a preview in which nine fall short and seven seats are left, and the clock."""

    address: str
    staff: Staff
    path: str
    clock: StandingClock


@pytest.fixture
def desk(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The page comes with two people; two more are a step."""
    monkeypatch.setattr("iopsched.web.staff.availability.previews.MOST_MENDED", 2)
    monkeypatch.setattr("iopsched.usecases.availability.seek_replacements.STEP", 2)
    clock = StandingClock(NOW)
    app = an_app(sqlite_url, clock)
    with app.app_context():
        program = a_stored_program()
        staff = a_stored_staff(program, Role.ADMIN, password_hash=passwords.hash_of(WORDS))
        gone, _ = a_stored_session(program, seats=PEOPLE), a_stored_session(program, day=2, seats=SEATS)
        for number in range(PEOPLE):
            somebody = a_stored_patient(program, plan=THREE_HOURS, given_name=f"Ana {number}")
            book_session.book(somebody.id, gone.id, now=NOW)
        draft_id = draft_change.draft(staff, single.CancelSession(gone.id), now=NOW)
    with serving(app) as address:
        yield Desk(address, staff, f"{address}/staff/changes/drafts/{draft_id}", clock)
    with app.app_context():
        disconnect(app)


def test_the_count_moves_until_everybody_was_looked_at(small: Page, desk: Desk):
    small.add_init_script(WRITE_DOWN)
    sign_in(small, desk.address, desk.staff)

    small.goto(desk.path)

    expect(small.get_by_role("status").get_by_text("Replacements were looked for in all 9 weeks.")).to_be_visible()
    said = [f"Replacements looked for: {number} of 9 weeks" for number in (2, 4, 6, 8, 9)]
    assert small.evaluate("counts") == said
    assert small.evaluate("ends") == 1
    assert small.locator("[data-totals] dd").all_inner_texts() == ["9", "0", "7", "2"]
    assert (small.locator("[data-rows] tr").count(), small.locator("tr.worst").count()) == (9, 2)
    assert not small.get_by_role("progressbar").is_visible()
    assert wrong_with(small) == []


def test_what_stops_it_leaves_the_link(small: Page, desk: Desk):
    def sign_out(route: Route) -> None:
        desk.clock.advance(hours=1)
        route.continue_()

    sign_in(small, desk.address, desk.staff)
    small.route("**/replacements?*", sign_out)

    small.goto(desk.path)

    expect(small.get_by_role("status").get_by_text("Not everybody was looked at.")).to_be_visible()
    assert small.get_by_role("link", name="Look for 2 more").is_visible()
    assert small.locator("[data-rows] tr").count() == 2
    assert wrong_with(small) == []
