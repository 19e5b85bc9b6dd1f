"""A seal: whoever has the database alone reads nothing, the same is sealed the same, what was changed stays shut."""

from base64 import urlsafe_b64decode

from hypothesis import given
from hypothesis import strategies as st

from iopsched.gateways.seal import mark_of, opened, sealed

LINK = "https://calendar.example/private-1a2b3c/basic.ics"


@given(st.text(max_size=200))
def test_what_is_sealed_is_opened_as_it_was(text: str):
    assert opened("secret", "ana", sealed("secret", "ana", text)) == text


def test_nothing_of_it_shows():
    seal = sealed("secret", "ana", LINK)

    _, covered = (urlsafe_b64decode(part) for part in seal.split("."))
    assert len(covered) == len(LINK)
    assert sum(one == other for one, other in zip(covered, LINK.encode(), strict=True)) < 5


def test_the_same_is_sealed_the_same_for_one_and_not_for_another():
    assert sealed("secret", "ana", LINK) == sealed("secret", "ana", LINK)
    assert len({mark_of(sealed(*how, LINK)) for how in (("secret", "ana"), ("secret", "ben"), ("other", "ana"))}) == 3


def test_another_secret_and_another_person_open_nothing():
    seal = sealed("secret", "ana", LINK)

    assert opened("other", "ana", seal) is None
    assert opened("secret", "ben", seal) is None


def test_what_was_changed_or_is_none_opens_nothing():
    seal = sealed("secret", "ana", LINK)

    for changed in (f"A{seal[1:]}" if seal[0] != "A" else f"B{seal[1:]}", seal[:-4], f"{seal}.", LINK, "", "."):
        assert opened("secret", "ana", changed) is None
