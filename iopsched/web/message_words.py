"""What a patient's pages say of channels, kinds of message, and how they want to be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from babel.dates import format_time
from flask_babel import get_locale, gettext, lazy_gettext

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.message import Kind
from iopsched.domain.telling import USUAL, Telling
from iopsched.web.staff_words import KINDS

CHANNELS = {
    Channel.SMS: lazy_gettext("Texts"),
    Channel.PUSH: lazy_gettext("Notifications"),
    Channel.EMAIL: lazy_gettext("E-mail"),
}
FIRST = {
    Channel.SMS: lazy_gettext("Text first"),
    Channel.PUSH: lazy_gettext("Notification first"),
    Channel.EMAIL: lazy_gettext("E-mail first"),
}
ICONS = {Channel.SMS: "text", Channel.PUSH: "bell", Channel.EMAIL: "copy"}
OF_PATIENTS = {
    Kind.REMINDER: lazy_gettext("Tomorrow’s times"),
    Kind.MOVED: lazy_gettext("A time of yours has moved"),
    Kind.CANCELLED: lazy_gettext("A time of yours is off"),
    Kind.BOOKED: lazy_gettext("We booked a time for you"),
    Kind.OFFERED: lazy_gettext("A time that you waited for is free"),
    Kind.PLANNED: lazy_gettext("We planned a week for you"),
    Kind.USUAL: lazy_gettext("Your usual week is booked"),
}
SOURCES = {
    Source.APP: lazy_gettext("here"),
    Source.STAFF: lazy_gettext("told to your team"),
    Source.REPLY: lazy_gettext("by text"),
    Source.CARRIER: lazy_gettext("by text"),
    Source.LINK: lazy_gettext("by a link in an e-mail"),
}


def kind_told(kind: Kind) -> str:
    """What a kind of message tells, as its patient would say."""
    return str(OF_PATIENTS.get(kind, KINDS[kind]))


def telling_said(telling: Telling) -> str:
    """'As usual', 'Off', 'E-mail first, from 9:00 AM until 4:00 PM'."""
    if telling == USUAL:
        return gettext("As usual")
    if telling.is_off:
        return gettext("Off")
    said = [str(FIRST[telling.first])] if telling.first else []
    said += [gettext("from %(time)s", time=clock(telling.since))] if telling.since else []
    said += [gettext("until %(time)s", time=clock(telling.until))] if telling.until else []
    whole = ", ".join(said) or gettext("As usual")
    return whole[:1].upper() + whole[1:]


def clock(moment: time) -> str:
    """A wall time: '9:00 AM'."""
    on_a_day = datetime.combine(date(2026, 11, 30), moment)
    return str(format_time(on_a_day, "short", locale=get_locale())).replace("\u202f", " ")


FILTERS: dict[str, Callable[..., Any]] = {
    "channel_said": lambda channel: str(CHANNELS[channel]),
    "channel_icon": lambda channel: ICONS[channel],
    "kind_told": kind_told,
    "telling_said": telling_said,
    "time_said": clock,
    "source_told": lambda source: str(SOURCES[source]),
}
