"""A patient, as the other floors see one; and how staff write the name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from iopsched.domain.channel import Channel
from iopsched.domain.message import next_decent_hour
from iopsched.domain.program import Program
from iopsched.domain.travel import Travel


@dataclass(frozen=True, slots=True)
class Patient:
    """``phone`` is E.164 or empty, bad once no text reaches it; ``email`` an address that was confirmed, or empty.

    ``devices`` is how many phones and computers show notifications, ``tellings`` for how many kinds the patient said
    how they want to be told. ``timezone`` is empty where the program's own holds.

    ``waits`` is for how many seats, or kinds of seat, the patient waits; ``travel_minutes`` the own way to the clinic.
    Past ``planned_until`` no week that staff planned is kept for them. Who is archived is finished here: kept in the
    records, and nothing is booked or sent. ``merged_into`` is the record that this one turned out to be.
    """

    id: int
    program_id: int
    given_name: str
    family_name: str
    phone: str = ""
    phone_is_bad: bool = False
    timezone: str = ""
    language: str = "en"
    accepts_texts: bool = False
    sign_in_version: int = 0
    schedule_version: int = 0
    waits: int = 0
    planned_until: datetime | None = None
    travel_minutes: int | None = None
    email: str = ""
    email_is_bad: bool = False
    accepts_email: bool = False
    accepts_push: bool = False
    devices: int = 0
    tellings: int = 0
    archived_at: datetime | None = None
    merged_into: int | None = None

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def short_name(self) -> str:
        """'Ana R.': what staff see, so that nothing over a shoulder tells the whole name."""
        return f"{self.given_name} {self.family_name[:1]}.".strip() if self.family_name else self.given_name

    @property
    def by_name(self) -> tuple[str, str, int]:
        """How people are put in order."""
        return self.given_name, self.family_name, self.id

    def agrees_to(self, channel: Channel) -> bool:
        said = {Channel.SMS: self.accepts_texts, Channel.EMAIL: self.accepts_email, Channel.PUSH: self.accepts_push}
        return said[channel]

    def has(self, channel: Channel) -> bool:
        """Whether anything would arrive by it."""
        return {
            Channel.SMS: bool(self.phone) and not self.phone_is_bad,
            Channel.EMAIL: bool(self.email) and not self.email_is_bad,
            Channel.PUSH: self.devices > 0,
        }[channel]

    @property
    def agrees(self) -> bool:
        """To being written to by any channel."""
        return any(map(self.agrees_to, Channel))

    @property
    def channels(self) -> tuple[Channel, ...]:
        """By which a message may go out and would arrive, in the order in which they are tried."""
        return tuple(channel for channel in Channel if self.agrees_to(channel) and self.has(channel))

    @property
    def is_reached(self) -> bool:
        """Whether a message may go out and would arrive; else somebody has to call."""
        return bool(self.channels)

    def hears_before(self, moment: datetime, program: Program, now: datetime) -> bool:
        """Whether a message would arrive at a decent hour that is not too late; else somebody has to call."""
        return self.is_reached and next_decent_hour(now, program, self.zone_or(program.zone)) < moment

    @property
    def own_channels(self) -> tuple[Channel, ...]:
        """By which what they just asked for may go, whatever they agreed to: by text where there is a phone.

        A number that was called bad is tried all the same, as nobody is to be locked out by one fault of a carrier; the
        address that they confirmed comes next.
        """
        by_mail = (Channel.EMAIL,) if self.has(Channel.EMAIL) else ()
        if not self.phone:
            return by_mail
        return (Channel.SMS, *by_mail) if self.phone_is_bad else (Channel.SMS,)

    def travel_in(self, program: Program) -> Travel:
        """The ways that this patient has to go; the program's own where nothing else was said."""
        home = program.travel_minutes if self.travel_minutes is None else self.travel_minutes
        return Travel(home, program.site_minutes)

    def zone_or(self, program_zone: ZoneInfo) -> ZoneInfo:
        return ZoneInfo(self.timezone) if self.timezone else program_zone
