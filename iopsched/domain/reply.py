"""A reply to a text: what it says, as ids and numbers; the words are made when it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from iopsched.domain.refusal import Why
from iopsched.domain.week import Week


class Say(StrEnum):
    """Everything that a reply can say."""

    HELP = "help"
    STOPPED = "stopped"
    STARTED = "started"
    UNSURE = "unsure"
    LAPSED = "lapsed"
    TOO_SOON = "too_soon"
    CONFIRMED = "confirmed"
    NOTHING_SOON = "nothing_soon"
    WEEK = "week"
    WHICH = "which"
    INSTEAD = "instead"
    LOST = "lost"
    OPEN = "open"
    NONE_OPEN = "none_open"
    KEPT = "kept"
    NOTHING_KEPT = "nothing_kept"
    FULL = "full"
    NONE_FULL = "none_full"
    PROPOSED = "proposed"
    NOTHING_TO_PLAN = "nothing_to_plan"
    BOOKED = "booked"
    GIVEN_UP = "given_up"
    TAKEN = "taken"
    WAITS = "waits"
    WAITING = "waiting"
    NO_WAITS = "no_waits"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reply:
    """``minutes`` of ``required`` are the week's; ``number`` is what to answer, of a list what stands at its end.

    ``more``: one choice more.
    """

    say: Say
    session_ids: tuple[int, ...] = ()
    old_id: int | None = None
    whys: tuple[Why, ...] = ()
    minutes: int = 0
    required: int = 0
    number: int = 0
    more: bool = False

    @classmethod
    def of_week(cls, say: Say, week: Week, session_ids: tuple[int, ...] = (), number: int = 0) -> Reply:
        return cls(say, session_ids, minutes=week.minutes, required=week.required, number=number)

    @property
    def named(self) -> frozenset[int]:
        """Every session that the words need."""
        return frozenset(self.session_ids) | ({self.old_id} if self.old_id else set())

    @property
    def about(self) -> dict[str, str]:
        """As the outbox keeps it."""
        return {
            "say": self.say.value,
            "session_ids": ",".join(map(str, self.session_ids)),
            "old_id": str(self.old_id or ""),
            "whys": ",".join(why.value for why in self.whys),
            "numbers": f"{self.minutes},{self.required},{self.number},{int(self.more)}",
        }

    @classmethod
    def from_about(cls, about: Mapping[str, str]) -> Reply:
        minutes, required, number, more = map(int, about["numbers"].split(","))
        return cls(
            Say(about["say"]),
            tuple(int(each) for each in about["session_ids"].split(",") if each),
            int(about["old_id"]) if about["old_id"] else None,
            tuple(Why(each) for each in about["whys"].split(",") if each),
            minutes,
            required,
            number,
            bool(more),
        )
