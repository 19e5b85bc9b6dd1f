"""Reading a calendar behind a link that a patient gave us: over https, from the open internet, within bounds.

What is sent tells nobody who asks: no cookie, no referrer, and a name that is not ours. The proxy of the environment is
not asked, as it would look the name up once more. The link is a secret: no error and no log line repeats it.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_match_hostname import CertificateError

from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import LARGEST_LINKED, Answer, Trouble, Validators
from iopsched.gateways.calendar_link.address import Address, is_public, resolved
from iopsched.gateways.calendar_link.line import CONNECT_SECONDS, Clock, line

PORT, MOST_REDIRECTS, PIECE = 443, 3, 1 << 16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AS_IS = "!#$%&'()*+,/:;=?@[]~"
LONGEST_VALIDATOR = 300
HEADERS = {"User-Agent": "Week/1.0", "Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "gzip"}
TROUBLES = {401: Trouble.LOCKED, 403: Trouble.LOCKED, 404: Trouble.MISSING, 410: Trouble.GONE, 429: Trouble.OVERLOADED}
HTML = ("text/html", "application/xhtml")
PACKED = frozenset({"", "identity", "gzip", "x-gzip"})
CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a link may lead. A test gives one that reaches its own stand-in; nothing else changes it.

    ``schemes`` holds each with its only ports (empty: any); ``seconds`` are for all of it, redirects and name included.
    """

    schemes: dict[str, frozenset[int]] = field(default_factory=lambda: {"https": frozenset({PORT})})
    is_open: Callable[[Address], bool] = is_public
    resolve: Callable[[str, float], tuple[Address, ...]] = resolved
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = 12
    largest: int = LARGEST_LINKED


INTERNET, NONE = Reach(), Validators()


def read(link: str, validators: Validators = NONE, *, reach: Reach = INTERNET) -> Answer:
    """Raises Unreadable with the trouble; never anything that names the link."""
    asked = HEADERS | _conditions(validators)
    with Clock(reach.seconds) as clock:
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = _ask(link, asked, reach, clock)
                if isinstance(answer, Answer):
                    return answer
                link = answer
        except Unreadable:
            raise
        except (ssl.SSLCertVerificationError, CertificateError):
            raise Unreadable(Trouble.UNTRUSTED) from None
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            is_slow = clock.is_over or isinstance(error, TimeoutError)
            raise Unreadable(Trouble.SLOW if is_slow else Trouble.UNREACHABLE) from None
    raise Unreadable(Trouble.ELSEWHERE)


def _ask(link: str, asked: dict[str, str], reach: Reach, clock: Clock) -> Answer | str:
    """What the link answers, or where else to ask."""
    parts = urlsplit(link)
    host, port = checked(parts, reach)
    addresses = reach.resolve(host, CONNECT_SECONDS)
    if clock.is_over or not addresses:
        raise Unreadable(Trouble.SLOW if clock.is_over else Trouble.UNREACHABLE)
    if not all(map(reach.is_open, addresses)):
        raise Unreadable(Trouble.FORBIDDEN)
    trust = reach.trust() if parts.scheme == "https" else None
    with line(addresses, port, host, trust, clock) as connection:
        target = quote(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", safe=AS_IS)
        connection.request("GET", target, headers={"Host": named(host, port)} | asked, preload_content=False)
        with closing(connection.getresponse()) as answer:
            if answer.status in REDIRECTS:
                return urljoin(link, answer.headers.get("Location", ""))
            if answer.status == 304 and CONDITIONS & asked.keys():
                return Answer(None)
            return _taken(answer, reach.largest, clock)


def checked(parts: SplitResult, reach: Reach) -> tuple[str, int]:
    """Host and port. Raises Unreadable for what may not be asked at all, ValueError for what is no address."""
    ports = reach.schemes.get(parts.scheme)
    if ports is None or not parts.hostname or "@" in parts.netloc:
        raise Unreadable(Trouble.FORBIDDEN)
    port = parts.port or PORT
    if ports and port not in ports:
        raise Unreadable(Trouble.FORBIDDEN)
    return parts.hostname.encode("idna").decode(), port


def named(host: str, port: int) -> str:
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if port == PORT else f"{bracketed}:{port}"


def _taken(answer: HTTPResponse, largest: int, clock: Clock) -> Answer:
    if answer.status != 200:
        otherwise = Trouble.OVERLOADED if answer.status >= 500 else Trouble.NO_CALENDAR
        raise Unreadable(TROUBLES.get(answer.status, otherwise))
    kind, packed = (answer.headers.get(name, "").strip().lower() for name in ("Content-Type", "Content-Encoding"))
    if kind.startswith(HTML) or packed not in PACKED:
        raise Unreadable(Trouble.NO_CALENDAR)
    return Answer(_body(answer, largest, clock), _validators(answer))


def _body(answer: HTTPResponse, largest: int, clock: Clock) -> bytes:
    """All of it, unpacked bit by bit. Raises Unreadable when it becomes too much, or the time is over."""
    body = bytearray()
    while not clock.is_over and (piece := answer.read1(PIECE, decode_content=True)):
        body += piece
        if len(body) > largest:
            raise Unreadable(Trouble.LARGE)
    if clock.is_over:
        raise Unreadable(Trouble.SLOW)
    return bytes(body)


def _conditions(validators: Validators) -> dict[str, str]:
    said = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
    return {name: value for name, value in said.items() if value}


def _validators(answer: HTTPResponse) -> Validators:
    """As the server said them, unless they are no such thing."""
    etag, modified = (_plain(answer.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    return Validators(etag, modified)


def _plain(said: str) -> str:
    return said if said.isascii() and said.isprintable() and len(said) <= LONGEST_VALIDATOR else ""
