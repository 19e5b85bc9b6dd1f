"""The service as a command uses it: made from the environment, its connections closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from iopsched.app import disconnect, from_environment
from iopsched.domain.entry import COMMAND
from iopsched.usecases import tell_origin


@contextmanager
def service() -> Iterator[Flask]:
    """The application with its context pushed; the log says that a command did what is done."""
    app = from_environment()
    with app.app_context(), tell_origin.coming_from(COMMAND):
        try:
            yield app
        finally:
            disconnect()
