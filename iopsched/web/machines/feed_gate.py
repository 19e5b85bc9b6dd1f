"""The gate before the service for calendar apps whose calendar is still as it was made: answered in one query.

It decides nothing: whatever is not plainly so goes on to the door of feeds, which knows all of it. It counts whom it
answered, so that limits hold, and hands a link that is read often to the door for that. Who holds what there is can be
told so from memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Flask
from limits import parse

from iopsched.domain.errors import Busy
from iopsched.domain.reader import reader_named
from iopsched.usecases.feeds import publish_feed
from iopsched.usecases.feeds.publish_feed import Answer
from iopsched.web import security
from iopsched.web.machines import conditional
from iopsched.web.machines.conditional import Asked

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = re.compile(r"/calendar/([^/]+)\.ics")
COUNTED_AFTER = timedelta(minutes=1)
"""What was answered is counted when a link is read after that time, at the latest."""
MOST = 20_000
"""Links that one process remembers something of."""
NAME = "feed_gate"


@dataclass(slots=True)
class Tally:
    """How often a link was answered here since it was last counted; what it was told, and when.

    ``is_refused``: it was read too often, so that the door is to say whether it may be read again.
    """

    since: datetime
    times: int = 0
    is_refused: bool = False
    answer: Answer | None = None
    told_at: datetime | None = None


class Gate:
    """One for each process. ``memory`` is for how long an answer is given again without asking; 0 always asks."""

    def __init__(self, app: Flask, inner: WSGIApplication, clock: Callable[[], datetime]) -> None:
        settings = app.extensions["settings"]
        self.app, self.inner, self.clock = app, inner, clock
        self.memory = timedelta(seconds=settings.feed_memory_seconds)
        self.most = parse(settings.rate_limit_feed).amount
        self.more = dict(security.headers(is_https=settings.is_https))
        self.tallies: dict[str, Tally] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = PATH.fullmatch(environ.get("PATH_INFO", ""))
        if found and environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            asked = conditional.asked(environ)
            if answer := self._known(found[1], asked, environ.get("HTTP_USER_AGENT", "")):
                status, body, told = _answer(answer, asked)
                start_response(status, [*(self.more | told).items()])
                return [body] if environ["REQUEST_METHOD"] == "GET" else []
        return self.inner(environ, start_response)

    def owes(self, link: str) -> bool:
        """Whether the link was answered here since it was last counted."""
        return link in self.tallies and self.tallies[link].times > 0

    def answered(self, link: str) -> int:
        """How often the link was answered here; it is counted now, and begins anew."""
        tally = self.tallies.pop(link, None)
        return tally.times if tally else 0

    def refuse(self, link: str) -> None:
        """Nothing is answered here until the door has let the link pass."""
        self._tally(link, self.clock()).is_refused = True

    def _known(self, token: str, asked: Asked, user_agent: str) -> Answer | None:
        """None where the door is to see to it."""
        moment = self.clock()
        tally = self._tally(publish_feed.hash_of(token), moment)
        if tally.is_refused or tally.times >= self.most or (tally.times and moment - tally.since > COUNTED_AFTER):
            return None
        answer = self._remembered(tally, asked, moment)
        if answer is None:
            answer = self._look(token, asked, reader_named(user_agent), moment)
            tally.answer, tally.told_at = answer and replace(answer, packed=b"", is_hasty=True), moment
        tally.times += bool(answer and answer.is_hasty)
        return answer

    def _remembered(self, tally: Tally, asked: Asked, now: datetime) -> Answer | None:
        """What was told a moment ago, where it answers this as well: who has it needs no calendar."""
        is_recent = tally.told_at is not None and now - tally.told_at < self.memory
        return tally.answer if is_recent and tally.answer and tally.answer.etag in asked.held else None

    def _tally(self, link: str, now: datetime) -> Tally:
        if len(self.tallies) > MOST:
            self.tallies.clear()
        return self.tallies.setdefault(link, Tally(now))

    def _look(self, token: str, asked: Asked, reader: str, now: datetime) -> Answer | None:
        if asked.names_tags and len(asked.held) != 1:
            return None
        try:
            with self.app.app_context():
                return publish_feed.stored(token, reader=reader, now=now, held="".join(asked.held))
        except Busy:
            return None


def _answer(answer: Answer, asked: Asked) -> tuple[str, bytes, dict[str, str]]:
    if tag := asked.known_tag(answer):
        return "304 NOT MODIFIED", b"", conditional.unchanged(answer, tag)
    return "200 OK", *conditional.whole(answer, asked)


def init_app(app: Flask, clock: Callable[[], datetime]) -> None:
    """Stand before everything else that answers for the app."""
    gate = Gate(app, app.wsgi_app, clock)
    app.extensions[NAME] = gate
    app.wsgi_app = gate  # type: ignore[method-assign]
