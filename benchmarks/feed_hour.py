"""An hour of 50,000 subscribed feeds, each polled once, sent as fast as it is answered: how much of the hour it takes.

Nine of ten apps hold what there is, one of twenty says nothing of what it holds, and one of twenty asks after its
patient's schedule changed, so that its calendar is made anew. Nobody was here within five minutes: each poll is noted.
"""

from __future__ import annotations

import random
import sys

from sqlalchemy import text

from benchmarks._feeds import UNLIMITED, Polled, links_of, read_once
from benchmarks.load import Answers, send
from benchmarks.measure import Goal, percentile, row, say
from benchmarks.stage import Stage, on_postgresql, served
from iopsched.app import disconnect
from iopsched.domain.reader import reader_named
from iopsched.store.db import db, transaction

FEEDS, PATIENTS, EVENTS, HOUR = 50_000, 500, 20, 3600.0
EACH = FEEDS // PATIENTS
CLONED = text(
    "INSERT INTO feed (program_id, patient_id, token_hash, name, kind, detail, title, travel_minutes, shows_tentative,"
    " place, warning, created_at, expires_at, last_read_at, last_reader, built_version, built_at, stale_at, etag,"
    " packed) SELECT program_id, patient_id, encode(sha256(convert_to(patient_id || '-' || n, 'UTF8')), 'hex'), name,"
    " kind, detail, title, 0, false, '', '', created_at, expires_at, last_read_at - interval '1 hour', :reader,"
    " built_version, built_at, stale_at, etag, packed FROM feed, generate_series(1, :each) AS n"
)
CHANGED = text("UPDATE patient SET schedule_version = schedule_version + 1 WHERE id % 20 = 0")


def main() -> None:
    with on_postgresql(PATIENTS, rooms=1) as stage, served(stage.environment | UNLIMITED) as ours:
        known = read_once(ours, links_of(stage, stage.patients, EVENTS))
        _clone(stage)
        polls = [poll for who, link in zip(stage.patients, known, strict=True) for poll in _polls(who.id, link)]
        random.Random(1).shuffle(polls)
        answers = send(ours, polls)
    _require_sound(answers)
    slowest = f"half within {percentile(answers.took, 0.5):.3f} s, 99 % within {percentile(answers.took, 0.99):.3f} s"
    print(f"{dict(answers.statuses)}, {answers.rate:.0f} a second, {slowest}", file=sys.stderr)
    goal = Goal(0.1, at_least=False)
    say(row(f"an hour's polls of {FEEDS:,} feeds, of an hour", "s", [(answers.seconds,), (HOUR,)], goal))


def _clone(stage: Stage) -> None:
    """A hundred links a patient, all of them as they were left an hour ago."""
    with stage.app.app_context():
        with transaction():
            db.session.execute(CLONED, {"each": EACH, "reader": reader_named("dataaccessd")})
            db.session.execute(CHANGED)
        disconnect()


def _polls(patient_id: int, link: Polled) -> list[bytes]:
    tokens = [f"{patient_id}-{number}" for number in range(1, EACH + 1)]
    links = [Polled(f"/calendar/{token}.ics", link.etag) for token in tokens]
    return [each.anew if number % 20 == 0 else each.unchanged for number, each in enumerate(links)]


def _require_sound(answers: Answers) -> None:
    if answers.statuses[200] < FEEDS // 20 or answers.statuses[200] + answers.statuses[304] != FEEDS:
        raise RuntimeError(str(answers.statuses))


if __name__ == "__main__":
    main()
