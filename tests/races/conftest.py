"""A race on the database of the test."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext

import pytest
from flask import Flask

from tests.races.act import Act
from tests.races.crowd import at_once

A_MOMENT = 0.3
UNTIL_ALL_HAVE_ASKED = 20.0
"""How long who stops waits for the others: a moment where a guard keeps them from coming, else until they come."""
Race = Callable[..., list[str]]


@pytest.fixture
def race(app: Flask, database_url: str) -> Race:
    """``race(acts)``: each in a process of its own, begun together; a word from each."""

    def run(acts: Sequence[Act], *, first: int | None = None) -> list[str]:
        is_control = any(act.within is not nullcontext for act in acts)
        return at_once(database_url, acts, patience=UNTIL_ALL_HAVE_ASKED if is_control else A_MOMENT, first=first)

    return run
