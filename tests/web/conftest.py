"""Who stands at the doors."""

import pytest
from flask import Flask

from iopsched.domain.staff import Staff
from tests.doors import Visitor, visiting_staff


@pytest.fixture
def browser(app: Flask, staff: Staff) -> Visitor:
    """That of staff, signed in."""
    return visiting_staff(app, staff)
