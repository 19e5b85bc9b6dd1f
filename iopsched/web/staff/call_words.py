"""What staff say to whom no message reaches: which seat, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from iopsched.domain.heard import Aspect
from iopsched.domain.message import Kind
from iopsched.usecases.messages.view_messages import Line
from iopsched.web import amounts, wall
from iopsched.web.staff.availability.draft_words import dated
from iopsched.web.staff_words import KINDS

ASPECTS = {
    Aspect.LEADER: lazy_gettext("somebody else leads"),
    Aspect.PLACE: lazy_gettext("another room, or by video or not"),
    Aspect.LENGTH: lazy_gettext("it ends at another time"),
    Aspect.COUNT: lazy_gettext("other hours count, or another kind"),
}


def call_said(line: Line) -> str:
    """'A seat was lost: Wed, Dec 9, 6 pm, group', 'Thu, Dec 10, 6 pm, group: somebody else leads'."""
    booking, kind = line.booking, str(KINDS[line.message.kind])
    if booking is None:
        return kind
    seat = dated(booking.session)
    if line.message.kind is not Kind.MOVED:
        return _("%(what)s: %(seat)s", what=kind, seat=seat)
    if Aspect.TIME in line.differs:
        was = f"{wall.day_short(wall.local_day(line.was))}, {wall.clock_short(line.was)}"
        return _("Moved: %(was)s is now %(seat)s", was=was, seat=seat)
    said = [str(words) for aspect, words in ASPECTS.items() if aspect in line.differs]
    return _("%(seat)s: %(what)s", seat=seat, what=amounts.listed(said) if said else kind)


FILTERS: dict[str, Callable[..., Any]] = {"call_said": call_said}
