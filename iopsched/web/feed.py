"""The door for calendar apps: a link that nobody else has is the only key. No cookie, no name, no trace of a token."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request
from werkzeug.exceptions import TooManyRequests

from iopsched.domain.errors import NotFound
from iopsched.domain.reader import reader_named
from iopsched.usecases import publish_feed
from iopsched.usecases.publish_feed import Answer
from iopsched.web import limits
from iopsched.web.clock import now
from iopsched.web.limits import limiter

blueprint = Blueprint("feed", __name__)
FILE_NAME = "week.ics"
"""What a browser saves it as; it would take the token otherwise."""


def by_link() -> str:
    """The link that is asked for, as a hash: the counts of limits are no place for tokens."""
    return hashlib.sha256(str((request.view_args or {})["token"]).encode()).hexdigest()


@blueprint.get("/calendar/<token>.ics")
def show(token: str) -> Response:
    try:
        answer = publish_feed.read(token, reader=reader_named(request.user_agent.string), now=now())
    except NotFound:
        return _nothing()
    if answer.is_hasty:
        _count_link()
    held = _held(answer)
    response = Response(status=304) if held else Response(answer.body, mimetype="text/calendar")
    response.set_etag(held or answer.etag)
    response.last_modified = answer.last_modified
    response.headers["Content-Disposition"] = f"inline; filename={FILE_NAME}"
    return _discreet(response)


@limiter.limit(limits.of_feed)
def _nothing() -> Response:
    """The same for a link that never was, is no more, or was renewed; guesses are counted by address."""
    return _discreet(Response("There is no such calendar.\n", 404, mimetype="text/plain"))


@limiter.limit(limits.of_feed, key_func=by_link)
def _count_link() -> None:
    """Who polls every few minutes is counted; the hourly reads of thousands of apps cost no write."""


@blueprint.errorhandler(TooManyRequests)
def too_often(error: TooManyRequests) -> Response:
    return _discreet(Response("Please read this less often.\n", 429, {"Retry-After": "3600"}, mimetype="text/plain"))


def _held(answer: Answer) -> str:
    """The tag under which the reader already has this, or nothing. A tag given beats a time given (RFC 9110 13.1.3).

    Compression adds ':gzip' to a tag; 304 says the tag that 200 said.
    """
    if "If-None-Match" in request.headers:
        if request.if_none_match.star_tag:
            return answer.etag
        tags = request.if_none_match.as_set(include_weak=True)
        return next((tag for tag in sorted(tags) if tag.partition(":")[0] == answer.etag), "")
    since = request.if_modified_since
    return answer.etag if since and answer.last_modified.replace(microsecond=0) <= since else ""


def _discreet(response: Response) -> Response:
    response.headers["Cache-Control"] = "private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
