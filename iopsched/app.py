"""create_app: the one place where all parts meet."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_wtf import CSRFProtect
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from iopsched.gateways.clock import utc_now
from iopsched.settings import Settings
from iopsched.store import schema
from iopsched.store.db import db, prepare
from iopsched.usecases.weeks import import_calendar
from iopsched.web import doors, login, static_files
from iopsched.web.machines import feed_gate

__all__ = ["create_app", "disconnect", "from_environment", "migrate", "served", "settle", "start_over", "utc_now"]

HERE = Path(__file__).parent
YEAR = 365 * 24 * 3600
KEPT_OPEN = 32
"""Connections that a process does not close after use; it opens as many as it has threads that ask at once."""
COLLECTED_EVERY = 10_000
"""Objects that are made between two looks for what nobody needs any more."""


def create_app(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The application: configured, its database bound, every door open. Touches no database by itself."""
    app = Flask(__name__, static_url_path=f"/static/{static_files.build()}")
    app.extensions["settings"] = settings
    app.extensions["clock"] = clock
    app.extensions["read_link"] = import_calendar.ask
    app.config.from_mapping(_config(settings))
    _bind_database(app, settings)
    CSRFProtect(app)
    Compress(app)
    doors.init_app(app)
    app.add_url_rule("/", "home", _home)
    feed_gate.init_app(app, clock)
    _wrap(app, settings)
    return app


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_NAME": "__Host-week" if settings.is_https else "week",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=settings.patient_sign_in_days),
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "SEND_FILE_MAX_AGE_DEFAULT": YEAR,
        "WTF_CSRF_TIME_LIMIT": None,
        "COMPRESS_MIMETYPES": ["application/json"],
        "BABEL_DEFAULT_LOCALE": "en",
    }


def _bind_database(app: Flask, settings: Settings) -> None:
    url = make_url(settings.database_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    if not is_sqlite:
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _of_postgresql()
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _of_postgresql() -> dict[str, Any]:
    from iopsched.store.cursors import Cursor

    return {"pool_size": KEPT_OPEN, "connect_args": {"cursor_factory": Cursor}}


def _wrap(app: Flask, settings: Settings) -> None:
    """Static files from memory with long caching; addresses from trusted proxies only."""
    files = WhiteNoise(app.wsgi_app, root=str(HERE / "static"), prefix=app.static_url_path, max_age=YEAR)
    wrapped: Any = files
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        wrapped = ProxyFix(files, x_for=hops, x_proto=hops, x_host=hops)
    app.wsgi_app = wrapped  # type: ignore[method-assign]


def _home() -> ResponseReturnValue:
    home = "kiosk.show" if login.is_kiosk() else "staff_account.home" if login.is_staff() else "week.show"
    return redirect(url_for(home), code=303)


def migrate(app: Flask) -> None:
    """Bring the app's database to the newest shape."""
    schema.upgrade(app)


def start_over(app: Flask) -> None:
    """Empty the app's database: everything in it is lost."""
    schema.remove(app)


def disconnect() -> None:
    """Close every connection to the database of the app whose context this is."""
    db.session.remove()
    db.engine.dispose()


def from_environment() -> Flask:
    """The application as the environment describes it: what the commands call."""
    return create_app(Settings.from_env(os.environ))


def served() -> Flask:
    """The same in a process that goes on answering: what gunicorn calls."""
    app = from_environment()
    settle()
    return app


def settle() -> None:
    """What is there by now stays, so that looks for rubbish leave it out, and are made less often: they took a third of
    the time of a change that touches thousands of seats.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_EVERY)
