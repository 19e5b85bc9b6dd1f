"""Other people's calendars (RFC 5545): when they are busy, and nothing else of what they hold.

Whoever publishes a calendar decides what is in it, so it is worked out by a process of its own, which has a few
seconds, half a gigabyte, and neither our settings nor our database.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Busy, Unreadable
from iopsched.domain.own_calendar import UNHURRIED, Patience, Trouble

CPU_SECONDS, MEMORY_BYTES = 6, 512 * 1024 * 1024
AT_ONCE = 2
"""So many are worked out at a time by one of our processes."""
OURS = Path(__file__).parents[3]
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a calendar: the half-open UTC span, the zone of times that name none, and our own UIDs."""

    first: datetime
    last: datetime
    zone: str
    our_uids: frozenset[str] = frozenset()

    def as_json(self) -> str:
        """One line."""
        span = [self.first.timestamp(), self.last.timestamp()]
        return json.dumps({"span": span, "zone": self.zone, "our_uids": sorted(self.our_uids)})

    @classmethod
    def from_json(cls, said: str | bytes) -> Asked:
        read = json.loads(said)
        first, last = (datetime.fromtimestamp(each, UTC) for each in read["span"])
        return cls(first, last, read["zone"], frozenset(read["our_uids"]))


def busy_times(content: bytes, asked: Asked, patience: Patience = UNHURRIED) -> BusyTimes:
    """Raises Unreadable for what is no calendar, has too much in it or takes too long; Busy when none has a turn."""
    if not _turns.acquire(timeout=patience.turn):
        raise Busy("other calendars are being read")
    try:
        return _answer(_told(asked.as_json().encode() + b"\n" + content, patience.working))
    finally:
        _turns.release()


def _told(question: bytes, seconds: float) -> bytes:
    """What the other process said; it knows the way to this code and nothing else of our environment."""
    command = [sys.executable, "-P", "-m", __name__]
    environment = {"PYTHONPATH": str(OURS), "PATH": os.defpath}
    try:
        ran = subprocess.run(  # noqa: S603 # our own words, no shell
            command, input=question, env=environment, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise Unreadable(Trouble.TANGLED) from late
    if ran.returncode:
        raise Unreadable(Trouble.TANGLED)
    return ran.stdout


def _answer(told: bytes) -> BusyTimes:
    said = json.loads(told)
    if said["trouble"]:
        raise Unreadable(Trouble(said["trouble"]))
    timed, all_day = (
        tuple((datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC)) for starts, ends in said[kind])
        for kind in ("timed", "all_day")
    )
    return BusyTimes(timed, all_day)
