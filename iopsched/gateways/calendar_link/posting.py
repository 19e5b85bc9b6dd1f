"""Handing something to an address that somebody gave us: within the same bounds as reading a calendar behind one."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPException
from urllib.parse import quote, urlsplit

from urllib3.exceptions import HTTPError

from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import Trouble
from iopsched.gateways.calendar_link import AS_IS, Reach, checked, named
from iopsched.gateways.calendar_link.line import CONNECT_SECONDS, Clock, line

NO_LINE = (HTTPError, HTTPException, OSError)


def post(link: str, body: bytes, headers: dict[str, str], reach: Reach) -> int:
    """The status of the answer; redirects are not followed.

    Raises Unreadable, never naming the link: SLOW where it may have been taken all the same, else why it cannot be.
    """
    with Clock(reach.seconds) as clock:
        try:
            return _post(link, body, headers, reach, clock)
        except NO_LINE:
            raise Unreadable(Trouble.UNREACHABLE) from None


def origin(link: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}"


def _post(link: str, body: bytes, headers: dict[str, str], reach: Reach, clock: Clock) -> int:
    parts = urlsplit(link)
    host, port = checked(parts, reach)
    addresses = reach.resolve(host, CONNECT_SECONDS)
    if not addresses:
        raise Unreadable(Trouble.UNREACHABLE)
    if not all(map(reach.is_open, addresses)):
        raise Unreadable(Trouble.FORBIDDEN)
    trust = reach.trust() if parts.scheme == "https" else None
    with line(addresses, port, host, trust, clock) as connection:
        target = quote(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", safe=AS_IS)
        told = {"Host": named(host, port), "Content-Length": str(len(body))} | headers
        try:
            connection.request("POST", target, body=body, headers=told, preload_content=False)
            with closing(connection.getresponse()) as answer:
                return answer.status
        except NO_LINE:
            raise Unreadable(Trouble.SLOW) from None
