"""Consent to be written to, per channel, with its history: who, when, in which wording, by what way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from iopsched.domain.channel import Channel

WORDING = "2026-11"
"""Version of the sentences beside the answers, of all channels; kept with each, raised whenever one changes."""


class Source(StrEnum):
    """How an answer reached us; the link is the one in every e-mail."""

    APP = "app"
    STAFF = "staff"
    REPLY = "reply"
    CARRIER = "carrier"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer; the latest is in force."""

    patient_id: int
    is_given: bool
    at: datetime
    source: Source
    wording: str = WORDING
    channel: Channel = Channel.SMS
