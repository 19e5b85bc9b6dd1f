"""A feed: the calendar that one app or device subscribes to, whose it is, and how much it says.

DOMAIN.md section 3: nothing that leaves for a calendar says or implies treatment, unless that patient asked for
detail on that feed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from iopsched.domain import zone
from iopsched.domain.duty import Duty
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.travel import MOST
from iopsched.domain.treatment import TreatmentPlan

BACK = timedelta(weeks=4)
GRACE = timedelta(days=14)
AFTER_TREATMENT = timedelta(weeks=4)
"""How long a patient's link answers after the last day of the last plan."""
STAFF_TERM = timedelta(days=365)
"""How long a link of staff answers; they may renew it."""
TITLE = "Appointment"
WARNING = "2026-11"
"""The wording of the warning before detail; it changes whenever that text says something else."""
LONGEST = 60
MOST_LINKS = 12


class Kind(StrEnum):
    """What a feed holds: a patient's own bookings; the same as busy blocks, for somebody else; sessions of staff."""

    OWN = "own"
    BUSY = "busy"
    CLINICIAN = "clinician"
    ROOM = "room"
    PROGRAM = "program"

    @property
    def is_of_patient(self) -> bool:
        return self in {Kind.OWN, Kind.BUSY}


class Detail(StrEnum):
    """How much an event says: discreet is time and a neutral title, nothing else."""

    DISCREET = "discreet"
    DETAILED = "detailed"


CALENDARS = {
    Kind.OWN: "Week",
    Kind.BUSY: "Busy",
    Kind.CLINICIAN: "Sessions",
    Kind.ROOM: "Room",
    Kind.PROGRAM: "All sessions",
}
"""What a calendar calls itself: nothing that names a program."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a link is: a patient's, or a member of staff's."""

    program_id: int
    patient_id: int | None = None
    staff_id: int | None = None

    @property
    def actor(self) -> str:
        return f"staff:{self.staff_id}" if self.patient_id is None else f"patient:{self.patient_id}"


@dataclass(frozen=True, slots=True)
class Content:
    """What a link shows. ``travel_minutes`` are blocked around what is in person; 0 blocks nothing.

    ``shows_tentative``: seats that are kept for the patient, and seats that were offered, too. ``clinician_id`` or
    ``place`` says whose sessions a feed of staff holds.
    """

    kind: Kind = Kind.OWN
    detail: Detail = Detail.DISCREET
    title: str = TITLE
    travel_minutes: int = 0
    shows_tentative: bool = False
    clinician_id: int | None = None
    place: str = ""

    @property
    def is_remembered(self) -> bool:
        """Whether what was shown has to be kept to know what changed: bookings alone carry that themselves."""
        return not self.kind.is_of_patient or self.shows_tentative or self.travel_minutes > 0


@dataclass(frozen=True, slots=True)
class Feed:
    """One private link. The token itself is never kept, only its hash. None expires never."""

    id: int
    owner: Owner
    name: str
    content: Content = Content()
    created_at: datetime | None = None
    expires_at: datetime | None = None
    last_read_at: datetime | None = None
    last_reader: str = ""

    def answers(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at


def expiry(plans: Iterable[TreatmentPlan], program: Program, now: datetime) -> datetime:
    """When a patient's link stops: some weeks after treatment ends, and after today where that is over."""
    last = max([program.day_of(now), *(plan.last_day for plan in plans)])
    return zone.midnight(last + AFTER_TREATMENT + timedelta(days=1), program.zone)


def require_sound(content: Content, warning: str) -> None:
    """Raise Invalid, naming the field, for detail without its warning and for a way that nobody goes.

    Detail needs the ``warning`` of today to have been shown.
    """
    if content.detail is Detail.DETAILED and content.kind.is_of_patient and warning != WARNING:
        raise Invalid(detail="Read what others could see, and say that it is all right.")
    if not 0 <= content.travel_minutes <= MOST:
        raise Invalid(travel=f"Use a number of minutes from 0 to {MOST}.")


def require_allowed(staff: Staff, content: Content) -> None:
    """Raise Invalid, naming the field, for what this member of staff may not see or for what is no feed of staff."""
    if not is_allowed(staff, content):
        raise Invalid(shows="Choose one of these.")


def is_allowed(staff: Staff, content: Content) -> bool:
    """Whether it is a feed of staff, of what is theirs to see."""
    if not staff.may(Duty.CALENDARS):
        return False
    if content.kind is Kind.CLINICIAN:
        return content.clinician_id is not None and staff.may_see(content.clinician_id)
    if content.kind is Kind.ROOM:
        return bool(content.place) and staff.may_schedule
    return content.kind is Kind.PROGRAM and staff.may_schedule


def checked(text: str, field: str) -> str:
    """One line of somebody's own words. Raises Invalid, named after ``field``, for what no calendar can show."""
    words = text.strip()
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} for sign in words):
        raise Invalid(**{field: "Use letters, numbers and signs on one line."})
    if len(words) > LONGEST:
        raise Invalid(**{field: f"Use at most {LONGEST} letters."})
    return words
