"""What makes the pages an app on a phone: the manifest, the service worker, the page without a connection."""

from __future__ import annotations

import json

from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext

from iopsched.web import static_files

blueprint = Blueprint("pwa", __name__)
GREEN, PAPER = "#173b32", "#f1f2ec"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-192.png", "192x192", "maskable"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """A neutral name and sign: nothing on a home screen tells what it is for."""
    said = {
        "id": "/",
        "name": gettext("Week"),
        "short_name": gettext("Week"),
        "start_url": "/week",
        "scope": "/",
        "display": "standalone",
        "theme_color": GREEN,
        "background_color": PAPER,
        "icons": [
            {"src": url_for("static", filename=name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return _kept_briefly(json.dumps(said), "application/manifest+json")


@blueprint.get("/sw.js")
def service_worker() -> Response:
    """The worker with the build and its list of files in front: one changed byte, and browsers fetch all anew."""
    shell = [url_for("static", filename=name) for name in static_files.shell()]
    facts = {"build": static_files.build(), "offline": url_for(".offline"), "files": shell}
    facts["icon"] = url_for("static", filename="icon-192.png")
    front = f"self.shell = {json.dumps(facts)};\n"
    return _kept_briefly(front + (static_files.FOLDER / "sw.js").read_text(), "text/javascript")


@blueprint.get("/offline")
def offline() -> Response:
    """Says that there is no connection; holds nothing of anybody, so that the worker may keep it."""
    return _kept_briefly(render_template("shared/offline.html"), "text/html")


def _kept_briefly(body: str, mimetype: str) -> Response:
    response = make_response(body)
    response.mimetype = mimetype
    response.headers["Cache-Control"] = "no-cache"
    return response
