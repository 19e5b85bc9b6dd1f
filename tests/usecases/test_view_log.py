"""The log as staff see it: named, page by page in the order of time, searched, saved as a file, and of one program."""

from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.entry import Search, Topic
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import audit
from iopsched.store.db import transaction
from iopsched.usecases.availability import keep_absences
from iopsched.usecases.people import view_log
from iopsched.usecases.people.view_log import PAGE, Log
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_absence, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import told, trail

ALL = Search()


def noted(program: Program, *minutes: int, actor: str = "system", action: str = "booked", **facts: Any) -> None:
    """An entry at each of these minutes after NOW, in this order."""
    with transaction():
        for minute in minutes:
            audit.note(program.id, actor, action, now=NOW + timedelta(minutes=minute), minute=minute, **facts)


def minutes(log: Log) -> list[int]:
    return [line.entry.detail["minute"] for line in log.lines]


def seen(staff: Staff, search: Search = ALL, *, before: int | None = None, after: int | None = None) -> Log:
    return view_log.view(staff, search, before=before, after=after, now=NOW)


def test_a_line_names_who_whom_and_which_session(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)
    noted(program, 1, actor=f"staff:{staff.id}", action="account closed", staff_id=staff.id)
    noted(program, 2)

    nobody, account, booked = seen(staff).lines

    assert (booked.by, booked.patient, booked.account) == (booked.patient, booked.patient, None)
    assert booked.patient
    assert booked.session
    assert (booked.patient.id, booked.session.id, booked.entry.action) == (ana.id, session.id, "booked")
    assert (account.by, account.account, account.patient) == (staff, staff, None)
    assert (nobody.by, nobody.patient, nobody.account, nobody.session) == (None, None, None, None)


def test_a_line_names_whose_absence_it_is(program: Program, staff: Staff):
    known = a_stored_absence(program)
    keep_absences.remove(staff, known, now=NOW)

    (line,) = seen(staff).lines

    assert (line.entry.action, line.clinician) == ("absence ended", "A. Rivera")


def test_pages_follow_each_other_in_both_directions_without_a_gap(program: Program, staff: Staff):
    noted(program, *range(2 * PAGE + 1))

    first = seen(staff)
    second = seen(staff, before=first.lines[-1].entry.id)
    third = seen(staff, before=second.lines[-1].entry.id)
    back = seen(staff, after=third.lines[0].entry.id)
    top = seen(staff, after=back.lines[0].entry.id)

    assert minutes(first) + minutes(second) + minutes(third) == [*reversed(range(2 * PAGE + 1))]
    assert (back.lines, top.lines) == (second.lines, first.lines)
    pages = [(log.has_newer, log.has_older) for log in (first, second, third, back, top)]
    assert pages == [(False, True), (True, True), (True, False), (True, True), (False, True)]


def test_what_is_noted_meanwhile_moves_no_page(program: Program, staff: Staff):
    noted(program, *range(PAGE + 10))
    first = seen(staff)

    noted(program, *range(200, 260))

    assert minutes(seen(staff, before=first.lines[-1].entry.id)) == [*reversed(range(10))]


def test_entries_of_the_same_instant_are_none_lost_or_shown_twice(program: Program, staff: Staff):
    noted(program, *([5] * (PAGE + 3)))

    first = seen(staff)
    second = seen(staff, before=first.lines[-1].entry.id)

    assert len({line.entry.id for line in (*first.lines, *second.lines)}) == PAGE + 3


def test_one_persons_entries_alone(program: Program, staff: Staff, ana: Patient):
    noted(program, 1, patient_id=ana.id)
    noted(program, 2, patient_id=a_stored_patient(program).id)
    noted(program, 3)

    assert minutes(seen(staff, Search(patient_id=ana.id))) == [1]


@pytest.mark.parametrize(("topic", "found"), [(Topic.SEATS, [2, 1]), (Topic.SIGN_INS, [3]), (Topic.LOOKS, [])])
def test_one_topic_alone(program: Program, staff: Staff, topic: Topic, found: list[int]):
    noted(program, 1)
    noted(program, 2, action="gave up")
    noted(program, 3, action="signed_in")

    assert minutes(seen(staff, Search(topic=topic))) == found


def test_days_are_the_programs_own_and_whole(program: Program, staff: Staff):
    edges = (at(0, 0) - timedelta(seconds=1), at(0, 0), at(1, 0) - timedelta(seconds=1), at(1, 0))
    with transaction():
        for number, moment in enumerate(edges):
            audit.note(program.id, "system", "booked", now=moment, minute=number)

    assert minutes(seen(staff, Search(since=MONDAY, until=MONDAY))) == [2, 1]
    assert minutes(seen(staff, Search(since=MONDAY))) == [3, 2, 1]
    assert minutes(seen(staff, Search(until=MONDAY))) == [2, 1, 0]


def test_days_that_end_before_they_begin_are_refused(staff: Staff):
    with pytest.raises(Invalid) as wrong:
        seen(staff, Search(since=MONDAY, until=MONDAY - timedelta(days=1)))

    assert list(wrong.value.problems) == ["until"]


def test_another_programs_entries_are_never_there(program: Program, staff: Staff, ana: Patient):
    hillside = a_stored_program(name="Hillside")
    zoe = a_stored_patient(hillside, given_name="Zoe")
    book_session.book(zoe.id, a_stored_session(hillside).id, now=NOW)
    noted(program, 1)
    (theirs,) = trail(hillside)

    assert minutes(seen(staff)) == [1]
    assert seen(staff, Search(patient_id=zoe.id)).lines == ()
    assert view_log.export(staff, Search(patient_id=zoe.id), most=50, now=NOW).lines == ()
    assert [patient.id for patient in view_log.everybody(staff)] == [ana.id]
    for elsewhere in (theirs.id, 999_999):
        with pytest.raises(NotFound):
            seen(staff, before=elsewhere)
        with pytest.raises(NotFound):
            seen(staff, after=elsewhere)
    assert told(zoe) == [(f"patient:{zoe.id}", "booked")]


def test_whoever_is_not_of_the_program_is_not_named(program: Program, staff: Staff):
    hillside = a_stored_program(name="Hillside")
    zoe, theirs, session = a_stored_patient(hillside), a_stored_staff(hillside), a_stored_session(hillside)
    noted(program, 1, actor=f"patient:{zoe.id}", patient_id=zoe.id, session_id=session.id)
    noted(program, 2, actor=f"staff:{theirs.id}", staff_id=theirs.id)

    lines = seen(staff).lines

    assert [(line.by, line.patient, line.account, line.session) for line in lines] == [(None, None, None, None)] * 2


def test_the_log_is_not_for_clinicians(program: Program):
    clinician = a_stored_staff(program, Role.CLINICIAN)

    for look in (
        lambda: seen(clinician),
        lambda: view_log.export(clinician, ALL, most=50, now=NOW),
        lambda: view_log.everybody(clinician),
    ):
        with pytest.raises(Forbidden):
            look()


def test_a_page_takes_six_queries_whatever_is_on_it(program: Program, staff: Staff, ana: Patient):
    def cost(before: int | None = None, after: int | None = None) -> int:
        with statements() as asked:
            seen(staff, before=before, after=after)
        return len(asked)

    costs = [cost()]
    for day in range(4):
        session = a_stored_session(program, day=day)
        book_session.book(ana.id, session.id, now=NOW)
        cancel_booking.cancel(ana.id, session.id, now=NOW)
    costs.append(cost())
    middle = trail(program)[3].id

    assert costs == [6, 6]
    assert (cost(before=middle), cost(after=middle)) == (7, 7)


def test_to_look_at_one_persons_entries_is_to_look_at_the_person(program: Program, staff: Staff, ana: Patient):
    noted(program, 1, patient_id=ana.id)

    for _ in range(2):
        seen(staff, Search(patient_id=ana.id))
    seen(staff)

    assert told(ana) == [("system", "booked"), (f"staff:{staff.id}", "looked")]


def test_a_file_has_the_latest_ones_says_whether_there_are_more_and_is_noted(
    program: Program, staff: Staff, ana: Patient
):
    noted(program, 1, 2, 3, patient_id=ana.id)

    some = view_log.export(staff, Search(patient_id=ana.id), most=2, now=NOW)
    rest = view_log.export(staff, Search(topic=Topic.SEATS), most=3, now=NOW)

    assert (minutes(some), some.has_older) == ([3, 2], True)
    assert (minutes(rest), rest.has_older) == ([3, 2, 1], False)
    of_staff = [entry for entry in trail(program) if entry.actor == f"staff:{staff.id}"]
    assert [(entry.action, entry.patient_id, entry.detail) for entry in of_staff] == [
        ("log exported", ana.id, {"lines": 2}),
        ("log exported", None, {"lines": 3}),
    ]
