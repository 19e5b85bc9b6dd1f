"""A shortfall names the least that stands in the way."""

import pytest

from iopsched.domain.session import Session
from iopsched.domain.shortfall import Cause, shortfall
from iopsched.domain.words import Modality
from tests.builders import a_booking, a_plan, a_session, a_week, at

FREE = a_session(day=0)
FULL = a_session(day=1, taken=8)
BUSY = a_session(day=2)
VIDEO = a_session(day=3, modality=Modality.TELEHEALTH)
IN_PERSON_ONLY = frozenset({Modality.IN_PERSON})
"""What the plan below allows."""


@pytest.mark.parametrize(
    ("sessions", "cause", "fitting"),
    [
        ([FREE, FULL, BUSY, VIDEO], Cause.FITS, 1),
        ([FULL, BUSY, VIDEO], Cause.FULL, 0),
        ([BUSY, VIDEO], Cause.BUSY, 0),
        ([VIDEO], Cause.PLAN, 0),
        ([], Cause.OVER, 0),
        ([a_session(day=0, is_cancelled=True)], Cause.OVER, 0),
    ],
)
def test_the_least_that_stands_in_the_way_is_the_cause(sessions: list[Session], cause: Cause, fitting: int):
    week = a_week(plans=(a_plan(modalities=IN_PERSON_ONLY),), busy=((BUSY.starts, BUSY.ends),))

    found = shortfall(week, sessions, at(0, 8))

    assert (found.cause, found.fitting) == (cause, fitting)


def test_what_has_begun_or_is_booked_is_no_way_out():
    mine, begun = a_session(day=4), a_session(day=0, hour=6)

    found = shortfall(a_week(a_booking(mine)), [mine, begun], at(0, 8))

    assert found.cause is Cause.OVER
