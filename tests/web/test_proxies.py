"""Who asks, and by which name, is believed of trusted proxies only."""

import pytest
from flask import request

from tests.conftest import an_app

FORGED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(("trusted", "believed"), [("0", "127.0.0.1 http"), ("1", "203.0.113.7 https")])
def test_only_trusted_proxies_say_who_asks(sqlite_url: str, trusted: str, believed: str):
    app = an_app(sqlite_url, TRUSTED_PROXIES=trusted)
    app.add_url_rule("/who", "who", lambda: f"{request.remote_addr} {request.scheme}")

    assert app.test_client().get("/who", headers=FORGED).text == believed
