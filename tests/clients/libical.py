"""libical, the parser of GNOME's and KDE's calendars, asked directly: its zones come from the VTIMEZONE alone."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, ClassVar

from tests.clients.seen import CANCELLED, CONFIRMED, TENTATIVE, Seen, at_epoch

ANY_EVENT = 4
STATUSES = {10901: TENTATIVE, 10902: CONFIRMED, 10905: CANCELLED}
"""ICAL_VEVENT_COMPONENT and ICAL_STATUS_* of its icalenums.h and icalderivedproperty.h."""


class _Time(ctypes.Structure):
    """Its struct icaltimetype."""

    _fields_: ClassVar = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_dst")),
        ("zone", ctypes.c_void_p),
    ]


def parsed(body: bytes) -> set[Seen]:
    """Every event of a calendar."""
    library = _library()
    calendar = library.icalparser_parse_string(body)
    assert calendar, "libical reads nothing in it"
    assert not library.icalcomponent_count_errors(calendar)
    try:
        return {_seen(library, event) for event in _events(library, calendar)}
    finally:
        library.icalcomponent_free(calendar)


def _events(library: Any, calendar: int) -> list[int]:
    found = []
    event = library.icalcomponent_get_first_component(calendar, ANY_EVENT)
    while event:
        found.append(event)
        event = library.icalcomponent_get_next_component(calendar, ANY_EVENT)
    return found


def _seen(library: Any, event: int) -> Seen:
    starts, ends = library.icalcomponent_get_dtstart(event), library.icalcomponent_get_dtend(event)
    title = library.icalcomponent_get_summary(event).decode()
    status = STATUSES.get(library.icalcomponent_get_status(event), "")
    return Seen(_instant(library, starts), _instant(library, ends), title, status)


def _instant(library: Any, time: _Time) -> Any:
    assert time.zone, "a time without a zone"
    return at_epoch(library.icaltime_as_timet_with_zone(time, time.zone))


@cache
def _library() -> Any:
    library = ctypes.CDLL("libical.so.3")
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    signs: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "icalparser_parse_string": (pointer, (text,)),
        "icalcomponent_count_errors": (number, (pointer,)),
        "icalcomponent_free": (None, (pointer,)),
        "icalcomponent_get_first_component": (pointer, (pointer, number)),
        "icalcomponent_get_next_component": (pointer, (pointer, number)),
        "icalcomponent_get_dtstart": (_Time, (pointer,)),
        "icalcomponent_get_dtend": (_Time, (pointer,)),
        "icalcomponent_get_summary": (text, (pointer,)),
        "icalcomponent_get_status": (number, (pointer,)),
        "icaltime_as_timet_with_zone": (ctypes.c_int64, (_Time, pointer)),
    }
    for name, (gives, takes) in signs.items():
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
    return library
