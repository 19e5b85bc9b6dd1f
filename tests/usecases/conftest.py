"""Where things happen, unless a test has more there."""

from typing import NamedTuple

import pytest

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program


class Place(NamedTuple):
    """Riverside, and Ana."""

    program: Program
    ana: Patient


@pytest.fixture
def place(program: Program, ana: Patient) -> Place:
    return Place(program, ana)
