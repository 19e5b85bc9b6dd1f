"""The door for the provider of texts: what it calls is signed over PUBLIC_URL, whatever a proxy made of the address."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from markupsafe import escape

from iopsched.usecases.messages import check_signature
from iopsched.usecases.messages import hear_receipt as receipts
from iopsched.usecases.texts import answer_text
from iopsched.usecases.texts.take_text import Text
from iopsched.web.clock import now

blueprint = Blueprint("hooks", __name__, url_prefix="/hooks")
SIGNATURE = "X-Twilio-Signature"


@blueprint.before_request
def require_signature() -> ResponseReturnValue | None:
    """403 for whoever else calls, whatever has become of the database: tokens are settings, and nothing is counted."""
    settings = current_app.extensions["settings"]
    url = settings.public_url + request.full_path.rstrip("?")
    signature = request.headers.get(SIGNATURE, "")
    if check_signature.is_genuine(settings.hook_tokens, url, request.form, signature):
        return None
    return Response("This is not signed.\n", 403, mimetype="text/plain")


@blueprint.post("/texts")
def take_text() -> Response:
    """Patients are answered by the outbox, strangers here and now, or not at all."""
    form = request.form
    if not (form.get("MessageSid") and form.get("From")):
        abort(422)
    text = Text(form["MessageSid"], form["From"], form.get("Body", ""), form.get("OptOutType", ""))
    return _said(answer_text.receive(text, secret=current_app.extensions["settings"].secret_key, now=now()))


@blueprint.post("/receipts")
def hear_receipt() -> Response:
    form = request.form
    status, code = form.get("MessageStatus", ""), form.get("ErrorCode", "")
    receipts.hear(form.get("MessageSid", ""), status, code, now=now())
    return Response(status=204)


def _said(words: str) -> Response:
    """TwiML: an answer, or silence."""
    message = f"<Message>{escape(words)}</Message>" if words else ""
    return Response(f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>', mimetype="text/xml")
