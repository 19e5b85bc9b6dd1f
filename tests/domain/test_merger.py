"""What of two records cannot both be one person's, and what a choice between them leaves."""

from iopsched.domain.booking import Attendance
from iopsched.domain.merger import Chart, better, conflicts
from tests.builders import MONDAY, a_booking, a_plan, a_session, at

TUESDAY = at(1, 12)


def test_what_has_begun_is_chosen_between_and_what_is_ahead_is_not():
    past, ahead = a_session(0), a_session(3)
    mine, other = (Chart((a_booking(past, id=n), a_booking(ahead, id=n + 1))) for n in (10, 20))

    found = conflicts(mine, other, TUESDAY)

    assert [(one.id, two.id) for one, two in found.past] == [(10, 20)]
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


def test_the_seat_that_was_marked_says_more_and_then_the_longer():
    open_one, away = a_booking(), a_booking(attendance=Attendance.AWAY)
    half, whole = (a_booking(attendance=Attendance.HERE, attended_minutes=minutes) for minutes in (60, 180))

    assert better(open_one, away) is away
    assert better(half, whole) is better(whole, half) is whole
    assert better(open_one, a_booking()) is open_one
