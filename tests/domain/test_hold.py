"""A hold counts while its time lasts, for everybody but the one for whom it is."""

from datetime import datetime, timedelta
from typing import Any

from iopsched.domain.hold import MOST_EXTENSIONS, Hold, Purpose, kept_until, one_each, seen_by
from tests.builders import a_session
from tests.conftest import NOW

ANA, BEN, CEM = 1, 2, 3
SOON = NOW + timedelta(minutes=10)


def a_hold(patient_id: int = ANA, session_id: int = 7, until: datetime = SOON, **given: Any) -> Hold:
    return Hold(session_id, patient_id, until, **given)


def test_it_lasts_until_its_end_and_no_longer():
    hold = a_hold()

    assert hold.lasts(SOON - timedelta(seconds=1))
    assert not hold.lasts(SOON)


def test_a_seat_that_is_held_is_taken_for_everybody_else():
    group = a_session(id=7, seats=2, taken=1)

    (as_ben_has_it,) = seen_by(BEN, [group], [a_hold(ANA)], NOW)

    assert (as_ben_has_it.is_full, as_ben_has_it.is_kept, as_ben_has_it.seats_left) == (True, True, 0)


def test_whom_it_is_held_for_has_it_as_if_there_were_no_hold():
    group = a_session(id=7, seats=2, taken=1)

    (as_ana_has_it,) = seen_by(ANA, [group], [a_hold(ANA)], NOW)

    assert as_ana_has_it == group


def test_nobody_in_particular_sees_all_that_is_held():
    group = a_session(id=7, seats=3)

    (seen,) = seen_by(None, [group], [a_hold(ANA), a_hold(BEN)], NOW)

    assert (seen.held, seen.seats_left) == (2, 1)


def test_what_is_over_and_what_is_elsewhere_does_not_count():
    group = a_session(id=7, seats=1)

    (seen,) = seen_by(CEM, [group], [a_hold(ANA, until=NOW), a_hold(BEN, session_id=8)], NOW)

    assert seen == group


def test_more_held_than_there_are_seats_leaves_none():
    group = a_session(id=7, seats=1, taken=1)

    (seen,) = seen_by(CEM, [group], [a_hold(ANA), a_hold(BEN)], NOW)

    assert (seen.seats_left, seen.is_full, seen.is_kept) == (0, True, False)


def test_one_person_is_kept_one_seat_for_however_many_reasons():
    group = a_session(id=7, seats=3)
    both = [a_hold(purpose=Purpose.PLAN), a_hold(purpose=Purpose.OFFER)]

    (seen,) = seen_by(BEN, [group], both, NOW)

    assert seen.held == 1


def test_of_several_reasons_the_one_that_lasts_longest_is_shown():
    later = SOON + timedelta(hours=1)
    plan, offer, other = a_hold(), a_hold(until=later, purpose=Purpose.OFFER), a_hold(BEN)

    assert {*one_each([offer, plan, other])} == {offer, other}


def test_it_may_be_for_longer_ten_times_over():
    assert a_hold(extensions=MOST_EXTENSIONS - 1).may_be_longer
    assert not a_hold(extensions=MOST_EXTENSIONS).may_be_longer


def test_a_plan_is_kept_until_the_first_of_its_seats_comes_free():
    later = SOON + timedelta(minutes=5)
    offered = a_hold(session_id=9, until=NOW + timedelta(minutes=1), purpose=Purpose.OFFER)

    assert kept_until([a_hold(until=later), a_hold(session_id=8), offered]) == SOON
    assert kept_until([offered]) is None
