"""What is offered, on the screen: patterns, extra sessions and closed days, and what will not do comes back whole."""

from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.offering import NO_END, NO_START, Closure, Offering
from iopsched.domain.program import Program
from iopsched.domain.span import Span
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Modality
from iopsched.store import offerings, programs, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability, keep_closures
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, applied, visiting_patient
from tests.stored import a_stored_offering, a_stored_patient, a_stored_program

WEEKLY = {
    "component": "skills",
    "modality": "telehealth",
    "weekdays": ["0", "2"],
    "every": "1",
    "begins": "18:30",
    "minutes": "120",
    "counted_minutes": "100",
    "slot_minutes": "",
    "seats": "12",
    "clinician": "N. Diaz",
    "place": "Online",
    "track": "",
    "first_day": "2026-11-30",
    "last_day": "2026-12-31",
}
EXTRA = {
    "component": "family",
    "modality": "in_person",
    "day": "2026-12-05",
    "begins": "10:00",
    "minutes": "90",
    "counted_minutes": "",
    "seats": "6",
    "clinician": "",
    "place": "",
    "track": "",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def known(program: Program) -> tuple[Offering, ...]:
    with reading():
        return offerings.in_program(program.id)


def said(browser: Visitor, path: str | None) -> str:
    return " ".join(browser.get(path or "").text.split())


def test_an_offering_is_added_with_all_that_was_said(program: Program, browser: Visitor):
    answer = applied(browser, browser.post("/staff/offerings/new", WEEKLY))

    (offering,) = known(program)
    assert (answer.status_code, answer.location) == (303, "/staff/offerings")
    assert (offering.component, offering.modality, offering.weekdays) == (
        Component.SKILLS,
        Modality.TELEHEALTH,
        frozenset({0, 2}),
    )
    assert (offering.begins, offering.minutes, offering.counted_minutes, offering.seats) == (time(18, 30), 120, 100, 12)
    with reading():
        assert programs.clinicians(program.id)[offering.clinician_id or 0] == "N. Diaz"
    page = said(browser, answer.location)
    assert "<b>Offered.</b> 10 sessions opened." in page
    assert "Mon, Wed" in page
    assert "6:30 to 8:30 pm" in page
    assert "Nov 30, 2026 to Dec 31, 2026" in page


def test_what_is_left_empty_is_all_minutes_from_now_on_and_for_good(program: Program, browser: Visitor):
    applied(
        browser,
        browser.post("/staff/offerings/new", WEEKLY | {"counted_minutes": "", "first_day": "", "last_day": ""}),
    )

    (offering,) = known(program)
    assert (offering.counted_minutes, offering.first_day, offering.last_day) == (120, NO_START, NO_END)
    assert "for good" in said(browser, "/staff/offerings")


def test_slots_are_sessions_of_their_own(program: Program, browser: Visitor):
    slots = {"slot_minutes": "60", "counted_minutes": "", "seats": "1"}
    applied(browser, browser.post("/staff/offerings/new", WEEKLY | slots))

    (offering,) = known(program)
    assert (offering.slot_minutes, offering.counted_minutes) == (60, 60)
    assert "slots of 60 min" in said(browser, "/staff/offerings")


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"weekdays": []}, "Choose at least one weekday."),
        ({"weekdays": ["7"]}, "Choose from the list."),
        ({"begins": ""}, "Choose when it begins."),
        ({"minutes": "0"}, "The length must be between 1 minute and 12 hours."),
        ({"minutes": "two hours"}, "Give a whole number."),
        ({"counted_minutes": "121"}, "Minutes that count must be at most the length of one session."),
        ({"slot_minutes": "500"}, "A slot must fit into the length."),
        ({"seats": "101"}, "Seats must be between 1 and 100."),
        ({"last_day": "2026-11-29"}, "The last day is before the first. Choose a later last day."),
        ({"first_day": "2026-01-01", "last_day": "2026-02-01"}, "That day has passed. Choose a day ahead."),
        ({"component": "lunch"}, "Not a valid choice."),
    ],
)
def test_what_will_not_do_comes_back_with_all_that_was_typed(
    program: Program, browser: Visitor, wrong: dict[str, Any], problem: str
):
    answer = browser.post("/staff/offerings/new", WEEKLY | wrong)

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert problem in page
    assert 'value="N. Diaz"' in page
    assert known(program) == ()


def test_an_offering_is_changed_for_all_weeks(program: Program, browser: Visitor):
    group = a_stored_offering(program, clinician_id=None)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (session,) = sessions.in_week(program, MONDAY)
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)

    form = said(browser, f"/staff/offerings/{group.id}")
    changed = WEEKLY | {"weekdays": ["0"], "component": "group"}
    answer = applied(browser, browser.post(f"/staff/offerings/{group.id}", changed))

    assert 'value="18:00"' in form
    assert answer.status_code == 303
    assert known(program)[0].begins == time(18, 30)
    assert "<b>Changed, from now on.</b> 1 person is told. 1 seat moved along." in said(browser, answer.location)
    fewer = WEEKLY | {"weekdays": ["0"], "component": "group", "seats": "1"}
    page = said(browser, applied(browser, browser.post(f"/staff/offerings/{group.id}", fewer)).location)
    assert "Changed, from now on." in page
    assert "Nobody was in it." not in page


def test_a_change_that_will_not_do_comes_back(program: Program, browser: Visitor):
    group = a_stored_offering(program)

    answer = browser.post(f"/staff/offerings/{group.id}", WEEKLY | {"seats": "0"})

    assert answer.status_code == 422
    assert "Seats must be between 1 and 100." in answer.text
    assert "Change an offering" in answer.text
    assert known(program) == (group,)


def test_an_extra_session_is_open_on_its_week(program: Program, browser: Visitor):
    answer = applied(browser, browser.post("/staff/offerings/extra", EXTRA))

    assert answer.location == "/staff/board/2026-12-05"
    page = said(browser, answer.location)
    assert "Extra session on Saturday, December 5." in page
    assert "1 session opened." in page
    assert "Family" in page
    assert "weeks ahead" not in page


def test_an_extra_session_far_ahead_says_when_it_opens(program: Program, browser: Visitor):
    answer = applied(browser, browser.post("/staff/offerings/extra", EXTRA | {"day": "2027-06-05"}))

    page = said(browser, answer.location)
    assert f"Extra session on Saturday, June 5. It opens {program.weeks_ahead} weeks ahead." in page
    assert "session opened." not in page


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"day": ""}, "Choose the day."),
        ({"day": "2026-11-22"}, "That day has passed. Choose a day ahead."),
        ({"day": "2026-11-23", "begins": "11:00"}, "That time has passed. Choose a time ahead."),
        ({"day": "2026-12-01"}, "It is closed then. Choose another time, or take the closure away first."),
        ({"day": "2062-12-05"}, "Choose a day within a year."),
        (
            {"day": "2027-03-14", "begins": "02:30"},
            "Clocks skip 2:30 am on Sun, Mar 14, 2027. Choose a time an hour later.",
        ),
    ],
)
def test_an_extra_session_that_cannot_be_comes_back(
    program: Program, staff: Staff, browser: Visitor, wrong: dict[str, str], problem: str
):
    keep_closures.close(staff, Closure(MONDAY + timedelta(days=1)), now=NOW)

    answer = browser.post("/staff/offerings/extra", EXTRA | wrong)

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert problem in page
    assert 'class="wrong line"' in page
    assert known(program) == ()


def test_a_day_is_closed_and_opened_again(program: Program, browser: Visitor):
    a_stored_offering(program)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (session,) = sessions.in_week(program, MONDAY)
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)

    closed = applied(browser, browser.post("/staff/offerings/closures", {"day": str(MONDAY), "reason": "Snow"}))
    page = said(browser, closed.location)
    opened = applied(browser, browser.post(f"/staff/offerings/closures/{MONDAY}/removal"))

    assert "<b>Closed: Monday, November 30, 2026.</b> 1 person is told. 1 seat was lost." in page
    assert "Snow" in page
    assert opened.status_code == 303
    assert "Open again on Monday, November 30." in said(browser, opened.location)
    with reading():
        assert [(each.id, each.taken) for each in sessions.in_week(program, MONDAY)] == [(session.id, 0)]


@pytest.mark.parametrize(
    ("last_day", "closed"),
    [
        ("", Span(MONDAY, begins=time(17))),
        (str(MONDAY), Span(MONDAY, begins=time(17))),
        (str(MONDAY + timedelta(days=1)), Span(MONDAY, begins=time(17))),
        (str(MONDAY + timedelta(days=2)), Span(MONDAY, MONDAY + timedelta(days=1), time(17))),
    ],
)
def test_until_midnight_touches_no_further_day(program: Program, browser: Visitor, last_day: str, closed: Span):
    typed = {"day": str(MONDAY), "last_day": last_day, "begins": "17:00", "ends": "00:00"}

    applied(browser, browser.post("/staff/offerings/closures", typed))

    with reading():
        assert [closure.span for closure in offerings.closures(program.id)] == [closed]


@pytest.mark.parametrize(("day", "problem"), [("", "Choose the day."), ("2026-11-20", "That day has passed.")])
def test_a_closure_that_will_not_do_comes_back(browser: Visitor, day: str, problem: str):
    answer = browser.post("/staff/offerings/closures", {"day": day, "reason": "Snow"})

    assert answer.status_code == 422
    assert problem in answer.text
    assert 'value="Snow"' in answer.text


def test_a_day_that_is_not_closed_cannot_be_opened(browser: Visitor):
    assert browser.post(f"/staff/offerings/closures/{MONDAY}/removal").status_code == 404
    assert browser.post("/staff/offerings/closures/never/removal").status_code == 404


def test_what_is_over_is_folded_away(program: Program, browser: Visitor):
    a_stored_offering(program, first_day=MONDAY - timedelta(days=90), last_day=MONDAY - timedelta(days=30))

    page = said(browser, "/staff/offerings")

    assert "1 offering is over" in page
    assert "Nothing is offered yet." in page


def test_another_programs_offering_is_not_there(browser: Visitor):
    theirs = a_stored_offering(a_stored_program(name="Hillside"))

    assert browser.get(f"/staff/offerings/{theirs.id}").status_code == 404
    assert browser.get(f"/staff/offerings/{theirs.id}/end").status_code == 404
    assert browser.post(f"/staff/offerings/{theirs.id}/end").status_code == 404
    assert browser.post(f"/staff/offerings/{theirs.id}", WEEKLY).status_code == 404
    assert known(Program(theirs.program_id, "", "America/New_York")) == (theirs,)


def test_a_patient_finds_no_offerings(app: Flask, program: Program):
    patient = visiting_patient(app, a_stored_patient(program))

    for path in ("", "/new", "/extra"):
        assert patient.get(f"/staff/offerings{path}").status_code == 404
    assert patient.post("/staff/offerings/new", WEEKLY).status_code == 404
    assert known(program) == ()


def test_every_other_week_is_said_in_plain_words(browser: Visitor, program: Program):
    applied(browser, browser.post("/staff/offerings/new", WEEKLY | {"every": "2"}))

    (offering,) = known(program)
    assert offering.every == 2
    assert "every other week from the week of Nov 30, 2026" in browser.get("/staff/offerings").text


@pytest.mark.parametrize(
    ("every", "title"),
    [
        ("1", "Offer skills, Mon, Wed, 6:30 pm, every week (telehealth, Online)"),
        (
            "2",
            "Offer skills, Mon, Wed, every other week from the week of Nov 30, 2026, 6:30 pm (telehealth, Online)",
        ),
    ],
)
def test_the_preview_of_something_new_says_how_often_it_would_be(browser: Visitor, every: str, title: str):
    assert f"<h1>{title}</h1>" in said(
        browser, browser.post("/staff/offerings/new", WEEKLY | {"every": every}).location
    )


def test_the_preview_of_something_new_says_all_that_was_typed(browser: Visitor):
    slots = {"slot_minutes": "60", "counted_minutes": "", "buffer_minutes": "10", "least": "1", "track": "Morning"}

    page = said(browser, browser.post("/staff/offerings/new", WEEKLY | slots).location)

    assert "Telehealth, Online, Morning</dd>" in page
    assert "<b>Mon, Wed</b>6:30 to 8:30 pm, slots of 60 min, 10 min between, Nov 30, 2026 to Dec 31, 2026</dd>" in page
    assert "<b>N. Diaz</b>12 seats, 60 minutes count, asks for 1 person</dd>" in page


def test_every_other_week_needs_a_first_day_to_count_from(browser: Visitor, program: Program):
    page = browser.post("/staff/offerings/new", WEEKLY | {"every": "2", "first_day": ""})

    assert page.status_code == 422
    assert "weeks are counted from its week" in page.text
    assert known(program) == ()


def test_an_offering_can_be_changed_from_a_day_on(browser: Visitor, program: Program):
    group = a_stored_offering(program)

    answer = applied(browser, browser.post(f"/staff/offerings/{group.id}", WEEKLY | {"since": "2026-12-07"}))

    assert answer.status_code == 303
    assert [offering.component for offering in known(program)] == [Component.GROUP, Component.SKILLS]
    assert known(program)[0].last_day == MONDAY + timedelta(days=6)


def test_an_offering_is_ended_after_a_look(program: Program, browser: Visitor):
    group = a_stored_offering(program, key="group")
    adjust_availability.open_sessions(now=NOW)
    with reading():
        second = sessions.in_week(program, MONDAY + timedelta(weeks=1))[0]
    book_session.book(a_stored_patient(program).id, second.id, now=NOW)
    path = f"/staff/offerings/{group.id}/end"

    linked, asked = (" ".join(browser.get(page).text.split()) for page in (f"/staff/offerings/{group.id}", path))
    drafted = browser.post(path, {"last_day": str(MONDAY)})
    preview = " ".join(browser.get(drafted.location or "").text.split())
    done = applied(browser, drafted)

    assert f'href="{path}"' in linked
    assert "End group, Monday, 6 pm" in asked
    assert "cancels" in preview
    assert "ends 1 seat" in preview
    assert known(program)[0].last_day == MONDAY
    assert "<b>Ended.</b> 1 person is told." in " ".join(browser.get(done.location or "").text.split())
    with reading():
        assert sessions.get(second.id).is_cancelled


@pytest.mark.parametrize(
    ("last_day", "problem"),
    [
        ("2026-11-22", "That day has passed."),
        ("2027-01-25", "It is not offered then, or ends on that day anyway."),
        ("soon", "Choose a day"),
    ],
)
def test_a_last_day_that_will_not_do_comes_back(program: Program, browser: Visitor, last_day: str, problem: str):
    group = a_stored_offering(program)

    answer = browser.post(f"/staff/offerings/{group.id}/end", {"last_day": last_day})

    assert answer.status_code == 422
    assert problem in answer.text
    assert known(program) == (group,)


def test_what_nobody_is_in_ends_at_once(program: Program, browser: Visitor):
    group = a_stored_offering(program, first_day=MONDAY + timedelta(days=28))

    browser.post(f"/staff/offerings/{group.id}/end", {"last_day": ""})

    assert known(program)[0].last_day < known(program)[0].first_day


@pytest.mark.parametrize(("counts", "counted"), [(False, 73), (True, 90)])
def test_breaks_are_left_out_unless_the_program_counts_them(
    program: Program, browser: Visitor, counts: bool, counted: int
):
    with transaction():
        programs.change(program.id, count_breaks=counts)

    added = applied(browser, browser.post("/staff/offerings/extra", EXTRA | {"breaks": "17"}))
    (extra,) = known(program)
    page = browser.get(f"/staff/offerings/{extra.id}").text

    assert added.status_code == 303
    assert extra.counted_minutes == counted
    assert ('value="17"' in page) is not counts
    wrong = browser.post("/staff/offerings/extra", EXTRA | {"breaks": "90"})
    assert (wrong.status_code, "Breaks must be shorter than one session." in wrong.text) == (422, True)
