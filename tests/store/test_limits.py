"""Counting knocks: fixed windows, exact however many knock at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask

from iopsched.store import limits
from iopsched.store.db import db, reading, transaction
from iopsched.usecases import count_visits
from tests.conftest import NOW

MINUTE = 60


def test_hits_add_up_within_a_window(app: Flask):
    counts = [count_visits.hit("door", MINUTE, 1, now=NOW + timedelta(seconds=second)) for second in range(3)]

    assert counts == [1, 2, 3]
    assert count_visits.count("door", now=NOW) == 3
    assert count_visits.count("window", now=NOW) == 0


def test_a_window_begins_with_its_first_hit_and_then_anew(app: Flask):
    count_visits.hit("door", MINUTE, 1, now=NOW)
    later = NOW + timedelta(seconds=MINUTE)

    assert count_visits.ends_at("door", now=NOW) == later
    assert count_visits.count("door", now=later) == 0
    assert count_visits.hit("door", MINUTE, 1, now=later) == 1
    assert count_visits.ends_at("door", now=later) == later + timedelta(seconds=MINUTE)


def test_twenty_at_once_are_twenty(app: Flask):
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _: hit_elsewhere(app), range(20)))

    assert sorted(counts) == list(range(1, 21))


def test_a_key_can_be_cleared_and_what_is_over_forgotten(app: Flask):
    for key in ("door", "gate"):
        count_visits.hit(key, MINUTE, 1, now=NOW)
    count_visits.clear("door")

    with transaction():
        forgotten = limits.forget(NOW + timedelta(minutes=2))

    assert forgotten == 1
    with reading():
        assert limits.ends_at("gate", NOW) == NOW


def hit_elsewhere(app: Flask) -> int:
    with app.app_context():
        try:
            return count_visits.hit("door", MINUTE, 1, now=NOW)
        finally:
            db.session.remove()
