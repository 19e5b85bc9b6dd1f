"""What one step would fill a week that cannot be filled as things are, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.plan import Lifted, Remedy
from iopsched.web import amounts, names, wall


def title(said: Remedy) -> str:
    """'Wait for a seat on Thursday, 6 pm', 'Keep Tuesday free, 5 to 10 pm'."""
    return str(_TITLES[said.what](said))


def line(said: Remedy) -> str:
    """'Group, Thursday, 6 to 9 pm': what the week takes in then."""
    return amounts.listed(
        _(
            "%(kind)s, %(day)s, %(times)s",
            kind=names.name(session.component),
            day=wall.weekday(session.day),
            times=wall.times(session),
        )
        for session in said.sessions
    )


def _seat(said: Remedy) -> str:
    (session,) = said.sessions
    return _(
        "Wait for a seat on %(day)s, %(time)s", day=wall.weekday(session.day), time=wall.clock_short(session.starts)
    )


def _busy(said: Remedy) -> str:
    if said.span is None:
        return _("Keep more time free")
    starts, ends = said.span
    return _(
        "Keep %(day)s free, %(times)s", day=wall.weekday(wall.local_day(starts)), times=wall.time_range(starts, ends)
    )


def _more(said: Remedy) -> str:
    kind = names.name_in_sentence(said.component) if said.component else ""
    return _("Ask us for %(hours)s more of %(kind)s", hours=amounts.hours_in_words(said.minutes), kind=kind)


_TITLES: dict[Lifted, Callable[[Remedy], Any]] = {
    Lifted.SEAT: _seat,
    Lifted.BUSY: _busy,
    Lifted.MODALITY: lambda _said: _("Ask us whether you may come the other way"),
    Lifted.MORE: _more,
}
