"""Whatever anybody does, in any order, on either database, on a night that clocks change: the promises hold."""

import os
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.engine import make_url

from tests.machine.database import Database, File, Template
from tests.machine.everybody import Everybody
from tests.machine.stage import Scene
from tests.machine.world import SEASONS, found

EXAMPLES, STEPS = int(os.environ.get("MACHINE_EXAMPLES", "9")), int(os.environ.get("MACHINE_STEPS", "46"))
IS_LONG = "MACHINE_EXAMPLES" in os.environ
HOW = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.fixture
def database(database_url: str, request: pytest.FixtureRequest) -> Database:
    if database_url.startswith("sqlite"):
        return File.at(database_url)
    return Template(request.getfixturevalue("postgres"), make_url(database_url).database or "")


@pytest.mark.timeout(0 if IS_LONG else 300)
@pytest.mark.parametrize("season", SEASONS)
def test_the_promises_hold(app: Flask, database: Database, season: str):
    world = found(SEASONS[season])
    database.keep(season)

    machine: Any = lambda: Everybody(Scene(database, world, season))  # noqa: E731 # it stands for a class
    run_state_machine_as_test(machine, settings=HOW)


def test_no_act_hides_another_of_the_same_name():
    rooms = [room for room in Everybody.__mro__ if room.__module__.startswith("tests.machine")]
    names = [name for room in rooms for name in vars(room) if not name.startswith("__")]

    assert [name for name, often in Counter(names).items() if often > 1] == []
