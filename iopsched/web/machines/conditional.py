"""What a calendar app says that it holds, and whether that is what there is (RFC 9110 13).

A body after gzip is another representation and has a tag of its own. A reader is told that nothing changed under the
very tag that it named, or, where it named only a time, under the one that it would have been given.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from werkzeug.http import http_date, parse_accept_header, parse_date, parse_etags, quote_etag

from iopsched.usecases.feeds.publish_feed import Answer

GZIP = "-gzip"
OF_A_BODY = {"Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": "inline; filename=week.ics"}
"""The name is what a browser saves it as; it would take the token otherwise."""
VARY = "Accept-Encoding, Cookie"
"""The second is what Flask says of every answer of a service with sign-ins; both ways to an answer say the same."""
DISCREET = {"Cache-Control": "private", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions of a request. ``tags`` are as they were given, without quotes."""

    takes_gzip: bool
    tags: frozenset[str] = frozenset()
    any_tag: bool = False
    names_tags: bool = False
    since: datetime | None = None

    @property
    def held(self) -> frozenset[str]:
        """ETags of bodies that the reader says it holds, in whatever form."""
        return frozenset(tag.removesuffix(GZIP) for tag in self.tags)

    def known_tag(self, answer: Answer) -> str:
        """The tag under which the reader has this already, or nothing. A tag beats a time (RFC 9110 13.1.3)."""
        own = self.tag_of(answer)
        if self.names_tags:
            fitting = {tag for tag in self.tags if tag.removesuffix(GZIP) == answer.etag}
            return own if self.any_tag or own in fitting else next(iter(sorted(fitting)), "")
        is_held = self.since is not None and answer.last_modified.replace(microsecond=0) <= self.since
        return own if is_held else ""

    def tag_of(self, answer: Answer) -> str:
        """The tag of what this reader is sent."""
        return answer.etag + GZIP if self.takes_gzip else answer.etag


def asked(environ: Mapping[str, Any]) -> Asked:
    """As a WSGI environment has it."""
    takes_gzip, given = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")), environ.get("HTTP_IF_NONE_MATCH")
    if given is None:
        return Asked(takes_gzip, since=parse_date(environ.get("HTTP_IF_MODIFIED_SINCE")))
    tags = parse_etags(given)
    return Asked(takes_gzip, frozenset(tags.as_set(include_weak=True)), tags.star_tag, names_tags=True)


def unchanged(answer: Answer, tag: str) -> dict[str, str]:
    """The headers of 304; 200 says them as well."""
    return DISCREET | {"ETag": quote_etag(tag), "Last-Modified": http_date(answer.last_modified), "Vary": VARY}


def whole(answer: Answer, asked: Asked) -> tuple[bytes, dict[str, str]]:
    """Body and headers of 200, in the form that this reader takes."""
    body = answer.packed if asked.takes_gzip else gzip.decompress(answer.packed)
    told = unchanged(answer, asked.tag_of(answer)) | OF_A_BODY | {"Content-Length": str(len(body))}
    return body, told | ({"Content-Encoding": "gzip"} if asked.takes_gzip else {})


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    return bool(accepted) and parse_accept_header(accepted).quality("gzip") > 0
