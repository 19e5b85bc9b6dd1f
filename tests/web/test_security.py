"""What every answer carries, and what no page may hold."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import an_app, disconnect
from tests.doors import a_stranger, visiting_patient, visiting_staff
from tests.stored import a_stored_patient, a_stored_program, a_stored_staff

TEMPLATES = sorted((Path(__file__).parents[2] / "iopsched" / "templates").rglob("*.html"))
PAGES = ["/sign-in", "/staff/sign-in", "/offline", "/nowhere"]


@pytest.fixture
def app(sqlite_url: str):
    app = an_app(sqlite_url)
    with app.app_context():
        yield app
        disconnect(app)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_headers(app: Flask, path: str):
    headers = a_stranger(app).get(path).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "noindex" in headers["X-Robots-Tag"]


def test_pages_are_kept_by_nobody(app: Flask):
    assert a_stranger(app).get("/sign-in").headers["Cache-Control"] == "no-store"


def test_only_https_promises_https(app: Flask, sqlite_url: str):
    secure = an_app(sqlite_url, PUBLIC_URL="https://week.example.org")

    assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers
    assert "max-age=63072000" in secure.test_client().get("/healthz").headers["Strict-Transport-Security"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_holds_a_style_or_a_script(template: Path):
    text = template.read_text()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_form_that_posts_carries_its_token(template: Path):
    forms = re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.DOTALL)

    assert all("csrf" in form or "hidden_tag" in form for form in forms)


@pytest.mark.parametrize("number", [2**31, 10**20])
def test_a_number_too_large_for_any_id_finds_nothing(app: Flask, number: int):
    program = a_stored_program()
    ana, staff = visiting_patient(app, a_stored_patient(program)), visiting_staff(app, a_stored_staff(program))

    assert ana.get(f"/sessions/{number}/booking").status_code == 404
    assert staff.get(f"/staff/sessions/{number}").status_code == 404


def test_what_no_keyboard_types_and_no_database_keeps_is_turned_away(app: Flask):
    typed = {"email": "a\0@example.org", "password": "x"}

    assert a_stranger(app).post("/staff/sign-in", typed).status_code == 422
