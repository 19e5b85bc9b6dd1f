"""How people reach us: doors that translate and nothing else. Never the store, never a gateway."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

GLUE = ("security", "errors", "login", "limits", "words")
DOORS = (
    "account",
    "admissions",
    "board",
    "calendar",
    "changes",
    "commitments",
    "feed",
    "health",
    "help",
    "me",
    "messages",
    "offerings",
    "people",
    "plan",
    "pwa",
    "roster",
    "seats",
    "staff_account",
    "accounts",
    "week",
)


def init_app(app: Flask) -> None:
    """Open every door."""
    for name in GLUE:
        if find_spec(f"iopsched.web.{name}"):
            import_module(f"iopsched.web.{name}").init_app(app)
    for name in DOORS:
        if find_spec(f"iopsched.web.{name}"):
            app.register_blueprint(import_module(f"iopsched.web.{name}").blueprint)
