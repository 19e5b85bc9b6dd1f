"""What of two records cannot both be one person's, and what a choice between them leaves."""

from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.merger import Chart, Cluster, conflicts
from tests.builders import MONDAY, a_booking, a_plan, a_session, at

TUESDAY = at(1, 12)


def test_what_has_begun_is_chosen_between_and_what_is_ahead_is_not():
    past, ahead = a_session(0), a_session(3)
    mine, other = (Chart((a_booking(past, id=n), a_booking(ahead, id=n + 1))) for n in (10, 20))

    found = conflicts(mine, other, TUESDAY)

    assert [(ids(one.stays), ids(one.goes)) for one in found.past] == [([10], [20])]
    assert [(one.id, two.id) for one, two in found.bookings] == [(11, 21)]
    assert found.is_to_be_put_right


def test_a_choice_takes_the_other_seat_and_the_other_plans_and_nothing_else():
    session = a_session(0)
    mine = Chart((a_booking(session, id=10),), (a_plan(id=1, patient_id=1), a_plan(id=2, patient_id=1)))
    other = Chart((a_booking(session, id=20), a_booking(a_session(-7), id=21)), (a_plan(id=3, patient_id=2),))

    decided = conflicts(mine, other, TUESDAY).deciding([20], 1)

    assert [seat.id for seat in decided.bookings] == [10]
    assert [plan.id for plan in decided.plans] == [3]
    assert not conflicts(mine.after(decided), other.after(decided), TUESDAY)


def test_what_is_not_said_or_said_of_both_is_not_decided():
    session = a_session(0)
    mine = Chart((a_booking(session, id=10),), (a_plan(id=1, patient_id=1),))
    other = Chart((a_booking(session, id=20),), (a_plan(id=3, patient_id=2, first_day=MONDAY),))
    found = conflicts(mine, other, TUESDAY)

    for kept, plans_of in (([], None), ([10, 20], 7), ([99], 0)):
        decided = found.deciding(kept, plans_of)
        assert (decided.bookings, decided.plans) == ((), ())


def test_seats_that_meet_through_a_longer_one_are_one_question():
    """DeShawn sat from 7 to 8 and from 8 to 10, and the other record of his from 7 to 9."""
    early, late, between = a_session(0, 19, hours=1), a_session(0, 20, hours=2), a_session(0, 19, hours=2)
    mine = Chart((a_booking(late, id=11), a_booking(early, id=10), a_booking(a_session(0, 9), id=12)))
    other = Chart((a_booking(between, id=20), a_booking(a_session(0, 9), id=21)))

    found = conflicts(mine, other, TUESDAY)

    assert [(ids(one.stays), ids(one.goes)) for one in found.past] == [([12], [21]), ([10, 11], [20])]
    for kept, gone in (([12, 10, 11], [21, 20]), ([12, 20], [21, 10, 11]), ([12, 10], [21]), ([12, 10, 20], [21])):
        assert ids(found.deciding(kept, None).bookings) == gone


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)), st.integers(1, 3), st.integers(1, 3))
def test_what_is_chosen_beforehand_leaves_nothing_open(one: set[int], two: set[int], hours: int, others: int):
    mine, other = seats_of(one, hours, first_id=10), seats_of(two, others, first_id=30)
    found = conflicts(mine, other, TUESDAY)

    kept = [seat.id for cluster in found.past for seat in cluster.likelier]
    decided = found.deciding(kept, None)

    assert not conflicts(mine.after(decided), other.after(decided), TUESDAY)
    assert bool(decided.bookings) == bool(found)


def test_the_side_that_was_marked_says_more_and_then_the_longer():
    open_one, away = a_booking(), a_booking(attendance=Attendance.AWAY)
    half, whole = (a_booking(attendance=Attendance.HERE, attended_minutes=minutes) for minutes in (60, 120))

    assert Cluster((open_one,), (away,)).likelier == (away,)
    assert Cluster((whole,), (half, whole)).likelier == (half, whole)
    assert Cluster((open_one,), (a_booking(id=9),)).likelier == (open_one,)


def ids(seats: tuple[Booking, ...]) -> list[int]:
    return [seat.id for seat in seats]


def seats_of(hours: set[int], length: int, *, first_id: int) -> Chart:
    """Sessions of that length one after the other, of which some are sat in: none meets another of the same record."""
    each = sorted(hour for hour in hours if hour % length == 0)
    sat = (a_session(0, hour, hours=length) for hour in each)
    return Chart(tuple(a_booking(session, id=first_id + n) for n, session in enumerate(sat)))
