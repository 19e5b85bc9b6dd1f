"""Commands run in the process of the tests: what they set in its environment ends with the test."""

import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    with patch.dict(os.environ):
        yield
