"""Whose calendar it is, as far as it tells: so that what they declined is not held against them. Kept nowhere."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar, Component

MAILTO = "mailto:"


def owner_of(calendar: Calendar) -> str:
    """An e-mail address in lower case, empty where it cannot be told.

    Google names a calendar after its owner, Outlook says X-OWNER. Else it is who takes part in every event that
    anybody takes part in: one's own calendar holds no event without oneself. Of two it is who invites to none of them.
    """
    for name in ("X-OWNER", "X-WR-CALNAME"):
        if "@" in (said := _address(calendar.get(name, ""))):
            return said
    shared = [event for event in calendar.walk("VEVENT") if _guests(event)]
    always = set.intersection(*({*_guests(event), _host(event)} for event in shared)) if shared else set()
    always -= {""}
    if len(always) > 1:
        always -= {_host(event) for event in shared}
    return always.pop() if len(always) == 1 else ""


def has_declined(owner: str, event: Component) -> bool:
    """Whether the owner said no to it; where it cannot be told who that is, whether every guest did."""
    guests = _guests(event)
    if owner:
        return guests.get(owner) == "DECLINED"
    invited = [answer for address, answer in guests.items() if address != _host(event)]
    return bool(invited) and all(answer == "DECLINED" for answer in invited)


def _guests(event: Component) -> dict[str, str]:
    """Address to answer."""
    said: Any = event.get("ATTENDEE", [])
    guests = said if isinstance(said, list) else [said]
    return {_address(guest): str(guest.params.get("PARTSTAT", "")).upper() for guest in guests}


def _host(event: Component) -> str:
    return _address(event.get("ORGANIZER", ""))


def _address(said: Any) -> str:
    return str(said).strip().lower().removeprefix(MAILTO)
