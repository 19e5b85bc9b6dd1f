"""An entry of the log: who did what to whom, when, and from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from types import MappingProxyType
from typing import Any

from iopsched.domain import zone
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program

WEB, WORKER, COMMAND = "web", "worker", "command"
"""Where an entry comes from; the first with the address of whoever asked, where it is known."""
PATIENT, STAFF, KIOSK, SYSTEM = "patient", "staff", "kiosk", "system"


class Topic(StrEnum):
    """What entries are about, to look for."""

    SEATS = "seats"
    WAITING = "waiting"
    ATTENDANCE = "attendance"
    TIMETABLE = "timetable"
    PEOPLE = "people"
    CALENDARS = "calendars"
    SIGN_INS = "sign_ins"
    ACCOUNTS = "accounts"
    LOOKS = "looks"


TOPICS: Mapping[Topic, frozenset[str]] = MappingProxyType(
    {
        Topic.SEATS: frozenset(
            {
                *("booked", "gave up", "swapped", "held", "released", "booking moved", "booking ended"),
                *("booked for", "moved for", "cancelled for", "overbooked", "confirmed"),
                *("program planned", "program plan accepted", "planned"),
                *("usual week made", "usual week stopped", "usual week booked"),
            }
        ),
        Topic.WAITING: frozenset({"waits", "stopped waiting", "offered", "declined", "lapsed", "withdrawn", "placed"}),
        Topic.ATTENDANCE: frozenset({"marked", "arrived"}),
        Topic.TIMETABLE: frozenset(
            {
                *("offering changed from a day on", "absence added", "absence changed", "absence ended"),
                *("holidays chosen", "holiday kept open", "rooms changed", "seasons changed", "link changed"),
                *("offering added", "offering changed", "day closed", "day reopened", "timetable imported"),
                *("session moved", "seats changed", "session cancelled", "session reopened", "sessions opened"),
                *("offering ended", "session put back", "series put back", "stand-in named"),
                *("session altered", "several changes"),
                *("clinician renamed", "clinician retired", "clinician back", "clinicians merged"),
            }
        ),
        Topic.PEOPLE: frozenset(
            {
                *("admitted", "plan", "plan changed", "plan removed", "certified", "contact changed"),
                *("texts on", "texts off", "bad number", "number trusted", "message resent", "called"),
                *("time zone", "travel time", "text read", "language", "telling chosen"),
                *("e-mail on", "e-mail off", "notifications on", "notifications off"),
                *("address given", "address confirmed", "address removed", "bad address"),
                *("device added", "device removed", "letter written"),
                *("archived", "reopened", "merged", "told apart", "patients imported"),
                *("authorisation added", "authorisation changed", "authorisation removed"),
            }
        ),
        Topic.CALENDARS: frozenset(
            {
                *("feed made", "feed renewed", "feed renamed", "feed removed"),
                *("own calendar added", "own calendar removed"),
            }
        ),
        Topic.SIGN_INS: frozenset({"signed_in", "signed_out", "sign_in_failed"}),
        Topic.ACCOUNTS: frozenset(
            {
                *("account added", "account changed", "account closed", "account opened", "password reset"),
                *("program changed", "messages chosen"),
                *("kiosk made", "kiosk closed"),
            }
        ),
        Topic.LOOKS: frozenset(
            {
                "looked",
                "log exported",
                *("hours looked at", "hours exported"),
                "doubles looked at",
                "dues looked at",
                "report looked at",
                "report exported",
                "preview looked at",
            }
        ),
    }
)
"""Every action that is ever noted, under the one topic that it belongs to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``actor`` is 'patient:7', 'staff:2', 'kiosk:1' or 'system'; ``detail`` holds ids and numbers, never names."""

    id: int
    at: datetime
    actor: str
    action: str
    patient_id: int | None = None
    session_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""

    @property
    def by_patient(self) -> int | None:
        """The id of the patient who did it."""
        return self._by(PATIENT)

    @property
    def by_staff(self) -> int | None:
        """The id of the member of staff who did it."""
        return self._by(STAFF)

    def _by(self, kind: str) -> int | None:
        who, _, number = self.actor.partition(":")
        return int(number) if who == kind else None


@dataclass(frozen=True, slots=True)
class Search:
    """Which entries: of one patient, on one topic, of these days of the program; None asks for all."""

    patient_id: int | None = None
    topic: Topic | None = None
    since: date | None = None
    until: date | None = None

    def span(self, program: Program) -> tuple[datetime | None, datetime | None]:
        """First and past-the-last instant. Raises Invalid for days that end before they begin."""
        if self.since and self.until and self.until < self.since:
            raise Invalid(until="Choose a day that is not before the first.")
        first = zone.midnight(self.since, program.zone) if self.since else None
        return first, zone.midnight(self.until + timedelta(days=1), program.zone) if self.until else None


def from_web(address: str | None) -> str:
    """'web 203.0.113.7'; plain 'web' where nobody says, or a proxy says what is no address."""
    try:
        return f"{WEB} {ip_address((address or '').partition('%')[0])}"
    except ValueError:
        return WEB
