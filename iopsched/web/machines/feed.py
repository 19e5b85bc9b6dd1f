"""The door for calendar apps: a link that nobody else has is the only key. No cookie, no name, no trace of a token."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import TooManyRequests

from iopsched.domain.errors import NotFound
from iopsched.domain.reader import reader_named
from iopsched.usecases.feeds import publish_feed
from iopsched.web import limits
from iopsched.web.clock import now
from iopsched.web.limits import limiter
from iopsched.web.machines import conditional, feed_gate
from iopsched.web.machines.conditional import DISCREET
from iopsched.web.machines.feed_gate import Gate

blueprint = Blueprint("feed", __name__)


def by_link() -> str:
    """The link that is asked for, as a hash: the counts of limits are no place for tokens."""
    return publish_feed.hash_of(str((request.view_args or {})["token"]))


def so_often() -> int:
    """This time, and those that the gate has answered since it was last counted."""
    return 1 + _gate().answered(by_link())


@blueprint.get("/calendar/<token>.ics")
def show(token: str) -> Response:
    asked = conditional.asked(request.environ)
    reader = reader_named(request.user_agent.string)
    try:
        answer = publish_feed.read(token, reader=reader, now=now(), held=asked.held)
    except NotFound:
        return _nothing()
    if answer.is_hasty or _gate().owes(by_link()):
        _count_link()
    if held := asked.known_tag(answer):
        return Response(status=304, headers=conditional.unchanged(answer, held))
    body, headers = conditional.whole(answer, asked)
    return Response(body, headers=headers)


@limiter.limit(limits.of_feed)
def _nothing() -> Response:
    """The same for a link that never was, was removed, renewed or has ended; guesses are counted by address."""
    return Response("There is no such calendar.\n", 404, DISCREET, mimetype="text/plain")


@limiter.limit(limits.of_feed, key_func=by_link, cost=so_often)
def _count_link() -> None:
    """Who polls every few minutes is counted; the hourly reads of thousands of apps cost no write."""


@blueprint.errorhandler(TooManyRequests)
def too_often(error: TooManyRequests) -> Response:
    _gate().refuse(by_link())
    return Response("Please read this less often.\n", 429, DISCREET | {"Retry-After": "3600"}, mimetype="text/plain")


def _gate() -> Gate:
    return cast("Gate", current_app.extensions[feed_gate.NAME])
