"""Every no has its status, a kind page, and a way on."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from iopsched.domain.errors import Busy, Forbidden, Invalid, NotFound, Refused, Taken
from iopsched.domain.refusal import Refusal, Why
from iopsched.usecases.feeds import publish_feed
from iopsched.usecases.people import sign_in_patient
from tests.builders import a_session
from tests.conftest import an_app, disconnect

SAID = [
    (NotFound("session"), 404, "There is nothing at this address, or it is not yours to see."),
    (Forbidden("accounts"), 403, "ask a coordinator or an admin"),
    (Refused(Refusal(Why.FULL)), 409, "Full."),
    (Refused(Refusal(Why.OVERLAPS, other=a_session(day=2))), 409, "Same time as your group session on Wednesday."),
    (Taken({7: (Refusal(Why.FULL),), 8: (Refusal(Why.CANCELLED),)}), 409, "Cancelled."),
    (Invalid(ends="The end is the same as the start."), 422, "The end is the same as the start."),
    (Busy("a lock"), 503, "Somebody else is changing the same thing right now"),
]


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    app = an_app(sqlite_url)
    with app.app_context():
        yield app
        disconnect(app)


@pytest.mark.parametrize(("error", "status", "sentence"), SAID, ids=lambda value: type(value).__name__)
def test_an_error_of_the_domain_becomes_a_page(app: Flask, error: Exception, status: int, sentence: str):
    response = answering(app, error)

    assert response.status_code == status
    assert sentence in response.text
    assert "<h1>" in response.text


def test_busy_says_when_to_try_again(app: Flask):
    assert answering(app, Busy("a lock")).headers["Retry-After"] == "2"


def test_every_reason_is_named_once(app: Flask):
    response = answering(app, Taken({7: (Refusal(Why.FULL),), 8: (Refusal(Why.FULL), Refusal(Why.STARTED))}))

    assert response.text.count("Full.") == 1
    assert "It has begun." in response.text


def test_an_unknown_address_and_a_wrong_method_are_the_same_kind_page(client: FlaskClient):
    unknown, wrong = client.get("/nowhere"), client.delete("/healthz")

    assert [unknown.status_code, wrong.status_code] == [404, 405]
    assert "GET" in wrong.headers["Allow"]
    assert "Nothing here" in wrong.text


def test_a_failure_of_ours_is_a_kind_page_too(app: Flask):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    response = answering(app, ZeroDivisionError("oh"))

    assert response.status_code == 500
    assert "That was our fault" in response.text
    assert "oh" not in response.text


def test_the_log_of_a_failure_holds_no_link_and_no_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(publish_feed, "read", failing_with_a_number)

    assert app.test_client().get("/calendar/s3cret.ics").status_code == 500
    assert "GET /calendar/<token>.ics: ZeroDivisionError" in caplog.text
    assert "s3cret" not in caplog.text
    assert "+1415" not in caplog.text


def test_a_database_that_is_gone_still_gives_a_kind_page(app: Flask, monkeypatch: pytest.MonkeyPatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "p:1:0"
    monkeypatch.setattr(sign_in_patient, "load", gone)

    response = client.get("/sign-in")

    assert response.status_code == 500
    assert "That was our fault" in response.text


def test_no_page_says_error(app: Flask):
    for error, *_ in SAID:
        assert "error" not in answering(app, error).text.lower()


def failing_with_a_number(token: str, **given: object):
    number = "4155550123"
    raise ZeroDivisionError(f"+1{number}")


def gone(patient_id: int, version: int):
    raise ConnectionError("no database")


def answering(app: Flask, error: Exception):
    """What the service says when a page meets this."""

    def fail() -> str:
        raise error

    app.view_functions["account.phone"] = fail
    return app.test_client().get("/sign-in")
