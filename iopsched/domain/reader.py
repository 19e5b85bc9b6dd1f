"""Which program reads a feed, as far as its user agent tells. The name is kept and nothing else of it."""

from __future__ import annotations

READERS = (
    ("google-calendar", "Google Calendar"),
    ("googlebot", "Google Calendar"),
    ("microsoft.exchange", "Outlook"),
    ("outlook", "Outlook"),
    ("microsoft office", "Outlook"),
    ("thunderbird", "Thunderbird"),
    ("icsx5", "ICSx5"),
    ("davx5", "DAVx5"),
    ("evolution", "GNOME Calendar"),
    ("gnome-calendar", "GNOME Calendar"),
    ("yahoo", "Yahoo Calendar"),
    ("fantastical", "Fantastical"),
    ("vdirsyncer", "vdirsyncer"),
    ("dataaccessd", "Apple Calendar"),
    ("calendaragent", "Apple Calendar"),
    ("calendarstore", "Apple Calendar"),
    ("remindd", "Apple Calendar"),
    ("mozilla/", "Browser"),
)


def reader_named(user_agent: str) -> str:
    """The program's own name, or nothing when it does not say one that is known."""
    said = user_agent.lower()
    return next((name for sign, name in READERS if sign in said), "")
