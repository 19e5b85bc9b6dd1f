"""The service as a command uses it: made from the environment, its connections closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from iopsched.app import disconnect, from_environment


@contextmanager
def service() -> Iterator[Flask]:
    """The application with its context pushed."""
    app = from_environment()
    with app.app_context():
        try:
            yield app
        finally:
            disconnect()
