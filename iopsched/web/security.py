"""Headers that stand on every answer, unless the door set its own."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.routing import IntegerConverter

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{what} {whence}" for what, whence in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Referrer-Policy is same-origin, not no-referrer: over https, the check of forged requests reads it."""
LARGEST_ID = 2**31 - 1
"""What a column of ids holds: beyond it there is nothing to find."""
TWO_YEARS = "max-age=63072000; includeSubDomains"


class Id(IntegerConverter):
    """A number in an address."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_ID} | given)


def init_app(app: Flask) -> None:
    """Add the headers after each request; HSTS only where PUBLIC_URL is https. Turn away what no column can hold."""
    app.url_map.converters["int"] = Id
    app.before_request(_refuse_nul)
    wanted = headers(is_https=app.extensions["settings"].is_https)

    @app.after_request
    def add_headers(response: Response) -> Response:
        its_own = {name.title() for name, _ in response.headers}
        response.headers.extend([header for header in wanted if header[0] not in its_own])
        return response


def headers(*, is_https: bool) -> tuple[tuple[str, str], ...]:
    """What stands on every answer that does not say otherwise."""
    more = {"Strict-Transport-Security": TWO_YEARS} if is_https else {}
    return tuple((HEADERS | {"Cache-Control": "no-store"} | more).items())


def _refuse_nul() -> None:
    """No keyboard types it, and PostgreSQL keeps no text with it."""
    if any("\0" in said for values in request.form.listvalues() for said in values):
        abort(422)
