"""A program: one clinic's IOP, its zone, its week and its policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.preference import USUAL_ORDER, Order
from iopsched.domain.words import Part

LONGEST_NAME, MOST_WEEKS = 32, 52
"""Letters of a name that a text has room for; weeks ahead that sessions are opened."""


class Handing(StrEnum):
    """How a week that staff planned reaches a patient: kept for them until they answer, or booked at once."""

    OFFER = "offer"
    GIVE = "give"


@dataclass(frozen=True, slots=True)
class Program:
    """One clinic's IOP. ``name`` is neutral and public: it stands on phones and in texts (42 CFR Part 2).

    A seat given up less than ``notice_hours`` before its session is late. Seats are held ``hold_minutes`` for whoever
    makes up their mind on a plan, and ``offer_minutes`` for whoever waited for one. ``travel_minutes`` lie at least
    between a session in person and one by video, ``site_minutes`` between two sites. What was missed in one week can be
    made up in ``make_up_weeks`` after it: none, or one.
    ``preferences`` is the order in which a plan search prefers weeks; ``day_cost`` what a patient pays for a day
    attended, in whole dollars, 0 for not known. ``answers_texts``: patients may answer its texts.
    Who misses ``miss_limit`` sessions within ``miss_weeks`` weeks without an excuse is flagged, or ``miss_row`` in a
    row, or has not come for ``return_days`` days since a miss; 0 flags nobody. ``late_is_miss``: a seat that was given
    up late is one as well. A physician certifies again at least every ``certification_days`` days.
    Patients hear of their week on ``digest_weekday``, of one that is short on ``shortfall_weekday``, both at
    ``weekly_at``, and ``plan_end_days`` before their plan ends. Kinds of message in ``silenced`` are not told; those in
    ``in_detail`` may say more to whoever chose that (domain/manner.py).
    ``tracks_by_plan``: who has no track in the plan is in none.
    ``takes_codes``: patients mark themselves at the entrance by a code; ``counts_joins``: by joining by video. Who does
    so more than ``late_minutes`` after the beginning is late.
    Nobody gets more than ``texts_a_day`` and ``texts_a_week`` that they did not ask for, 0 for any number;
    ``news_past_caps``: what others did to a patient's week is told all the same.
    """

    id: int
    name: str
    timezone: str
    phone: str = ""
    first_weekday: int = 0
    evening_from: time = time(17)
    send_from: time = time(9)
    send_until: time = time(20)
    remind_at: time = time(18)
    billable_day_minutes: int = 180
    count_breaks: bool = False
    may_mix_tracks: bool = False
    tracks_by_plan: bool = False
    weeks_ahead: int = 12
    notice_hours: int = 24
    hold_minutes: int = 10
    offer_minutes: int = 120
    planned_weeks: Handing = Handing.OFFER
    travel_minutes: int = 0
    site_minutes: int = 0
    make_up_weeks: int = 0
    preferences: Order = USUAL_ORDER
    day_cost: int = 0
    answers_texts: bool = False
    miss_limit: int = 3
    miss_weeks: int = 4
    miss_row: int = 0
    return_days: int = 0
    late_is_miss: bool = False
    certification_days: int = 60
    weekly_at: time = time(11)
    digest_weekday: int = 5
    shortfall_weekday: int = 2
    plan_end_days: int = 7
    silenced: frozenset[str] = frozenset()
    in_detail: frozenset[str] = frozenset()
    takes_codes: bool = False
    counts_joins: bool = False
    late_minutes: int = 10
    texts_a_day: int = 1
    texts_a_week: int = 3
    news_past_caps: bool = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def has_sending_hours(self) -> bool:
        """Whether any text could ever go out."""
        return self.send_from < self.send_until

    def day_of(self, moment: datetime) -> date:
        """The program's local date at an instant."""
        return zone.local_day(moment, self.zone)

    def week_of(self, moment: datetime) -> date:
        """First day of the program's week that holds the instant."""
        return zone.week_of(self.day_of(moment), self.first_weekday)

    def week_bounds(self, monday: date) -> tuple[datetime, datetime]:
        """First and past-the-last UTC instant of the week that begins on ``monday``."""
        return zone.week_bounds(monday, self.zone)

    def free_until(self, starts: datetime) -> datetime:
        """Until when a seat can be given up in good time."""
        return starts - timedelta(hours=self.notice_hours)

    def part_of(self, moment: datetime) -> Part:
        """Weekend before evening before daytime: a Saturday evening is weekend."""
        local = moment.astimezone(self.zone)
        if local.weekday() >= 5:
            return Part.WEEKEND
        return Part.EVENING if local.time() >= self.evening_from else Part.DAYTIME
