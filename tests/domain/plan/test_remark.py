"""What is said for and against a week beside the others, in the program's order."""

from iopsched.domain.plan import Proposal, Remark, Trait, look
from iopsched.domain.preference import USUAL_ORDER, Order, Preference
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Part
from tests.builders import a_plan, a_program, a_session, a_week
from tests.conftest import NOW

EVENINGS = Wishes(parts=frozenset({Part.EVENING}), is_rather=True)


def proposals(
    *offered: Session,
    least: int = 180,
    wishes: Wishes = EVENINGS,
    order: Order = USUAL_ORDER,
    clinicians: frozenset[int] = frozenset(),
) -> tuple[Proposal, ...]:
    week = a_week(plans=(a_plan(week_least=least),), program=a_program(preferences=order, day_cost=20))
    return look(week, offered, wishes, clinicians=clinicians, now=NOW).proposals


def traits(said: tuple[Remark, ...]) -> list[Trait]:
    return [one.trait for one in said]


def test_what_is_rather_wished_for_comes_first_and_others_will_do():
    morning, evening = a_session(0, 9), a_session(1, 18)

    first, second = proposals(morning, evening)

    assert first.sessions == (evening,)
    assert traits(first.gains)[0] is Trait.AS_WISHED
    assert [(one.trait, one.sessions) for one in second.costs] == [(Trait.NOT_WISHED, (morning,))]


def test_the_clinicians_of_the_week_before_are_named():
    known, new = a_session(1, clinician_id=7, clinician="A. Lee"), a_session(0, clinician_id=8)

    first, second = proposals(new, known, clinicians=frozenset({7}))

    assert first.sessions == (known,)
    assert Remark(Trait.SAME_CLINICIAN, sessions=(known,)) in first.gains
    assert Trait.SAME_CLINICIAN not in traits(second.gains)


def test_waiting_between_sessions_is_a_cost_and_none_a_gain():
    apart = [a_session(0, 16, 1.5), a_session(0, 18.5, 1.5)]
    joined = [a_session(1, 17.5, 1.5), a_session(1, 19, 1.5)]
    order = (Preference.FEWEST_GAPS, *USUAL_ORDER[:-1])

    first, second = proposals(*apart, *joined, wishes=Wishes(days_most=1), order=order)

    assert first.sessions == tuple(joined)
    assert traits(first.gains)[0] is Trait.NO_WAITING
    assert second.costs[0] == Remark(Trait.WAITING, amount=60)


def test_who_is_done_earliest_is_told_by_when():
    early, late = a_session(0, 17), a_session(1, 18)

    first, second = proposals(late, early)

    assert Remark(Trait.ENDS_EARLY, sessions=(early,)) in first.gains
    assert Trait.ENDS_EARLY not in traits(second.gains)


def test_fewer_days_are_a_gain_and_cost_less():
    one_day, shorter = a_session(0, 17, 4), [a_session(1, 18, 2), a_session(2, 18, 2)]

    first, second, *_ = proposals(one_day, *shorter, least=240)

    assert Remark(Trait.FEWER_DAYS, amount=1) in first.gains
    assert Remark(Trait.MORE_DAYS, amount=1) in second.costs
    assert (first.money, second.money) == (20, 40)


def test_no_card_says_more_than_four_things_and_the_weightiest_first():
    usual = [a_session(0, 17, 1.5, clinician_id=7), a_session(0, 19, 1, clinician_id=7)]
    others = [a_session(1, 9, 1), a_session(2, 20, 1.5), a_session(3, 9, 1)]
    order = (Preference.CLINICIAN, *(one for one in USUAL_ORDER if one is not Preference.CLINICIAN))

    first, *rest = proposals(*usual, *others, least=150, order=order, clinicians=frozenset({7}))

    assert first.sessions == tuple(usual)
    assert traits(first.gains)[:3] == [Trait.SAME_CLINICIAN, Trait.FEWER_DAYS, Trait.AS_WISHED]
    assert all(len(one.gains) + len(one.costs) <= 4 for one in (first, *rest))
