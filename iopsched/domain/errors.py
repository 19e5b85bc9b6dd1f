"""The one tree of errors: each carries what it is about, and doors turn it into a page, a line or a code."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iopsched.domain.own_calendar import Trouble
    from iopsched.domain.refusal import Refusal


class IopschedError(Exception):
    """Anything that this project says no to."""


class NotFound(IopschedError):
    """There is no such thing, or it is not this person's to see: strangers cannot tell which."""


class Forbidden(IopschedError):
    """A signed-in member of staff whose role does not allow this."""


class Refused(IopschedError):
    """A rule says no. ``reasons`` holds every reason, not only the first."""

    def __init__(self, *reasons: Refusal) -> None:
        super().__init__(", ".join(reason.why.value for reason in reasons))
        self.reasons = reasons


class Taken(IopschedError):
    """A proposal cannot be booked whole any more; nothing of it was. ``reasons``: session id to why."""

    def __init__(self, reasons: Mapping[int, tuple[Refusal, ...]]) -> None:
        super().__init__(f"sessions no longer possible: {sorted(reasons)}")
        self.reasons = reasons


class Invalid(IopschedError):
    """Input that cannot be taken. ``problems``: field name to what is wrong and what would be right."""

    def __init__(self, **problems: str) -> None:
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = problems


class Unreadable(IopschedError):
    """A calendar of somebody's own that cannot be read. ``trouble`` is why; nothing of what is in it is repeated."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Busy(IopschedError):
    """Somebody else holds what this needs, or the database went away: looking again is safe, and then trying again."""


def whereabouts(error: BaseException) -> str:
    """What kind of error and where it arose, for a log; not its words, which can hold a name or a number."""
    return "\n".join((type(error).__name__, *traceback.format_tb(error.__traceback__)))
