"""Whom staff could add to a session: those for whom it fits, the shortest first, then the others and why not."""

import pytest

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import people
from iopsched.store.db import transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.seats import book_session, view_newcomers, wait_for_seat
from iopsched.usecases.seats.view_newcomers import Newcomers
from tests.builders import a_commitment
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff


@pytest.fixture
def group(program: Program) -> Session:
    return a_stored_session(program, seats=2)


def names(newcomers: Newcomers) -> tuple[list[str], list[str]]:
    fitting, refused = newcomers.fitting, newcomers.refused
    return [each.patient.given_name for each in fitting], [each.patient.given_name for each in refused]


def test_whom_it_fits_stand_first_the_shortest_before_the_others(program: Program, staff: Staff, group: Session):
    for name, plan in (("Ann", {}), ("Ben", {"week_least": 60}), ("Cem", {"week_least": 12 * 60})):
        a_stored_patient(program, given_name=name, plan=plan)
    busy, inside = (a_stored_patient(program, given_name=name) for name in ("Dan", "Eve"))
    with transaction():
        people.add_commitment(busy.id, a_commitment())
    book_session.book(inside.id, group.id, now=NOW)

    newcomers = view_newcomers.view(staff, group.id, now=NOW)

    assert names(newcomers) == (["Cem", "Ann", "Ben"], ["Dan"])
    assert newcomers.refused[0].choice.reasons == {Why.COMMITTED}
    assert newcomers.everyone == 4


def test_a_search_narrows_it_by_name_or_number(program: Program, staff: Staff, group: Session):
    a_stored_patient(program, given_name="Ann")
    ben = a_stored_patient(program, given_name="Ben")

    assert names(view_newcomers.view(staff, group.id, "ben", now=NOW)) == (["Ben"], [])
    assert names(view_newcomers.view(staff, group.id, ben.phone[-4:], now=NOW))[0] == ["Ben"]
    assert view_newcomers.view(staff, group.id, "ben", now=NOW).everyone == 2


def test_in_a_full_session_only_who_has_a_seat_held_fits(program: Program, staff: Staff):
    group = a_stored_session(program, seats=1)
    book_session.book(a_stored_patient(program).id, group.id, now=NOW)
    ann, ben = (a_stored_patient(program, given_name=name) for name in ("Ann", "Ben"))
    wait_for_seat.wait(ben.id, group.id, now=NOW)
    change_session.change_seats(staff, group.id, 2, now=NOW)

    newcomers = view_newcomers.view(staff, group.id, now=NOW)

    assert names(newcomers) == (["Ben"], ["Ann"])
    assert newcomers.refused[0].patient.id == ann.id
    assert newcomers.session.held == 1


def test_it_is_for_schedulers_of_the_same_program(program: Program, group: Session):
    with pytest.raises(Forbidden):
        view_newcomers.view(a_stored_staff(program, Role.CLINICIAN), group.id, now=NOW)
    with pytest.raises(NotFound):
        view_newcomers.view(a_stored_staff(a_stored_program(name="Hillside")), group.id, now=NOW)


def test_another_programs_patients_are_not_among_them(program: Program, staff: Staff, group: Session):
    a_stored_patient(a_stored_program(name="Hillside"))

    assert view_newcomers.view(staff, group.id, now=NOW).everyone == 0


def test_it_takes_six_queries_however_many_people_there_are(program: Program, staff: Staff, group: Session):
    for _ in range(5):
        a_stored_patient(program)

    with statements() as seen:
        view_newcomers.view(staff, group.id, now=NOW)

    assert len(seen) == 6
