"""The key in a form: sent twice (a double tap, a bad network, the back button), it is carried out once."""

from __future__ import annotations

import hashlib

from flask import Flask, g, request

from iopsched.usecases import ask_once

FIELD = "key"
NOT_CONTENT = {FIELD, "csrf_token"}


def init_app(app: Flask) -> None:
    """Give templates ``form_key()``."""
    app.jinja_env.globals["form_key"] = page_key


def page_key() -> str:
    """One for all forms of a page: what each of them asks for tells them apart."""
    if "form_key" not in g:
        g.form_key = ask_once.new_key()
    key: str = g.form_key
    return key


def sent_key() -> str:
    """What names this very form of that very page; empty for a form without a key."""
    said = request.form.get(FIELD, "")
    if not said:
        return ""
    content = sorted((name, value) for name, value in request.form.items(multi=True) if name not in NOT_CONTENT)
    asked = repr((said, request.path, content))
    return hashlib.sha256(asked.encode()).hexdigest()[:32]
