"""Once a day: what providers list is compared with what we know, by whichever worker comes first.

States of which no receipt told us are learned. A text of ours that the provider does not know has not gone out, and
staff are to know; so are they of texts that went out in our name and are none of ours.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from iopsched.domain.channel import Channel
from iopsched.gateways.sender import Listed, Lister, Outcome, Receipt, Sender, Silence, listers
from iopsched.store import carriers, outbox
from iopsched.store.carriers import Listing
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import record_receipt

T = TypeVar("T")
log = logging.getLogger(__name__)
DAILY, LEASE = timedelta(days=1), timedelta(minutes=30)
OVERLAP, LONGEST = timedelta(hours=6), timedelta(days=7)
"""The next comparison begins a while before the last one ended, and goes back a week at most."""
SETTLED = timedelta(hours=1)
"""What went out less than that ago is left to its receipts."""
PAGE, MOST_LOOKS = 100, 200
UNLISTED = "unlisted"


def reconcile(sender: Sender, *, now: datetime, going_on: Callable[[], bool] = lambda: True) -> None:
    """Does nothing for a day after it was done, wherever that was; one that died is taken up half an hour later."""
    for channel, lister in listers(sender).items():
        with transaction():
            since = carriers.begin_listing(channel, before=now - DAILY, now=now, until=now + LEASE)
        if since is not None:
            _reconcile(channel, lister, max(since - OVERLAP, now - LONGEST), now, going_on)


def _reconcile(channel: Channel, lister: Lister, since: datetime, now: datetime, going_on: Callable[[], bool]) -> None:
    try:
        listed = list(_while(going_on, lister.listed(since)))
        pages = [listed[first : first + PAGE] for first in range(0, len(listed), PAGE)]
        strangers = sum(_learn(page, now) for page in _while(going_on, pages))
        unlisted = _miss(channel, lister, {each.provider_id for each in listed}, since, now, going_on)
    except Silence as silence:
        log.warning("%s: the provider's list was not to be had: %s", channel.value, silence)
        return
    if strangers or unlisted:
        log.error("%s: %d texts are none of ours, %d the provider does not know", channel.value, strangers, unlisted)
    with transaction():
        carriers.end_listing(channel, Listing(now, strangers, unlisted))


def _while(going_on: Callable[[], bool], things: Iterable[T]) -> Iterator[T]:
    """One after the other. Raises Silence once the worker is to stop: what is left is for another."""
    for thing in things:
        if not going_on():
            raise Silence("stopped")
        yield thing


def _learn(page: Iterable[Listed], now: datetime) -> int:
    """What became of those that are ours; how many are not, and did reach somebody."""
    listed = {each.provider_id: each.end for each in page}
    with reading():
        ours = outbox.open_among(listed)
    for provider_id, end in listed.items():
        if end and ours.get(provider_id):
            _follow(provider_id, end, now)
    return sum(end is None or end.outcome is Outcome.TAKEN for name, end in listed.items() if name not in ours)


def _miss(
    channel: Channel, lister: Lister, seen: set[str], since: datetime, now: datetime, going_on: Callable[[], bool]
) -> int:
    """How many of ours the provider does not know, each asked for by itself before it is called so."""
    with reading():
        ours = outbox.sent_by(channel, since + OVERLAP, now - SETTLED)
    unlisted = 0
    for provider_id in _while(going_on, sorted(ours - seen)[:MOST_LOOKS]):
        found = lister.look_up(provider_id)
        if found is None or found.end:
            unlisted += found is None
            _follow(provider_id, found.end if found and found.end else Receipt(Outcome.REFUSED, code=UNLISTED), now)
    return unlisted


def _follow(provider_id: str, end: Receipt, now: datetime) -> None:
    with transaction():
        if message := outbox.on_its_way(provider_id):
            record_receipt.follow(message, end.outcome, end.code, now=now)
