"""A likeness: which records look like one person, by what, and which do not."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.likeness import Likeness, Sign, likenesses, signs
from iopsched.domain.patient import Patient
from tests.builders import a_patient
from tests.conftest import NOW

LONG_AGO = NOW - timedelta(days=90)


def called(name: str, number: int = 1, **given: Any) -> Patient:
    first, _, last = name.partition(" ")
    return a_patient(id=number, given_name=first, family_name=last, **given)


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("Ana Ruiz", "ana  ruiz", Sign.NAME),
        ("Ana Ruiz", "Ruiz Ana", Sign.NAME),
        ("José Núñez", "Jose Nunez", Sign.NAME),
        ("Ana Ruiz", "Anna Ruiz", Sign.NEAR),
        ("Ana Ruiz", "Ana Ruis", Sign.NEAR),
        ("Brian Smith", "Brain Smith", Sign.NEAR),
        ("Ana Ruiz", "Anne Ruiz", None),
        ("Ana Ruiz", "Ana Diaz", None),
        ("Bo Li", "Bo Lu", None),
    ],
)
def test_names_are_alike_in_any_order_without_accents_or_with_one_slip(one: str, other: str, sign: Sign | None):
    assert signs(called(one), called(other)) == ((sign,) if sign else ())


def test_one_address_is_a_sign_whatever_the_names():
    ana, kim = (called(name, number, email="a@example.org") for number, name in enumerate(("Ana Ruiz", "Kim Lee"), 1))

    assert likenesses([kim, ana]) == (Likeness(ana, kim, (Sign.EMAIL,)),)


def test_who_was_merged_told_apart_or_is_over_is_not_named():
    ana, again = called("Ana Ruiz", 1), called("Ana Ruiz", 2)
    gone = [called("Ana Ruiz", number, archived_at=LONG_AGO) for number in (3, 4)]

    assert [each.pair for each in likenesses([ana, *gone])] == [(1, 3), (1, 4)]
    assert likenesses([ana, again], told_apart={(1, 2)}) == ()
    assert likenesses([ana, called("Ana Ruiz", 5, merged_into=1)]) == ()


words = st.text("abc", min_size=2, max_size=5)


@given(st.lists(st.builds("{} {}".format, words, words), max_size=12))
@settings(max_examples=60)
def test_none_is_overlooked_and_none_is_named_twice(names: list[str]):
    patients = [called(name, number) for number, name in enumerate(names)]

    found = [each.pair for each in likenesses(patients)]

    alike = [(one.id, other.id) for one in patients for other in patients if one.id < other.id and signs(one, other)]
    assert sorted(found) == alike
