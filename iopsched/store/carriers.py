"""How those who carry messages are: one row for each channel, shared by all who send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.domain.channel import Channel
from iopsched.domain.gate import Gate, Trouble
from iopsched.store.db import db, dialect, run
from iopsched.store.tables import CarrierRow

COLUMNS = (
    CarrierRow.channel,
    CarrierRow.trouble,
    CarrierRow.failure,
    CarrierRow.tries,
    CarrierRow.since,
    CarrierRow.told_at,
    CarrierRow.until,
)
_GATES = select(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the last comparison with the carrier's list found, and up to when it went."""

    until: datetime
    strangers: int
    unlisted: int


def gates() -> Mapping[Channel, Gate]:
    """Of every channel, as they are now."""
    known = {Channel(row.channel): _gate(row) for row in run(_GATES)}
    return {channel: known.get(channel, Gate(channel.value)) for channel in Channel}


def hold(channel: Channel) -> Gate:
    """That of one channel, locked until the transaction ends."""
    _be(channel)
    row = db.session.execute(_GATES.where(CarrierRow.channel == channel.value).with_for_update()).one()
    return _gate(row)


def keep(gate: Gate) -> None:
    """Called by whoever holds it."""
    facts = asdict(gate) | {"trouble": gate.trouble.value}
    db.session.execute(update(CarrierRow).where(CarrierRow.channel == gate.channel).values(**facts))


def begin_listing(channel: Channel, *, before: datetime, now: datetime, until: datetime) -> datetime | None:
    """Take on the comparison that is due, if its last one ended before that, and nobody is at it.

    Up to when it was made the last time; ``before`` where it never was. None where it is not due.
    """
    _be(channel)
    was = select(CarrierRow.listed_until).where(CarrierRow.channel == channel.value).with_for_update()
    listed_until = db.session.execute(was).scalar_one()
    free = or_(CarrierRow.listing_until.is_(None), CarrierRow.listing_until <= now)
    due = or_(CarrierRow.listed_until.is_(None), CarrierRow.listed_until <= before)
    mine = update(CarrierRow).where(CarrierRow.channel == channel.value, free, due).values(listing_until=until)
    taken = db.session.execute(mine.returning(CarrierRow.channel)).first()
    return (listed_until or before) if taken else None


def end_listing(channel: Channel, listing: Listing) -> None:
    facts = {"listed_until": listing.until, "strangers": listing.strangers, "unlisted": listing.unlisted}
    ended = update(CarrierRow).where(CarrierRow.channel == channel.value)
    db.session.execute(ended.values(listing_until=None, **facts))


def listings() -> Mapping[Channel, Listing]:
    """The last comparison of each channel that had one."""
    query = select(CarrierRow.channel, CarrierRow.listed_until, CarrierRow.strangers, CarrierRow.unlisted)
    rows = db.session.execute(query.where(CarrierRow.listed_until.is_not(None)))
    return {Channel(row.channel): Listing(row.listed_until, row.strangers, row.unlisted) for row in rows}


def _be(channel: Channel) -> None:
    facts = {"trouble": "", "failure": "", "tries": 0, "strangers": 0, "unlisted": 0}
    insert = (postgresql.insert if dialect() == "postgresql" else sqlite.insert)(CarrierRow)
    db.session.execute(insert.values(channel=channel.value, **facts).on_conflict_do_nothing())


def _gate(row: Any) -> Gate:
    return Gate(**row._asdict() | {"trouble": Trouble(row.trouble)})
