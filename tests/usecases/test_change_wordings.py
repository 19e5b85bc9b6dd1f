"""An admin chooses what is told and how much of it, is warned before more is, and the log says what changed."""

from functools import partial

import pytest

from iopsched.domain.errors import Forbidden, Invalid
from iopsched.domain.manner import WARNING, WITH_DETAIL, Manner, Wording, manner_of
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Language
from iopsched.store import messages, programs
from iopsched.store.db import reading
from iopsched.usecases.messages import change_wordings
from iopsched.usecases.messages.change_wordings import Choice
from iopsched.usecases.seats import book_session, seat_patient
from tests.builders import a_program
from tests.conftest import NOW
from tests.stored import a_stored_session
from tests.trail import trail

ALL = frozenset(Kind)


def chosen(program: Program) -> Program:
    with reading():
        return programs.get(program.id)


def test_at_first_everything_is_told_and_nothing_in_detail(program: Program):
    assert {manner_of(program, kind) for kind in Kind} == {Manner(is_on=True, may_say_more=False)}


def test_codes_and_answers_cannot_be_switched_off(program: Program, admin: Staff):
    after = change_wordings.change(admin, [], [], is_warned=False, now=NOW)

    on = {kind for kind in Kind if manner_of(after, kind).is_on}
    assert on == {Kind.SIGN_IN_CODE, Kind.EMAIL_CHECK, Kind.ANSWER}
    assert chosen(program) == after


def test_more_may_be_said_only_after_a_warning(program: Program, admin: Staff):
    with pytest.raises(Invalid) as refused:
        change_wordings.change(admin, ALL, [Kind.REMINDER], is_warned=False, now=NOW)

    assert set(refused.value.problems) == {"is_warned"}
    assert chosen(program) == program


def test_the_log_keeps_what_changed_and_which_warning_was_confirmed(program: Program, admin: Staff):
    change_wordings.change(admin, ALL - {Kind.DIGEST}, [Kind.REMINDER, Kind.CANCELLED], is_warned=True, now=NOW)
    change_wordings.change(admin, ALL, [Kind.REMINDER], is_warned=False, now=NOW)
    change_wordings.change(admin, ALL, [Kind.REMINDER], is_warned=False, now=NOW)

    assert [entry.detail for entry in trail(program)] == [
        {"switched_off": "digest", "made_detailed": "cancelled,reminder", "warning": WARNING},
        {"switched_on": "digest", "made_discreet": "cancelled"},
    ]


def test_only_what_has_more_to_say_may_say_more(program: Program, admin: Staff):
    after = change_wordings.change(admin, ALL, ALL, is_warned=True, now=NOW)

    assert {Kind(kind) for kind in after.in_detail} == WITH_DETAIL


@pytest.mark.parametrize("may", [True, False])
@pytest.mark.parametrize("wants", [*Wording])
def test_it_takes_both_sides_to_say_more(may: bool, wants: Wording):
    program = a_program(in_detail=frozenset({Kind.REMINDER} if may else ()))

    said = manner_of(program, Kind.REMINDER).wording(wants)

    assert said is (Wording.DETAILED if may and wants is Wording.DETAILED else Wording.DISCREET)


@pytest.mark.parametrize("silenced", [True, False])
def test_what_is_switched_off_is_not_written(program: Program, admin: Staff, ana: Patient, silenced: bool):
    told = ALL - {Kind.REMINDER, Kind.BOOKED} if silenced else ALL
    change_wordings.change(admin, told, [], is_warned=False, now=NOW)

    book_session.book(ana.id, a_stored_session(program, 1).id, now=NOW)
    seat_patient.book(admin, ana.id, a_stored_session(program, 2).id, now=NOW)

    with reading():
        kinds = {message.kind for message in messages.of_patient(ana.id)}
    assert kinds == (set() if silenced else {Kind.REMINDER, Kind.BOOKED})


def test_what_was_booked_while_reminders_were_off_is_reminded_of_once_they_are_on(
    program: Program, admin: Staff, ana: Patient
):
    choose = partial(change_wordings.change, admin, in_detail=[], is_warned=False, now=NOW)
    choose(ALL - {Kind.REMINDER})
    book_session.book(ana.id, a_stored_session(program, 1).id, now=NOW)

    choose(ALL)

    with reading():
        assert [message.kind for message in messages.of_patient(ana.id)] == [Kind.REMINDER]


def test_each_kind_is_shown_in_each_language_and_wording_that_it_has(program: Program, admin: Staff):
    shown = {choice.kind: choice for choice in change_wordings.view(admin, now=NOW)}

    assert set(shown) == ALL - {Kind.ANSWER}
    assert spoken(shown[Kind.REMINDER]) == [(language, wording) for language in Language for wording in Wording]
    assert spoken(shown[Kind.SIGN_IN_CODE]) == [(language, Wording.DISCREET) for language in Language]
    assert all(0 < each.length <= 160 for choice in shown.values() for each in choice.previews)


def spoken(choice: Choice) -> list[tuple[Language, Wording]]:
    return [(each.language, each.wording) for each in choice.previews]


def test_only_an_admin_looks_and_chooses(staff: Staff):
    with pytest.raises(Forbidden):
        change_wordings.view(staff, now=NOW)
    with pytest.raises(Forbidden):
        change_wordings.change(staff, ALL, [], is_warned=True, now=NOW)
