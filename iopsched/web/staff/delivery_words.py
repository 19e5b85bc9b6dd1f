"""Why a message has not arrived, in plain words; and what is to be done where none does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from iopsched.domain.channel import Channel
from iopsched.domain.delivery import HOUR, Tally
from iopsched.domain.gate import Gate
from iopsched.domain.message import Message

ACCOUNT = lazy_gettext("The provider refuses our account or number.")
BAD = lazy_gettext("No text reaches that number.")
OFF = lazy_gettext("The phone was not to be reached.")
BUSY = lazy_gettext("The provider has too much to do.")
WHY = {
    "too late": lazy_gettext("It would have come too late."),
    "no decent hour left": lazy_gettext("No decent hour was left."),
    "no consent": lazy_gettext("They do not want texts."),
    "no number": lazy_gettext("There is no number."),
    "bad number": BAD,
    "no longer so": lazy_gettext("It was no longer so."),
    "enough for today": lazy_gettext("Enough for today."),
    "enough for this week": lazy_gettext("Enough for this week."),
    "switched off": lazy_gettext("The program does not tell of that."),
    "not wanted": lazy_gettext("They do not want to hear of that."),
    "unlisted": lazy_gettext("The provider does not know of it."),
    "unclear": lazy_gettext("Nobody knows whether it arrived."),
    "unreachable": lazy_gettext("The provider was not to be reached."),
    **dict.fromkeys(("20003", "20005", "30002", "30034", "21606", "63038", "401"), ACCOUNT),
    **dict.fromkeys(("21211", "21614", "30005", "30006"), BAD),
    **dict.fromkeys(("30001", "30003", "30008"), OFF),
    **dict.fromkeys(("20429", "429", "14107"), BUSY),
    "21610": lazy_gettext("They told the carrier to stop."),
    "21408": lazy_gettext("Our account may not send to that country."),
    **dict.fromkeys(("30004", "30007"), lazy_gettext("The carrier blocked it.")),
}
MENDING = {
    "30034": lazy_gettext("Register the number with the carriers (A2P 10DLC) in the provider’s console."),
    "21606": lazy_gettext("Check TWILIO_FROM or the messaging service: it must be a number that can send texts."),
    "30002": lazy_gettext("The account is suspended: look into the provider’s console."),
    "20005": lazy_gettext("The account is not active: look into the provider’s console."),
    "63038": lazy_gettext("The account has sent all it may today: raise its limit, or wait until tomorrow."),
}
CHANNELS = {
    Channel.SMS: lazy_gettext("text"),
    Channel.EMAIL: lazy_gettext("e-mail"),
    Channel.PUSH: lazy_gettext("notification"),
}
CREDENTIALS = lazy_gettext("Check the account, its token or key, and whether the account is open.")


def why_said(message: Message) -> str:
    """'No text reaches that number.'; the provider's own code where we have no words; empty where all is well."""
    known = WHY.get(message.failure)
    if known or not message.failure:
        return str(known or "")
    return gettext("The provider says %(code)s.", code=message.failure)


def cure_said(gate: Gate) -> str:
    """What to do about a carrier that refuses everything."""
    return str(MENDING.get(gate.failure, CREDENTIALS))


def falling_said(tally: Tally) -> str:
    """'5 of 20 messages of the last hour did not arrive.'"""
    how = {"failed": tally.failed, "tried": tally.tried}
    if tally.span <= HOUR:
        return gettext("%(failed)s of %(tried)s messages of the last hour did not arrive.", **how)
    return gettext("%(failed)s of %(tried)s messages of the last day did not arrive.", **how)


def strangers_said(number: int) -> str:
    return ngettext(
        "The provider sent one text in our name that we know nothing of.",
        "The provider sent %(num)s texts in our name that we know nothing of.",
        number,
    )


def unlisted_said(number: int) -> str:
    return ngettext(
        "The provider does not know of one text that we took for sent.",
        "The provider does not know of %(num)s texts that we took for sent.",
        number,
    )


def carried_said(channel: str) -> str:
    """'text', 'e-mail', within a sentence."""
    return str(CHANNELS[Channel(channel)])


FILTERS: dict[str, Callable[..., Any]] = {
    "carried_said": carried_said,
    "why_said": why_said,
    "cure_said": cure_said,
    "falling_said": falling_said,
    "strangers_said": strangers_said,
    "unlisted_said": unlisted_said,
}
