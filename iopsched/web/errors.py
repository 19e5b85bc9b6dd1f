"""Every no, as a kind page that says what to do next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from iopsched.domain.errors import Busy, Forbidden, Invalid, NotFound, Refused, Taken, whereabouts
from iopsched.domain.refusal import Refusal
from iopsched.web.limits import seconds_left
from iopsched.web.sentences import why_not

OF_PROGRAMS = "/api/"
UNKNOWN, TOO_OFTEN, AGAIN_IN = 401, 429, 2
"""Seconds after which trying again makes sense when somebody else was in the way."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one status says: a title, a sentence, and whether to go back rather than home."""

    title: str
    sentence: str
    goes_back: bool = False


def init_app(app: Flask) -> None:
    """Catch the domain's errors and those of HTTP."""
    app.register_error_handler(NotFound, lambda error: _page(404, _gone(error)))
    app.register_error_handler(Forbidden, lambda _: _page(403))
    app.register_error_handler(Refused, lambda error: _page(409, _sentences(error.reasons)))
    app.register_error_handler(Taken, _taken)
    app.register_error_handler(Invalid, lambda error: _page(422, error.problems.values()))
    app.register_error_handler(Busy, lambda _: _page(503, retry_after=AGAIN_IN))
    app.register_error_handler(CSRFError, lambda _: _page(400))
    app.register_error_handler(HTTPException, _of_http)
    app.log_exception = _log  # type: ignore[assignment]


def _log(error: Any) -> None:
    """Where it broke; never the address, which can be somebody's private link, nor words, which can hold a number."""
    rule = request.url_rule.rule if request.url_rule else "nowhere"
    current_app.logger.error("%s %s: %s", request.method, rule, whereabouts(error[1]))


def _taken(error: Taken) -> ResponseReturnValue:
    return _page(409, _sentences(refusal for reasons in error.reasons.values() for refusal in reasons))


def _of_http(error: HTTPException) -> ResponseReturnValue:
    """Redirects pass; a status that has no page of its own gets that of its hundred."""
    if error.code is None or error.code < 400:
        return error.get_response()
    body, status, headers = _page(error.code, retry_after=seconds_left() if error.code == TOO_OFTEN else 0)
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    kept |= {"WWW-Authenticate": "Cookie"} if error.code == UNKNOWN else {}
    return body, status, headers | kept


def _page(status: int, reasons: Iterable[str] = (), retry_after: int = 0) -> tuple[str, int, dict[str, str]]:
    kind = KINDS.get(status, KINDS[400 if status < 500 else 500])()
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    unique = list(dict.fromkeys(reasons))
    if request.path.startswith(OF_PROGRAMS):
        return _problem(status, kind, unique), status, headers | {"Content-Type": "application/problem+json"}
    return render_template("errors/page.html", kind=kind, status=status, reasons=unique), status, headers


def _problem(status: int, kind: Kind, reasons: list[str]) -> str:
    """Problem details (RFC 9457), for who reads no page."""
    said = {"type": "about:blank", "title": kind.title, "status": status, "detail": " ".join(reasons) or kind.sentence}
    return json.dumps(said)


def _sentences(reasons: Iterable[Refusal]) -> list[str]:
    return [why_not(refusal) for refusal in reasons]


def _gone(error: NotFound) -> list[str]:
    """Why it is not there any more, of what goes by itself or by somebody else's hand."""
    return [_GONE[what]()] if (what := str(error)) in _GONE else []


_GONE: dict[str, Callable[[], str]] = {
    "change draft": lambda: gettext("This change is not kept any more: somebody left it, or a day has passed."),
}


def _old() -> Kind:
    sentence = gettext(
        "It lay open for too long, or you signed in anew since. Go back, load it again, and try once more."
    )
    return Kind(gettext("This page is old"), sentence, goes_back=True)


def _unknown() -> Kind:
    return Kind(gettext("Sign in first"), gettext("This is for people who are signed in."))


def _not_yours() -> Kind:
    return Kind(
        gettext("Not for your role"),
        gettext("Somebody with another role can do this: ask a coordinator or an admin of your program."),
        goes_back=True,
    )


def _nothing() -> Kind:
    return Kind(gettext("Nothing here"), gettext("There is nothing at this address, or it is not yours to see."))


def _not_now() -> Kind:
    sentence = gettext("Nothing was changed. Your other seats are as they were.")
    return Kind(gettext("That did not work"), sentence)


def _too_large() -> Kind:
    return Kind(gettext("That is too large"), gettext("A file may have at most 1 MB."), goes_back=True)


def _unclear() -> Kind:
    return Kind(gettext("Please look once more"), gettext("Something on the form will not do."), goes_back=True)


def _too_often() -> Kind:
    sentence = gettext("For safety we take a break after many tries. Wait a quarter of an hour, then try again.")
    return Kind(gettext("A short break"), sentence)


def _busy() -> Kind:
    sentence = gettext(
        "Somebody else is changing the same thing right now, or we lost touch with our records for a moment. "
        "Go back and see how things stand, then try again."
    )
    return Kind(gettext("Busy, try again"), sentence, goes_back=True)


def _broken() -> Kind:
    sentence = gettext("That was our fault, and we have a note of it. Look at your week before you try again.")
    return Kind(gettext("Something broke here"), sentence)


KINDS: dict[int, Callable[[], Kind]] = {
    400: _old,
    401: _unknown,
    403: _not_yours,
    404: _nothing,
    405: _nothing,
    409: _not_now,
    413: _too_large,
    422: _unclear,
    429: _too_often,
    500: _broken,
    503: _busy,
}
