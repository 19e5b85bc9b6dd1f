"""What was looked for in vain is counted once a day, of the right week, and of nobody."""

from datetime import date, timedelta

from sqlalchemy import text

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.unmet import Reason, Unmet
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part
from iopsched.store import unmets
from iopsched.store.db import db, reading
from iopsched.usecases.hours import view_reports
from iopsched.usecases.hours.view_reports import Period
from iopsched.usecases.seats import tend_seats, wait_for_seat
from iopsched.usecases.weeks import note_unmet, plan_week
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

VIDEO_GROUP = Unmet(MONDAY, Reason.FILTERS, Component.GROUP, Modality.TELEHEALTH)


def counted(program: Program, monday: date = MONDAY) -> dict[Unmet, int]:
    with reading():
        return {wish.unmet: wish.times for wish in unmets.between(program.id, monday, monday)}


def test_one_person_counts_once_a_day_and_another_again(program: Program, ana: Patient):
    ben = a_stored_patient(program)
    for who, days in ((ana, 0), (ana, 0), (ben, 0), (ana, 1)):
        note_unmet.note(who, [VIDEO_GROUP], now=NOW + timedelta(days=days))

    assert counted(program) == {VIDEO_GROUP: 3}
    assert counted(a_stored_program()) == {}


def test_a_look_again_costs_one_query(ana: Patient):
    note_unmet.note(ana, [VIDEO_GROUP], now=NOW)

    with statements() as sent:
        note_unmet.note(ana, [VIDEO_GROUP], now=NOW)

    assert len(sent) == 1


def test_no_row_holds_anybody(program: Program, ana: Patient):
    note_unmet.note(ana, [VIDEO_GROUP], now=NOW)

    with reading():
        columns = db.session.execute(text("SELECT * FROM unmet_wish")).keys()
    assert set(columns) == {"program_id", "monday", "reason", "component", "modality", "part", "weekday", "times"}


def test_a_week_that_no_search_can_fill_is_counted_and_one_that_can_is_not(program: Program, ana: Patient):
    evening = Wishes(parts=frozenset({Part.EVENING}))
    note_unmet.note_plan(ana, plan_week.propose(ana.id, MONDAY, evening, now=NOW), now=NOW)
    lacking = counted(program)
    for day in range(3):
        a_stored_session(program, day + 7, hour=18)
    after = MONDAY + timedelta(weeks=1)
    note_unmet.note_plan(ana, plan_week.propose(ana.id, after, evening, now=NOW), now=NOW)

    assert lacking == {Unmet(MONDAY, Reason.PLAN, part=Part.EVENING): 1}
    assert counted(program, after) == {}


def test_a_kind_that_was_found_is_not_among_what_was_not(program: Program):
    asked = {"week_least": 240, "components": {Component.GROUP: 180, Component.SKILLS: 60}}
    yuki = a_stored_patient(program, plan=asked)
    a_stored_session(program, day=5, hour=10, hours=1, component=Component.SKILLS)
    weekend = Wishes(parts=frozenset({Part.WEEKEND}))

    note_unmet.note_plan(yuki, plan_week.propose(yuki.id, MONDAY, weekend, now=NOW), now=NOW)

    assert counted(program) == {Unmet(MONDAY, Reason.PLAN, Component.GROUP, part=Part.WEEKEND): 1}


def test_a_wait_that_ends_unserved_is_counted_when_it_is_closed(program: Program, ana: Patient, staff: Staff):
    session = a_stored_session(program, seats=0)
    wait_for_seat.wait(ana.id, session.id, now=NOW)

    tend_seats.look_around(now=session.ends)
    tend_seats.look_around(now=session.ends)

    report = view_reports.view(staff, Period(MONDAY, MONDAY), now=session.ends)
    kind = Unmet(MONDAY, Reason.WAIT, Component.GROUP, Modality.IN_PERSON, Part.EVENING, 0)
    assert [(wish.unmet, wish.times) for wish in report.unmet] == [(kind, 1)]
