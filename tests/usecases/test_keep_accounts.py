"""An admin opens, closes and mends accounts of the own program, and nobody else does."""

from collections.abc import Callable
from typing import Any

import pytest

from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.feed import Content, Kind, Owner
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import accounts
from iopsched.store.db import reading
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.people import keep_accounts, sign_in_staff
from iopsched.usecases.people.add_staff import NewAccount
from iopsched.usecases.people.keep_accounts import Details
from tests.conftest import NOW
from tests.stored import a_stored_clinician, a_stored_program, a_stored_staff

WORDS, OTHER = "river stones are round", "seven grey herons stand"


def an_account(**given: Any) -> NewAccount:
    who = {"name": "B. Lund", "email": "lund@example.org", "role": Role.COORDINATOR, "password": WORDS}
    return NewAccount(**who | given)


def signs_in(password: str) -> bool:
    try:
        sign_in_staff.check_password("lund@example.org", password, now=NOW)
    except Invalid:
        return False
    return True


def test_an_account_is_of_the_admins_program(program: Program, admin: Staff):
    staff_id = keep_accounts.add(admin, an_account(role=Role.CLINICIAN, clinician="B. Lund"), now=NOW)

    account = keep_accounts.get(admin, staff_id).staff
    assert (account.program_id, account.role) == (program.id, Role.CLINICIAN)
    assert keep_accounts.clinicians(admin) == ("B. Lund",)
    assert signs_in(WORDS)


def test_problems_are_named(admin: Staff):
    with pytest.raises(Invalid) as refused:
        keep_accounts.add(admin, an_account(password="short", name=""), now=NOW)

    assert {*refused.value.problems} == {"password", "name"}


def test_accounts_are_listed_by_name_and_the_closed_ones_last(program: Program, admin: Staff):
    rivera = a_stored_clinician(program)
    first = a_stored_staff(program, Role.CLINICIAN, name="A. Rivera", clinician_id=rivera)
    a_stored_staff(program, name="Z. Young")
    a_stored_staff(a_stored_program(name="Hillside"), name="Stranger")
    keep_accounts.deactivate(admin, first.id, now=NOW)

    listed = keep_accounts.list_all(admin)

    assert [(each.staff.name, each.clinician) for each in listed] == [
        ("J. Okafor", ""),
        ("Z. Young", ""),
        ("A. Rivera", "A. Rivera"),
    ]


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(admin: Staff):
    staff_id = keep_accounts.add(admin, an_account(), now=NOW)
    assert sign_in_staff.load(staff_id, 0)

    keep_accounts.deactivate(admin, staff_id, now=NOW)

    assert sign_in_staff.load(staff_id, 0) is None
    assert not signs_in(WORDS)
    keep_accounts.activate(admin, staff_id, now=NOW)
    assert signs_in(WORDS)
    assert sign_in_staff.load(staff_id, 0) is None


def test_nobody_closes_the_own_account(admin: Staff):
    with pytest.raises(Invalid):
        keep_accounts.deactivate(admin, admin.id, now=NOW)

    assert keep_accounts.get(admin, admin.id).staff.is_active


def test_a_new_password_takes_the_place_of_the_old_one_and_ends_a_lock(admin: Staff):
    staff_id = keep_accounts.add(admin, an_account(), now=NOW)
    for _ in range(5):
        signs_in("wrong words, five times")
    assert not signs_in(WORDS)

    keep_accounts.reset_password(admin, staff_id, OTHER, now=NOW)

    assert (signs_in(WORDS), signs_in(OTHER)) == (False, True)
    assert sign_in_staff.load(staff_id, 0) is None


def test_a_new_password_is_long(admin: Staff):
    staff_id = keep_accounts.add(admin, an_account(), now=NOW)

    with pytest.raises(Invalid) as refused:
        keep_accounts.reset_password(admin, staff_id, "short", now=NOW)

    assert list(refused.value.problems) == ["password"]
    assert signs_in(WORDS)


def test_name_address_role_and_sessions_change_and_links_to_what_is_no_longer_theirs_end(
    program: Program, admin: Staff
):
    rivera = a_stored_clinician(program)
    other = a_stored_staff(program, Role.COORDINATOR, name="B. Lund")
    for content in (Content(Kind.PROGRAM), Content(Kind.CLINICIAN, clinician_id=rivera)):
        keep_links.create_for_staff(other, "Phone", content, now=NOW)
    wanted = Details("B. Lund-Ray", " Ray@Example.org", Role.CLINICIAN, "A. Rivera")

    keep_accounts.change(admin, other.id, wanted, now=NOW)

    after = keep_accounts.get(admin, other.id)
    assert (after.staff.name, after.staff.email, after.staff.role) == ("B. Lund-Ray", "ray@example.org", Role.CLINICIAN)
    assert (after.clinician, after.staff.sign_in_version) == ("A. Rivera", 0)
    links = keep_links.links(Owner(program.id, staff_id=other.id))
    assert [link.content.kind for link in links] == [Kind.CLINICIAN]


def test_an_address_is_of_one_account_and_no_admin_gives_up_the_own_role(program: Program, admin: Staff):
    other = a_stored_staff(program)

    for account_id, wanted, field in (
        (other.id, Details("B. Lund", admin.email, Role.ADMIN), "email"),
        (other.id, Details("", other.email, Role.ADMIN), "name"),
        (admin.id, Details("J. Okafor", admin.email, Role.COORDINATOR), "role"),
    ):
        with pytest.raises(Invalid) as refused:
            keep_accounts.change(admin, account_id, wanted, now=NOW)
        assert list(refused.value.problems) == [field]

    keep_accounts.change(admin, admin.id, Details("J. Okafor-Diaz", admin.email, Role.ADMIN), now=NOW)
    assert sign_in_staff.load(admin.id, 0)


def acts(staff: Staff, account_id: int) -> list[Callable[[], object]]:
    return [
        lambda: keep_accounts.get(staff, account_id),
        lambda: keep_accounts.deactivate(staff, account_id, now=NOW),
        lambda: keep_accounts.change(staff, account_id, Details("B", "b@example.org", Role.ADMIN), now=NOW),
        lambda: keep_accounts.activate(staff, account_id, now=NOW),
        lambda: keep_accounts.reset_password(staff, account_id, OTHER, now=NOW),
    ]


def test_another_programs_account_is_not_there(admin: Staff):
    hillside = a_stored_program(name="Hillside")
    theirs = a_stored_staff(hillside)

    for act in acts(admin, theirs.id):
        with pytest.raises(NotFound):
            act()
    with reading():
        assert accounts.get(hillside.id, theirs.id).sign_in_version == 0


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLINICIAN])
def test_accounts_are_for_admins(program: Program, role: Role):
    staff, other = a_stored_staff(program, role), a_stored_staff(program)

    for act in acts(staff, other.id):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden):
        keep_accounts.list_all(staff)
    with pytest.raises(Forbidden):
        keep_accounts.add(staff, an_account(), now=NOW)
