"""What a patient's pages say of channels, kinds of message, and how they want to be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.message import Kind
from iopsched.domain.telling import USUAL, Telling
from iopsched.web import wall
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
ICONS = {Channel.SMS: "text", Channel.PUSH: "bell", Channel.EMAIL: "mail"}
OF_PATIENTS = {
    Kind.REMINDER: lazy_gettext("Tomorrow’s times"),
    Kind.MOVED: lazy_gettext("A time of yours has moved or changed"),
    Kind.CANCELLED: lazy_gettext("A time of yours is off"),
    Kind.BOOKED: lazy_gettext("We booked a time for you"),
    Kind.OFFERED: lazy_gettext("A time that you waited for is free"),
    Kind.LET_GO: lazy_gettext("A time is no longer kept for you"),
    Kind.PLANNED: lazy_gettext("We planned a week for you"),
    Kind.USUAL: lazy_gettext("Your usual week is booked"),
    Kind.DIGEST: lazy_gettext("How your week stands"),
    Kind.SHORTFALL: lazy_gettext("Your week has hours still to go"),
    Kind.PLAN_ENDS: lazy_gettext("Your plan is coming to its end"),
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
    """'As usual', 'Off', 'E-mail first, until 4 pm'."""
    if telling == USUAL:
        return gettext("As usual")
    if telling.is_off:
        return gettext("Off")
    said = [str(FIRST[telling.first])] if telling.first else []
    said += [gettext("from %(time)s", time=wall.clock_short(telling.since))] if telling.since else []
    said += [gettext("until %(time)s", time=wall.clock_short(telling.until))] if telling.until else []
    said += [gettext("with detail")] if telling.is_detailed else []
    whole = ", ".join(said) or gettext("As usual")
    return whole[:1].upper() + whole[1:]


FILTERS: dict[str, Callable[..., Any]] = {
    "channel_said": lambda channel: str(CHANNELS[channel]),
    "channel_icon": lambda channel: ICONS[channel],
    "kind_told": kind_told,
    "telling_said": telling_said,
    "time_said": wall.clock_short,
    "source_told": lambda source: str(SOURCES[source]),
}
