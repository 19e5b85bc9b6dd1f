import pytest

from iopsched.domain import feed
from iopsched.domain.duty import DUTIES, Duty
from iopsched.domain.errors import Forbidden
from iopsched.domain.feed import Content, Kind
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role

ANYBODYS, OWN = 4, 7


def somebody(role: Role, clinician_id: int | None = None) -> Staff:
    return Staff(1, 1, "A. Desk", "desk@example.org", role, clinician_id)


def test_every_role_has_its_duties():
    assert DUTIES.keys() == set(Role)
    assert all(DUTIES[role] < DUTIES[Role.ADMIN] for role in Role if role is not Role.ADMIN)


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.FRONT_DESK, Role.BILLING])
def test_only_coordinators_and_admins_change_things(role: Role):
    staff = somebody(role)

    with pytest.raises(Forbidden):
        staff.require_scheduler()
    with pytest.raises(Forbidden):
        staff.require_admin()


def test_the_front_desk_sees_every_session_and_reads_no_plan():
    desk = somebody(Role.FRONT_DESK)

    assert desk.may_see(ANYBODYS)
    assert desk.may_see(None)
    with pytest.raises(Forbidden):
        desk.require(Duty.PLANS)


def test_billing_sees_no_session_even_where_the_account_leads_some():
    billing = somebody(Role.BILLING, OWN)

    assert not billing.may_see(OWN)
    assert billing.may(Duty.HOURS)


def test_a_clinician_sees_own_sessions_only():
    clinician = somebody(Role.CLINICIAN, OWN)

    assert clinician.may_see(OWN)
    assert not clinician.may_see(ANYBODYS)
    assert not clinician.may_see(None)


@pytest.mark.parametrize(("role", "may"), [(Role.CLINICIAN, True), (Role.FRONT_DESK, False), (Role.BILLING, False)])
def test_links_of_calendars_are_not_for_the_desk_and_not_for_billing(role: Role, may: bool):
    assert feed.is_allowed(somebody(role, OWN), Content(Kind.CLINICIAN, clinician_id=OWN)) is may


def test_a_misspelt_duty_is_no_silent_no():
    with pytest.raises(ValueError, match="hour"):
        somebody(Role.ADMIN).may("hour")
