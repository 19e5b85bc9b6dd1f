"""A patient, as the other floors see one; and how staff write the name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from iopsched.domain.channel import Channel
from iopsched.domain.program import Program
from iopsched.domain.travel import Travel


@dataclass(frozen=True, slots=True)
class Patient:
    """``phone`` is E.164 or empty, bad once no text reaches it. ``timezone`` is empty where the program's own holds.

    ``waits`` is for how many seats, or kinds of seat, the patient waits; ``travel_minutes`` the own way to the clinic.
    Past ``planned_until`` no week that staff planned is kept for them.
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

    @property
    def short_name(self) -> str:
        """'Ana R.': what staff see, so that nothing over a shoulder tells the whole name."""
        return f"{self.given_name} {self.family_name[:1]}.".strip() if self.family_name else self.given_name

    @property
    def by_name(self) -> tuple[str, str, int]:
        """How people are put in order."""
        return self.given_name, self.family_name, self.id

    @property
    def is_reached_by_text(self) -> bool:
        """Whether a text may go out and would arrive; else somebody has to call."""
        return bool(self.accepts_texts and self.phone and not self.phone_is_bad)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """By which a message may go out and would arrive, the best first."""
        return (Channel.SMS,) if self.is_reached_by_text else ()

    @property
    def own_channels(self) -> tuple[Channel, ...]:
        """By which what they just asked for may go, whatever they agreed to."""
        return (Channel.SMS,) if self.phone and not self.phone_is_bad else ()

    def travel_in(self, program: Program) -> Travel:
        """The ways that this patient has to go; the program's own where nothing else was said."""
        home = program.travel_minutes if self.travel_minutes is None else self.travel_minutes
        return Travel(home, program.site_minutes)

    def zone_or(self, program_zone: ZoneInfo) -> ZoneInfo:
        return ZoneInfo(self.timezone) if self.timezone else program_zone
