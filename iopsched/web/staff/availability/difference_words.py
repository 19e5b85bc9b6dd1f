"""What is otherwise of a session once a change is made, in the words of the list of sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.web import amounts, names, wall


def difference_said(was: Session, then: Session) -> str:
    """'Tue, Dec 1, 9 am to 12 pm; J. Okafor leads it; 6 seats'; empty where nothing that people see differs."""
    return "; ".join((*_when(was, then), *_where(was, then), *_how(was, then)))


def _when(was: Session, then: Session) -> Iterator[str]:
    if was.day != then.day:
        yield _("%(day)s, %(times)s", day=wall.day_short(then.day), times=wall.times(then))
    elif (was.starts, was.ends) != (then.starts, then.ends):
        yield wall.times(then)
    if was.counted_minutes != then.counted_minutes:
        yield _("counts as %(hours)s", hours=amounts.hours(then.counted_minutes))


def _where(was: Session, then: Session) -> Iterator[str]:
    is_by_video_now = was.modality is not then.modality and then.modality is Modality.TELEHEALTH
    if was.modality is not then.modality:
        yield names.name_in_sentence(then.modality)
    if was.where != then.where and (then.where or not is_by_video_now):
        yield then.where or _("no room named")
    if was.clinician_id != then.clinician_id:
        name = then.clinician
        yield _("%(name)s leads it", name=name) if name else _("nobody will lead it")


def _how(was: Session, then: Session) -> Iterator[str]:
    if was.component is not then.component:
        yield _("now %(kind)s", kind=names.name_in_sentence(then.component))
    if was.seats != then.seats:
        yield ngettext("%(num)s seat", "%(num)s seats", then.seats)
    if was.track != then.track:
        yield _("only for the track %(name)s", name=then.track) if then.track else _("for every track")
    if was.least != then.least:
        yield ngettext("asks for %(num)s person", "asks for %(num)s people", then.least)


def before_and_then(pairs: Sequence[tuple[Session, Session]]) -> tuple[str, str] | None:
    """How all of a series were, and how they will be, in the same words; None where they do not all change alike."""
    said = {(_facts_said(then, was), _facts_said(was, then)) for was, then in pairs}
    return next(iter(said)) if len(said) == 1 and all(*said) else None


def _facts_said(other: Session, one: Session) -> str:
    """What is otherwise of one than of the other: '6 to 8 pm; counts as 2 h; group'."""
    kind = [names.name_in_sentence(one.component)] if one.component is not other.component else []
    leader = [one.clinician or _("nobody leads it")] if one.clinician_id != other.clinician_id else []
    alike = replace(other, component=one.component, clinician_id=one.clinician_id)
    return "; ".join((*kind, *_when(alike, one), *_where(alike, one), *leader, *_how(alike, one)))


FILTERS: dict[str, Callable[..., Any]] = {"difference_said": difference_said, "before_and_then": before_and_then}
