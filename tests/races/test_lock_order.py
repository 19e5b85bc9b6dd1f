"""All that touches seats at once, by anybody and in any order, on PostgreSQL: nobody ever waits in a ring."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial

import pytest
from flask import Flask

from iopsched.store import bookings, sessions
from iopsched.store.db import transaction
from tests.conftest import NOW
from tests.races.act import DEADLOCK, IN, Act
from tests.races.conftest import Race
from tests.races.guards import in_no_order, patients_first
from tests.races.ledger import deadlocks, ledger, left_behind
from tests.races.meeting import PROCESSES
from tests.races.roaming import DEEDS, Place, roam
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
CROWD, STEPS, UNTIL_A_RING = 5, 40, 2000
Guard = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def place(app: Flask) -> Place:
    """Three people, three hours that all of them want, and one that has begun.

    So few, so that they are in each other's way: in another order, some 25 deeds (measured) bring about a ring.
    """
    program = a_stored_program()
    people = [a_stored_patient(program).id for _ in range(3)]
    ahead = [a_stored_session(program, day, hours=1, seats=2).id for day in (0, 0, 1)]
    begun = a_stored_session(program, day=-7, hour=9)
    with transaction():
        inside = [bookings.add(who, begun, uid=f"begun-{who}", now=NOW) for who in people]
        sessions.change_seats_taken([begun.id], by=len(inside))
    return Place(a_stored_staff(program), tuple(people), tuple(ahead), begun.id, tuple(inside))


def all_roam(place: Place, steps: int, within: Guard = nullcontext) -> list[Act]:
    enough = PROCESSES.Event()
    return [Act(partial(roam, place, seed, steps, enough), within=within) for seed in range(CROWD)]


def counted(outcome: list[str]) -> Counter[tuple[str, str]]:
    """Deeds and the words for how they went."""
    pairs = (said.partition("=") for words in outcome for said in words.split())
    return Counter((deed, word) for deed, _, word in pairs)


@pytest.mark.parametrize("guard", [in_no_order, patients_first])
def test_the_control_in_another_order_somebody_waits_in_a_ring(place: Place, race: Race, guard: Guard):
    outcome = race(all_roam(place, UNTIL_A_RING, guard))

    assert DEADLOCK in {word for _, word in counted(outcome)}
    assert deadlocks() > 0


def test_in_the_one_order_nobody_waits_in_a_ring_and_every_seat_is_accounted_for(place: Place, race: Race):
    outcome = race(all_roam(place, STEPS))

    done = counted(outcome)
    assert deadlocks() == 0
    assert not [word for _, word in done if word == DEADLOCK or word.startswith("error")]
    assert {deed for deed, _ in done} == {*DEEDS}
    assert sum(times for (_, word), times in done.items() if word == IN) > done.total() / 4
    accounts = [ledger(session_id) for session_id in place.sessions]
    assert [(each.active, each.noted) for each in accounts] == [(each.seats, each.seats) for each in accounts]
    assert left_behind() == 0
