"""An app on a phone: installable, neutral, and with a word to say when there is no connection."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from iopsched.web import static_files
from tests.conftest import an_app, disconnect


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    app = an_app(sqlite_url)
    with app.app_context():
        yield app
        disconnect(app)


def test_the_manifest_is_neutral_and_its_icons_are_there(client: FlaskClient):
    response = client.get("/manifest.webmanifest")

    said = json.loads(response.text)
    assert response.mimetype == "application/manifest+json"
    assert (said["name"], said["display"], said["start_url"]) == ("Week", "standalone", "/week")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    assert [status_of(client, icon["src"]) for icon in said["icons"]] == [200] * 4


def test_the_worker_comes_with_its_build_and_its_files(client: FlaskClient):
    response = client.get("/sw.js")

    facts = json.loads(response.text.partition(";\n")[0].removeprefix("self.shell = "))
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    assert facts["build"] == static_files.build()
    assert all(status_of(client, file) == 200 for file in facts["files"])


def test_the_worker_keeps_everything_that_a_page_asks_for(client: FlaskClient):
    files = client.get("/sw.js").text.partition(";\n")[0]

    page = client.get("/offline").text
    asked = re.findall(r'(?:href|src)="(/static/[^"#]*\.(?:css|js|svg))', page)

    assert asked
    assert [file for file in asked if file not in files] == []


def test_the_page_without_a_connection_holds_nothing_of_anybody(client: FlaskClient):
    response = client.get("/offline")

    assert "No connection" in response.text
    assert "csrf_token" not in response.text
    assert "Set-Cookie" not in response.headers


def test_static_files_are_kept_for_ever_and_change_their_name(client: FlaskClient):
    with client.get(f"/static/{static_files.build()}/css/base.css") as response:
        assert response.status_code == 200
        assert "max-age=31536000" in response.headers["Cache-Control"]
    assert re.fullmatch("[0-9a-f]{12}", static_files.build())


def test_health_asks_nothing_and_readiness_asks_the_database(client: FlaskClient):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"


def test_a_database_without_tables_is_not_ready(tmp_path: Path):
    app = an_app(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with app.app_context():
        response = app.test_client().get("/readyz")
        disconnect(app)

    assert (response.status_code, response.text) == (503, "migrations are missing\n")


def test_a_database_that_does_not_answer_is_not_ready(tmp_path: Path):
    app = an_app(f"sqlite:///{tmp_path}")
    with app.app_context():
        response = app.test_client().get("/readyz")
        alive = app.test_client().get("/healthz")
        disconnect(app)

    assert (response.status_code, response.text) == (503, "no database\n")
    assert alive.status_code == 200


def status_of(client: FlaskClient, path: str) -> int:
    with client.get(path) as response:
        return response.status_code
