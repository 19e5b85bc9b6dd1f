"""A need: what a week lacks, as far as one session more can bring it nearer to whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component


@dataclass(frozen=True, slots=True)
class Need:
    """``of_any_kind``: minutes are lacking beyond those of the ``kinds``. ``days`` are short of minutes; ``new_days``:
    some more have to be attended, other than the ``held`` ones.
    """

    of_any_kind: bool
    kinds: frozenset[Component]
    days: frozenset[date]
    new_days: bool
    held: frozenset[date]

    @classmethod
    def of(cls, week: Week) -> Need:
        """Work out once what every session of the week is asked for."""
        kinds = week.missing_components
        return cls(
            of_any_kind=week.required - week.minutes > sum(kinds.values()),
            kinds=frozenset(kinds),
            days=frozenset(week.short_days),
            new_days=week.missing_days > 0,
            held=week.days,
        )

    def is_eased_by(self, session: Session) -> bool:
        """Whether the week would lack less of anything with this session; whether it fits is another question."""
        if not session.counted_minutes:
            return False
        is_new_day = self.new_days and session.day not in self.held
        return self.of_any_kind or session.component in self.kinds or session.day in self.days or is_new_day


def lacks_as_much_with(week: Week, session: Session) -> bool:
    """Whether a week falls short, and would as much with this session."""
    return week.plan is not None and not week.is_met and not Need.of(week).is_eased_by(session)
