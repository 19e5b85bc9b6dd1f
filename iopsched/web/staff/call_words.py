"""What staff say to whom no message reaches: which seat, and how it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.call import News
from iopsched.domain.heard import Aspect
from iopsched.domain.message import Kind
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.web import amounts, names, wall
from iopsched.web.staff.availability.draft_words import dated
from iopsched.web.staff_words import KINDS


def news_said(news: News) -> str:
    """'A seat was lost: Wed, Dec 9, 6 pm, group', 'Thu, Dec 10, 6 pm, group: now by video; led by A. Rivera'."""
    kind = str(KINDS[news.kind])
    if news.booking is None:
        return kind
    session = news.booking.session
    if news.was is None:
        return _("%(what)s: %(seat)s", what=kind, seat=dated(session))
    when = _when(news.was)
    if news.kind is Kind.CANCELLED:
        lost = _("%(when)s, %(kind)s", when=when, kind=names.name_in_sentence(session.component))
        return _("%(what)s: %(seat)s", what=kind, seat=lost)
    said = "; ".join(_as_it_is(session, news.differs))
    if Aspect.TIME not in news.differs:
        return _("%(seat)s: %(what)s", seat=dated(session), what=said)
    moved = _("Moved: %(was)s is now %(seat)s", was=when, seat=dated(session))
    return f"{moved}; {said}" if said else moved


def _when(at: datetime) -> str:
    return _("%(day)s, %(time)s", day=wall.day_short(wall.local_day(at)), time=wall.clock_short(at))


def _as_it_is(session: Session, differs: frozenset[Aspect]) -> Iterator[str]:
    if Aspect.PLACE in differs:
        is_by_video = session.modality is Modality.TELEHEALTH
        place = session.where or _("no room named")
        yield _("now by video") if is_by_video else _("now in person, %(place)s", place=place)
    if Aspect.LEADER in differs:
        yield _("led by %(name)s", name=session.clinician) if session.clinician else _("nobody leads it yet")
    if Aspect.LENGTH in differs:
        yield _("ends at %(time)s", time=wall.clock_short(session.ends))
    if Aspect.COUNT in differs:
        kind, hours = names.name_in_sentence(session.component), amounts.hours(session.counted_minutes)
        yield _("now %(kind)s, counts as %(hours)s", kind=kind, hours=hours)


FILTERS: dict[str, Callable[..., Any]] = {"news_said": news_said}
