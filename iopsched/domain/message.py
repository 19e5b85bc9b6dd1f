"""A message: what goes out, when it may, and when it is too late. Rendering and sending are other floors' work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from iopsched.domain.channel import Channel
from iopsched.domain.program import Program

CODE_LIFE = timedelta(minutes=10)
LEASE = timedelta(minutes=1)
SETTLING = timedelta(minutes=2)
"""How long a provider may take to list what it accepted; nothing unclear is sent again before."""
LAST_CALL = timedelta(minutes=15)
LONGEST_VALIDITY = 36_000
AGAIN = ".again"
NO_CONSENT = "no consent"
"""Why what was not agreed to is withdrawn; who is not to be written to has to be called."""
CALLED = "called"
"""In what a message is about: when somebody told it on the phone instead."""
ONCE_MORE = timedelta(minutes=10)
"""How long to wait before a phone that was not to be reached is tried once more."""


class Kind(StrEnum):
    """What a message is about."""

    SIGN_IN_CODE = "sign_in_code"
    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"
    BOOKED = "booked"
    OFFERED = "offered"
    LET_GO = "let_go"
    PLANNED = "planned"
    USUAL = "usual"
    DIGEST = "digest"
    SHORTFALL = "shortfall"
    PLAN_ENDS = "plan_ends"
    ANSWER = "answer"
    EMAIL_CHECK = "email_check"

    @property
    def is_asked_for(self) -> bool:
        """Just asked for by the person who waits for it: goes at once, past quiet hours and without consent."""
        return self in {Kind.SIGN_IN_CODE, Kind.ANSWER, Kind.EMAIL_CHECK}

    @property
    def is_news(self) -> bool:
        """What others did to a patient's week, or a seat that waits: who cannot read it has to be called."""
        return self in NEWS

    @property
    def rank(self) -> int:
        """Who goes first where not all can: what is asked for, news, tomorrow's times, all else."""
        if self.is_asked_for:
            return 0
        return 1 if self.is_news else 2 if self is Kind.REMINDER else 3


NEWS = frozenset({Kind.MOVED, Kind.CANCELLED, Kind.BOOKED, Kind.OFFERED, Kind.LET_GO, Kind.PLANNED, Kind.USUAL})


class State(StrEnum):
    """``sending`` is claimed; ``unclear`` means the provider may or may not have it: reconciled, never repeated."""

    DUE = "due"
    SENDING = "sending"
    UNCLEAR = "unclear"
    SENT = "sent"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        return self in {State.SENT, State.MISSED, State.WITHDRAWN, State.FAILED}


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the outbox. ``key`` names its matter: no matter is ever written twice. ``about`` holds ids and dates.

    ``claims`` counts who has taken it up, ``attempts`` how often the provider was called; ``sent_to`` and
    ``body_hash`` are those of the last attempt, which went by ``channel``; by those in ``spent`` it cannot arrive.
    """

    id: int
    program_id: int
    patient_id: int
    kind: Kind
    key: str
    due_at: datetime
    useless_at: datetime
    about: Mapping[str, str] = field(default_factory=dict)
    state: State = State.DUE
    claims: int = 0
    attempts: int = 0
    attempted_at: datetime | None = None
    sent_to: str = ""
    body_hash: str = ""
    sent_at: datetime | None = None
    provider_id: str = ""
    failure: str = ""
    channel: Channel | None = None
    spent: frozenset[Channel] = frozenset()

    @property
    def is_again(self) -> bool:
        """Whether it tells once more what an earlier message did not bring."""
        return AGAIN in self.key

    @property
    def is_called(self) -> bool:
        """Whether somebody told it on the phone."""
        return CALLED in self.about

    @property
    def key_again(self) -> str:
        """Of the message that tells it once more: 'moved:7:2.1', 'moved:7:2.1.again1', 'moved:7:2.1.again2'."""
        matter, _, number = self.key.partition(AGAIN)
        return f"{matter}{AGAIN}{int(number or 0) + 1}"

    @property
    def comes_too_late(self) -> bool:
        """Whether its first decent hour is past the time that the patient knew, or past its use."""
        known = self.about.get("was")
        return self.due_at >= (min(self.useless_at, datetime.fromisoformat(known)) if known else self.useless_at)

    @property
    def put_off(self) -> State:
        """Its state while it waits for another try: due, unless an earlier one may have brought it."""
        return State.UNCLEAR if self.bound_to else State.DUE

    @property
    def bound_to(self) -> Channel | None:
        """The only channel by which it may go on, while nobody can tell whether it went there."""
        is_unknown = self.state is State.UNCLEAR and self.channel is not None and not self.channel.is_listed
        return self.channel if is_unknown else None

    @property
    def pause(self) -> timedelta:
        """How long to wait after a provider that was too busy: longer each time, and spread, so that none crowd."""
        return timedelta(seconds=min(2.0**self.attempts, 600.0)) * (1 + self.spread)

    @property
    def patience(self) -> timedelta:
        """How long to wait for one person's mailbox or device: from a minute to half an hour, and spread."""
        return min(timedelta(minutes=2.0 ** min(self.attempts, 5)), timedelta(minutes=30)) * (1 + self.spread / 4)

    @property
    def settling(self) -> timedelta:
        """How long to wait after an attempt of which nothing is known: two minutes at first, longer each time."""
        doubled: int = 2 ** min(self.attempts, 5)
        return min(SETTLING * doubled, timedelta(hours=1)) * (1 + self.spread / 4)

    @property
    def spread(self) -> float:
        """From 0 to 1, the same for the same attempt: jitter that a test can replay."""
        return (self.id * 2_654_435_761 + self.attempts * 40_503) % 1000 / 1000


def validity(useless_at: datetime, now: datetime) -> int:
    """Seconds for which a provider may still deliver, from 1 to 36,000 (Twilio's ValidityPeriod)."""
    return max(1, min(LONGEST_VALIDITY, int((useless_at - now).total_seconds())))


def reminder_due(day: date, program: Program, tz: ZoneInfo) -> datetime:
    """When tomorrow's text goes out: the evening before ``day``, in the patient's zone, well within sending hours."""
    eve = day - timedelta(days=1)
    first = datetime.combine(eve, program.send_from, tz)
    last = datetime.combine(eve, program.send_until, tz) - LAST_CALL
    return max(first, min(last, datetime.combine(eve, program.remind_at, tz))).astimezone(UTC)


def next_decent_hour(moment: datetime, program: Program, tz: ZoneInfo) -> datetime:
    """``moment`` itself within sending hours of the patient's zone, else the next morning's first."""
    local = moment.astimezone(tz)
    if program.send_from <= local.time() < program.send_until:
        return moment
    day = local.date() if local.time() < program.send_from else local.date() + timedelta(days=1)
    return datetime.combine(day, program.send_from, tz).astimezone(UTC)
