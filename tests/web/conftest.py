"""Who stands at the doors."""

from collections.abc import Iterator

import pytest
from flask import Flask

from iopsched.domain.staff import Staff
from tests.conftest import an_app
from tests.doors import Visitor, visiting_staff


@pytest.fixture
def browser(app: Flask, staff: Staff) -> Visitor:
    """That of staff, signed in."""
    return visiting_staff(app, staff)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A request of nobody to a service without a database, for words that a page says."""
    app = an_app(f"sqlite:///{tmp_path_factory.mktemp('words') / 'none.sqlite3'}")
    with app.test_request_context():
        yield app
