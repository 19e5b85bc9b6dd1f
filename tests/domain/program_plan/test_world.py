"""The search under prices against a brute force: the same least price, and a week that can be booked."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iopsched.domain.program_plan.buyer import Buyer, Seeker
from iopsched.domain.program_plan.world import CLOSED
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from tests.builders import a_booking, a_plan, a_session, a_week
from tests.conftest import NOW
from tests.domain.plan.brute_force import every_week
from tests.domain.plan.random_weeks import Scene, scenes

PRICES = st.lists(st.sampled_from([0, 0, 3, 5, 5, 20, CLOSED]), min_size=9, max_size=9)


def buyer_of(scene: Scene) -> Buyer:
    places = {session.id: place for place, session in enumerate(scene.offered)}
    return Buyer.of(Seeker(scene.week), scene.offered, places, scene.now)


@given(scenes(), PRICES, st.sampled_from([6, 12, CLOSED]))
@settings(max_examples=400)
def test_no_complete_week_is_cheaper(scene: Scene, prices: list[int], below: int):
    assume(not scene.week.is_met)
    price_of = {session.id: price for session, price in zip(scene.offered, prices, strict=False)}
    possible = every_week(scene.week, scene.offered, Wishes(), frozenset(), scene.now)
    complete = [sum(price_of[one.id] for one in each.sessions) for each in possible if each.week.is_met]

    found = buyer_of(scene).cheapest(prices[: len(scene.offered)], below)

    least = min(complete, default=CLOSED)
    assert (found.price if found else None) == (least if least < below else None)


@given(scenes(), PRICES)
@settings(max_examples=200)
def test_the_cheapest_week_is_complete(scene: Scene, prices: list[int]):
    if found := buyer_of(scene).cheapest(prices[: len(scene.offered)], CLOSED):
        chosen = [scene.offered[place] for place in found.places]

        assert scene.week.adding(*map(a_booking, chosen)).is_met
        assert all(prices[place] < CLOSED for place in found.places)


def test_the_most_minutes_of_a_week_bind_where_free_hours_would_exceed_them():
    week = a_week(plans=(a_plan(week_least=240, week_most=240, days_most=2),))
    offered: tuple[Session, ...] = (a_session(0, hours=3), a_session(1, hours=3), a_session(2, hours=1))

    found = buyer_of(Scene(week, offered, Wishes(), frozenset(), NOW)).cheapest([0, 0, 9], CLOSED)

    assert found is not None
    assert found.price == 9
