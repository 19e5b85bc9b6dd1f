"""A calendar feed on the wire: what calendar apps, caches and strangers get."""

import gzip
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from werkzeug.http import http_date

from iopsched.domain.feed import Content, Owner
from iopsched.store.db import db, transaction
from iopsched.store.tables import FeedRow
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.seats import book_session
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

APPLE = {"User-Agent": "iOS/19.1 (23B85) dataaccessd/1.0"}


@dataclass(frozen=True, slots=True)
class Link:
    """Ana's link with one session behind it, and one more that she may book."""

    ana: int
    owner: Owner
    other: int
    feed_id: int
    token: str

    @property
    def path(self) -> str:
        return f"/calendar/{self.token}.ics"


@pytest.fixture
def link(app: "Flask") -> Link:
    program = a_stored_program()
    ana = a_stored_patient(program).id
    booked, other = (a_stored_session(program, day, place="12 Clinic Road") for day in (0, 2))
    book_session.book(ana, booked.id, now=NOW)
    owner = Owner(program.id, patient_id=ana)
    feed, token = keep_links.create(owner, "Phone", Content(), now=NOW)
    return Link(ana, owner, other.id, feed.id, token)


def test_a_link_answers_with_a_calendar_and_nothing_that_tells(client: "FlaskClient", link: Link):
    response = client.get(link.path, headers=APPLE)

    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert response.cache_control.to_header() == "private"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.last_modified == NOW
    assert not response.get_etag()[1]
    assert "Set-Cookie" not in response.headers


def test_no_header_and_no_line_names_program_or_token(client: "FlaskClient", link: Link):
    response = client.get(link.path)

    said = (str(response.headers).encode() + response.data).lower()

    assert not [word for word in (b"riverside", b"clinic", b"iop", link.token.lower().encode()) if word in said]


def test_head_says_the_same_without_the_body(client: "FlaskClient", link: Link):
    got = client.get(link.path)

    head = client.head(link.path)

    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


def test_what_the_reader_already_holds_is_not_sent_again(client: "FlaskClient", link: Link):
    first = client.get(link.path)

    second = client.get(link.path, headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Referrer-Policy", "X-Robots-Tag"):
        assert second.headers[name] == first.headers[name]
    assert "Set-Cookie" not in second.headers


@pytest.mark.parametrize("given", ['"other", {tag}', "W/{tag}", "*"])
def test_a_tag_is_known_in_every_form_that_proxies_give_it(client: "FlaskClient", link: Link, given: str):
    tag = client.get(link.path).headers["ETag"]

    assert client.get(link.path, headers={"If-None-Match": given.format(tag=tag)}).status_code == 304


def test_a_compressed_calendar_has_a_tag_of_its_own_that_is_known_again(client: "FlaskClient", link: Link):
    plain = client.get(link.path)

    packed = client.get(link.path, headers={"Accept-Encoding": "gzip"})
    again = client.get(link.path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert (again.status_code, again.headers["ETag"]) == (304, packed.headers["ETag"])
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_time_given_is_enough_where_no_tag_is_given(client: "FlaskClient", link: Link):
    client.get(link.path)

    same = client.get(link.path, headers={"If-Modified-Since": http_date(NOW)})
    older = client.get(link.path, headers={"If-Modified-Since": http_date(NOW - timedelta(seconds=1))})

    assert (same.status_code, older.status_code) == (304, 200)


@pytest.mark.parametrize("tag", ['"another"', "nonsense"])
def test_a_tag_given_beats_a_time_given(client: "FlaskClient", link: Link, tag: str):
    held = {"If-None-Match": tag, "If-Modified-Since": http_date(NOW + timedelta(days=1))}

    assert client.get(link.path, headers=held).status_code == 200


def test_a_change_reaches_who_holds_the_old_calendar(client: "FlaskClient", link: Link, clock: StandingClock):
    old = client.get(link.path)
    book_session.book(link.ana, link.other, now=clock.advance(hours=1))

    new = client.get(link.path, headers={"If-None-Match": old.headers["ETag"]})

    assert new.status_code == 200
    assert new.last_modified == clock.now
    assert new.data.count(b"BEGIN:VEVENT") == 2


def test_nobody_can_tell_a_dead_link_from_one_that_never_was(client: "FlaskClient", link: Link):
    keep_links.revoke(link.owner, link.feed_id, now=NOW)

    dead, unknown = client.get(link.path), client.get("/calendar/never-was.ics")

    assert dead.status_code == unknown.status_code == 404
    assert dead.data == unknown.data
    assert dict(dead.headers) == dict(unknown.headers)
    assert dead.headers["Cache-Control"] == "private"


def test_only_reading_is_possible(client: "FlaskClient", link: Link):
    assert client.post(link.path).status_code in {400, 405}
    assert client.delete(link.path).status_code in {400, 405}


def test_the_patient_learns_which_app_read_it_and_nothing_more(client: "FlaskClient", link: Link):
    client.get(link.path, headers=APPLE)

    (feed,) = keep_links.links(link.owner)

    assert (feed.last_reader, feed.last_read_at) == ("Apple Calendar", NOW)


@pytest.fixture
def strict_client(app: "Flask", database_url: str, clock: StandingClock) -> "Iterator[FlaskClient]":
    """A second app on the same database, whose limit is three an hour."""
    strict = an_app(database_url, clock, RATE_LIMIT_FEED="3 per hour")
    yield strict.test_client()
    with strict.app_context():
        disconnect(strict)


def test_who_reads_too_often_is_asked_to_wait(strict_client: "FlaskClient", link: Link, clock: StandingClock):
    answers = [strict_client.get(link.path).status_code for _ in range(5)]

    clock.advance(hours=1, seconds=1)

    assert answers == [200, 200, 200, 200, 429]
    assert strict_client.get(link.path).status_code == 200


def test_hourly_readers_are_never_counted(strict_client: "FlaskClient", link: Link, clock: StandingClock):
    def read_hourly() -> "TestResponse":
        clock.advance(minutes=10)
        return strict_client.get(link.path)

    assert [read_hourly().status_code for _ in range(10)] == [200] * 10


def test_guesses_are_counted_by_address(strict_client: "FlaskClient", link: Link):
    answers = [strict_client.get(f"/calendar/guess-{n}.ics") for n in range(5)]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
    assert answers[-1].headers["Retry-After"] == "3600"
    assert "Set-Cookie" not in answers[-1].headers
    assert strict_client.get(link.path).status_code == 200


def test_whatever_is_not_there_takes_the_same_way(
    app: "Flask", client: "FlaskClient", link: Link, clock: StandingClock
):
    """Unknown, removed, renewed and ended: as many statements, and the same ones, so that no clock tells them apart."""
    removed, renewed, ended = (keep_links.create(link.owner, "Phone", Content(), now=NOW) for _ in range(3))
    keep_links.revoke(link.owner, removed[0].id, now=NOW)
    keep_links.renew(link.owner, renewed[0].id, now=NOW)
    with transaction():
        db.session.execute(db.update(FeedRow).where(FeedRow.id == ended[0].id).values(expires_at=NOW))
    client.get("/calendar/first-guess.ics")

    told = [asked_for(client, token) for token in ("never-was", removed[1], renewed[1], ended[1])]

    assert told == [told[0]] * 4


def asked_for(client: "FlaskClient", token: str) -> tuple[int, bytes, dict[str, str], list[str]]:
    with statements() as seen:
        answer = client.get(f"/calendar/{token}.ics", headers={"If-None-Match": '"x"'})
    return answer.status_code, answer.data, dict(answer.headers), seen
