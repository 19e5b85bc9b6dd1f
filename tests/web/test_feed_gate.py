"""The gate before the service: who holds what there is is told so at once, as the door would, and is counted."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import http_date
from werkzeug.test import TestResponse

from iopsched.domain.feed import Content, Owner
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.seats import book_session
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

OF_A_BODY = {"Content-Disposition", "Content-Encoding", "Content-Length", "Content-Type"}
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def path(app: Flask) -> str:
    program = a_stored_program()
    ana = a_stored_patient(program).id
    book_session.book(ana, a_stored_session(program).id, now=NOW)
    _, token = keep_links.create(Owner(program.id, patient_id=ana), "Phone", Content(), now=NOW)
    return f"/calendar/{token}.ics"


def again(client: FlaskClient, path: str, first: TestResponse, **headers: str) -> TestResponse:
    return client.get(path, headers={"If-None-Match": first.headers["ETag"]} | headers)


@pytest.mark.parametrize("accepts", [{}, PACKED])
def test_unchanged_says_all_that_the_calendar_said(client: FlaskClient, path: str, accepts: dict[str, str]):
    first = client.get(path, headers=accepts)

    second = again(client, path, first, **accepts)

    assert second.status_code == 304
    assert dict(second.headers) == {name: said for name, said in first.headers.items() if name not in OF_A_BODY}
    assert "Accept-Encoding" in second.headers["Vary"]


def test_unchanged_is_one_query_and_no_write(client: FlaskClient, path: str):
    first = client.get(path)

    with statements() as seen:
        assert again(client, path, first).status_code == 304
    assert [statement.split()[0] for statement in seen] == ["SELECT"]


def test_an_hourly_poll_of_what_has_not_changed_is_noted_in_one_write(
    client: FlaskClient, path: str, clock: StandingClock
):
    first = client.get(path)
    clock.advance(hours=1)

    with statements() as seen:
        assert again(client, path, first).status_code == 304
    assert [statement.split()[0] for statement in seen] == ["SELECT", "UPDATE"]


@pytest.mark.parametrize("accepts", [{}, PACKED])
def test_a_time_given_alone_is_answered_with_the_tag_of_what_would_be_sent(
    client: FlaskClient, path: str, accepts: dict[str, str]
):
    first = client.get(path, headers=accepts)

    second = client.get(path, headers={"If-Modified-Since": http_date(NOW)} | accepts)

    assert (second.status_code, second.headers["ETag"]) == (304, first.headers["ETag"])
    assert second.headers["Vary"] == first.headers["Vary"]


def test_a_reader_who_held_the_other_form_is_told_the_tag_that_it_named(client: FlaskClient, path: str):
    plain = client.get(path)

    told = again(client, path, plain, **PACKED)

    assert (told.status_code, told.headers["ETag"]) == (304, plain.headers["ETag"])


def test_who_refuses_gzip_gets_none(client: FlaskClient, path: str):
    answer = client.get(path, headers={"Accept-Encoding": "gzip;q=0, br"})

    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"BEGIN:VCALENDAR")


def test_head_is_told_the_same(client: FlaskClient, path: str):
    first = client.get(path)

    head = client.head(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (head.status_code, head.headers["ETag"]) == (304, first.headers["ETag"])


@pytest.fixture
def strict_client(app: Flask, database_url: str, clock: StandingClock) -> Iterator[FlaskClient]:
    yield from a_client(database_url, clock, RATE_LIMIT_FEED="10 per hour")


def a_client(database_url: str, clock: StandingClock, **environ: str) -> Iterator[FlaskClient]:
    other = an_app(database_url, clock, **environ)
    yield other.test_client()
    with other.app_context():
        disconnect(other)


def test_who_is_told_unchanged_too_often_is_asked_to_wait_and_then_answered(
    strict_client: FlaskClient, path: str, clock: StandingClock
):
    first = strict_client.get(path)

    answers = [again(strict_client, path, first).status_code for _ in range(30)]
    clock.advance(hours=1, seconds=1)

    assert (answers[9], answers[-1]) == (304, 429)
    assert answers.index(429) <= 10 + 1
    assert set(answers[answers.index(429) :]) == {429}
    assert again(strict_client, path, first).status_code == 304


def test_slow_readers_are_counted_as_well(strict_client: FlaskClient, path: str, clock: StandingClock):
    first = strict_client.get(path)

    answers = []
    for _ in range(25):
        clock.advance(minutes=2)
        answers.append(again(strict_client, path, first).status_code)

    assert answers[-1] == 429


@pytest.fixture
def remembering_client(app: Flask, database_url: str, clock: StandingClock) -> Iterator[FlaskClient]:
    yield from a_client(database_url, clock, FEED_MEMORY_SECONDS="30")


def test_what_is_remembered_asks_nothing_and_is_bounded(
    remembering_client: FlaskClient, path: str, clock: StandingClock, app: Flask
):
    first = remembering_client.get(path)
    again(remembering_client, path, first)

    with statements() as seen:
        during = again(remembering_client, path, first)
    remove_the_link()
    clock.advance(seconds=29)
    still = again(remembering_client, path, first)
    clock.advance(seconds=1)
    after = again(remembering_client, path, first)

    assert seen == []
    assert (during.status_code, still.status_code, after.status_code) == (304, 304, 404)


def remove_the_link() -> None:
    owner = Owner(1, patient_id=1)
    (feed,) = keep_links.links(owner)
    keep_links.revoke(owner, feed.id, now=NOW + timedelta(seconds=1))
