"""Passwords: one answer to every wrong try, five in a row, and work that is the same for strangers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from iopsched.domain.errors import Invalid
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.store import accounts
from iopsched.store.db import db, is_writing, transaction
from iopsched.usecases.people import sign_in_staff
from tests.conftest import NOW, StandingClock
from tests.stored import a_stored_program, a_stored_staff

PASSWORD = "correct horse"


@pytest.fixture
def okafor(app: Flask) -> Staff:
    return a_stored_staff(a_stored_program(), Role.ADMIN, password_hash=passwords.hash_of(PASSWORD))


def test_the_right_password_opens_the_account(okafor: Staff):
    staff = sign_in_staff.check_password(okafor.email, PASSWORD, now=NOW)

    assert staff == okafor
    assert staff.may_administer


def test_every_wrong_try_is_told_the_same(okafor: Staff, clock: StandingClock):
    wrong, unknown = refused(okafor.email, "no", clock), refused("nobody@example.org", PASSWORD, clock)
    for _ in range(4):
        refused(okafor.email, "no", clock)
    locked = refused(okafor.email, PASSWORD, clock)

    assert wrong == unknown == locked


def test_a_stranger_costs_as_much_work(okafor: Staff, clock: StandingClock, monkeypatch: pytest.MonkeyPatch):
    checked: list[str | None] = []
    monkeypatch.setattr(passwords, "fits", lambda password, kept: checked.append(kept))

    refused(okafor.email, "no", clock)
    refused("nobody@example.org", "no", clock)

    assert [kept is not None for kept in checked] == [True, False]


def test_nobody_waits_for_the_slow_work(okafor: Staff, clock: StandingClock, monkeypatch: pytest.MonkeyPatch):
    held: list[bool] = []
    monkeypatch.setattr(passwords, "fits", lambda password, kept: held.append(is_writing()))

    refused(okafor.email, "no", clock)

    assert held == [False]


def test_a_password_that_was_reset_meanwhile_opens_nothing(
    okafor: Staff, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
):
    def fits(password: str, kept: str | None) -> bool:
        with transaction():
            accounts.change_and_sign_out(okafor.id, password_hash="another")
        return True

    monkeypatch.setattr(passwords, "fits", fits)

    refused(okafor.email, PASSWORD, clock)


def test_the_lock_opens_after_a_quarter_of_an_hour(okafor: Staff, clock: StandingClock):
    for _ in range(5):
        refused(okafor.email, "no", clock)
    clock.advance(minutes=14)
    refused(okafor.email, PASSWORD, clock)

    clock.advance(minutes=1)

    assert sign_in_staff.check_password(okafor.email, PASSWORD, now=clock.now).id == okafor.id


def test_a_success_begins_the_count_anew(okafor: Staff, clock: StandingClock):
    for _ in range(2):
        for _ in range(4):
            refused(okafor.email, "no", clock)
        assert sign_in_staff.check_password(okafor.email, PASSWORD, now=clock.now) == okafor


def test_tries_at_once_are_counted_one_by_one(app: Flask, okafor: Staff, clock: StandingClock):
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: refused_elsewhere(app, okafor.email, clock), range(5)))

    refused(okafor.email, PASSWORD, clock)


def test_a_closed_account_opens_for_nobody(app: Flask, clock: StandingClock):
    gone = a_stored_staff(a_stored_program(), password_hash=passwords.hash_of(PASSWORD), is_active=False)

    refused(gone.email, PASSWORD, clock)

    assert sign_in_staff.load(gone.id, 0) is None


def test_a_cookie_of_an_older_version_is_nobody(okafor: Staff):
    assert sign_in_staff.load(okafor.id, okafor.sign_in_version) is not None
    assert sign_in_staff.load(okafor.id, okafor.sign_in_version + 1) is None


def test_a_password_is_kept_as_argon2_and_fits_only_itself():
    kept = passwords.hash_of(PASSWORD)

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.fits(PASSWORD, kept)
    assert not passwords.fits(f"{PASSWORD} ", kept)
    assert not passwords.fits(PASSWORD, "")


def refused(email: str, password: str, clock: StandingClock) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        sign_in_staff.check_password(email, password, now=clock.now)
    return caught.value.problems


def refused_elsewhere(app: Flask, email: str, clock: StandingClock) -> None:
    with app.app_context():
        refused(email, "no", clock)
        db.session.remove()
