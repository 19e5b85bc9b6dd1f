"""What a role is not trusted with is refused by what would be done, whichever door somebody came through."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.errors import Forbidden
from iopsched.domain.letter import Naming, Wanted
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.hours import (
    certify_plan,
    keep_authorisations,
    mark_attendance,
    view_ledger,
    view_reports,
    write_letter,
)
from iopsched.usecases.hours.view_reports import Period
from iopsched.usecases.messages import view_messages
from iopsched.usecases.people import view_patient
from iopsched.usecases.weeks import view_board
from tests.conftest import NOW
from tests.stored import a_stored_clinician, a_stored_patient, a_stored_session, a_stored_staff

LATER = NOW + timedelta(days=8)

Act = Callable[[Staff, int, int], Any]
COUNTING: dict[str, Act] = {
    "ledger": lambda staff, *_: view_ledger.view(staff, None, now=NOW),
    "ledger file": lambda staff, *_: view_ledger.export(staff, None, now=NOW),
    "reports": lambda staff, *_: view_reports.view(staff, Period(), now=NOW),
    "report file": lambda staff, *_: view_reports.export(staff, Period(), now=NOW),
    "authorisations": lambda staff, patient_id, _: keep_authorisations.view(staff, patient_id, now=NOW),
    "letter": lambda staff, patient_id, _: write_letter.for_patient(
        staff, patient_id, Wanted(NOW.date() - timedelta(days=7), NOW.date(), Naming.DISCREET), now=NOW
    ),
}
GREETING: dict[str, Act] = {
    "board": lambda staff, *_: view_board.view(staff, None, now=NOW),
    "roster": lambda staff, _, session_id: mark_attendance.roster(staff, session_id, now=NOW),
    "marks": lambda staff, _, session_id: mark_attendance.mark(staff, session_id, {}, now=LATER),
    "calls": lambda staff, *_: view_messages.calls(staff, now=NOW),
}
CHANGING: dict[str, Act] = {
    "messages": lambda staff, *_: view_messages.view(staff, now=NOW),
    "certification": lambda staff, patient_id, _: certify_plan.certify(staff, patient_id, NOW.date(), now=NOW),
}


def refused(staff: Staff, acts: dict[str, Act], patient_id: int, session_id: int) -> set[str]:
    found = set()
    for name, act in acts.items():
        try:
            act(staff, patient_id, session_id)
        except Forbidden:
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("role", "none_of"),
    [
        (Role.CLINICIAN, COUNTING | CHANGING | {"calls": GREETING["calls"]}),
        (Role.FRONT_DESK, COUNTING | CHANGING),
        (Role.BILLING, GREETING | CHANGING),
        (Role.COORDINATOR, {}),
    ],
)
def test_each_role_does_its_own_and_nothing_else(program: Program, role: Role, none_of: dict[str, Act]):
    patient = a_stored_patient(program, plan={"first_day": NOW.date()})
    leader = a_stored_clinician(program)
    mine = a_stored_session(program, clinician_id=leader)
    staff = a_stored_staff(program, role, clinician_id=leader if role is Role.CLINICIAN else None)

    assert refused(staff, COUNTING | GREETING | CHANGING, patient.id, mine.id) == set(none_of)


def test_the_desk_gets_this_week_without_plans_and_billing_weeks_with_plans(program: Program, ana: Patient):
    at_desk, at_billing = (
        view_patient.view(a_stored_staff(program, role), ana.id, now=NOW) for role in (Role.FRONT_DESK, Role.BILLING)
    )

    assert (len(at_desk.weeks), at_desk.plans) == (1, ())
    assert (len(at_billing.weeks), len(at_billing.plans)) == (6, 1)
    assert (at_billing.messages, at_billing.consents) == ((), ())
