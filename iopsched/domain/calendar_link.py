"""A link to somebody's calendar, as it is typed or pasted."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from iopsched.domain.errors import Invalid

LONGEST, PORT = 2_000, 443
NO_LINK = "That is not a link. Copy all of it, and nothing else."
SCHEMES = frozenset({"https", "webcal", "webcals"})
"""``webcal`` is what calendar apps call a calendar on the web; it is asked for over https."""


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """``address`` is a secret of whoever has it; ``host`` is all of it that is ever shown."""

    address: str = field(repr=False)
    host: str


def said(text: str) -> CalendarLink:
    """Raises Invalid where it is no link that may be read, without repeating it."""
    typed = text.strip()
    if not typed:
        raise Invalid(link="Paste the link of your calendar.")
    if len(typed) > LONGEST or not typed.isprintable() or any(sign.isspace() or sign == "\\" for sign in typed):
        raise Invalid(link=NO_LINK)
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port or PORT
    except ValueError as error:
        raise Invalid(link=NO_LINK) from error
    if parts.scheme not in SCHEMES or not host:
        raise Invalid(link="Only a link that begins with https:// or webcal:// can be read.")
    if "@" in parts.netloc:
        raise Invalid(link="There is a name or password in that link. Use one without.")
    if port != PORT:
        raise Invalid(link="There is a port number in that link. Use one without.")
    bracketed = f"[{host}]" if ":" in host else host
    return CalendarLink(urlunsplit(("https", bracketed, parts.path or "/", parts.query, "")), host)
