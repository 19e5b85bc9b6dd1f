"""People in front of the service: signed in by the cookie that signing in leaves, posting as its forms do."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from iopsched.domain.kiosk import Kiosk
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.web.visitor import SEEN

RAW_TOKEN = "0" * 40


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. ``post`` carries the token against forged requests."""

    client: FlaskClient
    token: str

    def get(self, path: str, **given: Any) -> TestResponse:
        return self.client.get(path, **given)

    def post(self, path: str, data: dict[str, Any] | None = None, **given: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token} | (data or {}), **given)


def applied(browser: Visitor, answer: TestResponse) -> TestResponse:
    """What comes of the form once its preview, to which the answer leads, is applied."""
    assert answer.status_code == 303, answer.text
    path = answer.location or ""
    seen = re.search(r'name="seen" value="(\w+)"', browser.get(path).text)
    assert seen, path
    return browser.post(f"{path}/application", {"seen": seen[1]})


def a_stranger(app: Flask) -> Visitor:
    return _visitor(app, {})


def visiting_patient(app: Flask, patient: Patient) -> Visitor:
    """This patient, signed in."""
    return _visitor(app, {"_user_id": f"p:{patient.id}:{patient.sign_in_version}"})


def visiting_staff(app: Flask, staff: Staff) -> Visitor:
    """This member of staff, signed in a moment ago."""
    seen = int(app.extensions["clock"]().timestamp())
    return _visitor(app, {"_user_id": f"s:{staff.id}:{staff.sign_in_version}", SEEN: seen})


def visiting_kiosk(app: Flask, kiosk: Kiosk) -> Visitor:
    """This tablet at the entrance."""
    return _visitor(app, {"_user_id": f"k:{kiosk.id}:0"})


def _visitor(app: Flask, cookie: dict[str, Any]) -> Visitor:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"csrf_token": RAW_TOKEN} | cookie)
    return Visitor(client, str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(RAW_TOKEN)))
