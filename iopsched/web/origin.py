"""Where a request comes from, for the log: told before all else, so that a thread never keeps that of the last one."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, request_started

from iopsched.usecases import tell_origin


def init_app(app: Flask) -> None:
    """The address is that which trusted proxies, and nobody else, may say (``TRUSTED_PROXIES``)."""
    request_started.connect(_tell, app)


def _tell(_: Flask, **more: Any) -> None:
    tell_origin.from_web(request.remote_addr)
