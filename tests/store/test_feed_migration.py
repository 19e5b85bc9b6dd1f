"""Links that were made before feeds had options go on answering."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy import text

from iopsched.domain.feed import Kind, Owner
from iopsched.store.db import db, transaction
from iopsched.store.schema import migrations_dir
from iopsched.usecases.feeds import keep_links, publish_feed
from iopsched.usecases.feeds.publish_feed import hash_of
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

BEFORE = "20261126_usual_weeks"
OLD_LINK = text(
    "INSERT INTO feed (patient_id, token_hash, name, detail, title, warning, created_at, last_reader, built_version,"
    " built_at, stale_at, etag, body)"
    " VALUES (:patient, :token, 'Phone', 'discreet', 'Class', '', :now, '', 7, :now, :now, 'old', :body)"
)


def test_a_link_of_before_answers_as_ever(app: Flask):
    program = a_stored_program()
    ana = a_stored_patient(program)
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)
    Migrate(app, db)
    downgrade(directory=migrations_dir(), revision=BEFORE)
    with transaction():
        db.session.execute(OLD_LINK, an_old_link(ana.id))

    upgrade(directory=migrations_dir())

    (feed,) = keep_links.links(Owner(program.id, patient_id=ana.id))
    answer = publish_feed.read("the-token", reader="", now=NOW)
    assert (feed.name, feed.content.kind, feed.content.title) == ("Phone", Kind.OWN, "Class")
    assert feed.expires_at
    assert feed.expires_at > datetime.now(UTC)
    assert answer.packed


def an_old_link(patient_id: int) -> dict[str, Any]:
    now: Any = NOW if db.engine.dialect.name == "postgresql" else NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
    return {"patient": patient_id, "token": hash_of("the-token"), "now": now, "body": b"BEGIN:VCALENDAR"}
