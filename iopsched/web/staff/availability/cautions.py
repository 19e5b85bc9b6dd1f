"""What staff should look at once more before they apply a change: a room, a leader or a link that may not be meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.foreseen import Foreseen
from iopsched.domain.intent import away, parts_of, single
from iopsched.domain.name import nearest
from iopsched.domain.room import SeatLimits
from iopsched.domain.session import Session
from iopsched.domain.way import unled
from iopsched.domain.words import Modality
from iopsched.usecases.availability.draft_change import Preview
from iopsched.web import amounts


@dataclass(frozen=True, slots=True)
class Caution:
    """What is so, and what that means."""

    said: str
    meaning: str


def cautions(preview: Preview, limits: SeatLimits) -> list[Caution]:
    """``limits`` as they are now."""
    return [*_unled(preview), *_rooms(preview.change, limits), *_leaders(preview), *_links(preview)]


def _unled(preview: Preview) -> Iterator[Caution]:
    """'5 sessions have nobody to lead them. 4 seats there are booked.' And who was to stand in and is not free."""
    if found := unled(preview.change):
        booked = sum(one.taken for one in found)
        said = ngettext(
            "%(num)s session has nobody to lead it.", "%(num)s sessions have nobody to lead them.", len(found)
        )
        inside = ngettext("%(num)s seat there is booked.", "%(num)s seats there are booked.", booked)
        busy = [_("%(name)s is not free then.", name=name) for name in _chosen(preview)]
        heard = _("Who is inside hears nothing of that.") if booked else ""
        meaning = (*busy, heard, _("Name somebody, or take another way."))
        yield Caution(f"{said} {inside}" if booked else said, " ".join(filter(None, meaning)))


def _chosen(preview: Preview) -> list[str]:
    """Who was to stand in."""
    named, parts = preview.sight.ground.clinicians, parts_of(preview.draft.wanted.intent)
    missing = (part.absence for part in parts if isinstance(part, away.AddAbsence | away.ChangeAbsence))
    return [named[who] for one in missing if (who := one.stand_in_id) is not None and who in named]


def _rooms(change: Foreseen, limits: SeatLimits) -> Iterator[Caution]:
    """'Rom 2 is not on the list of rooms. Is Room 2 meant?'; none where nothing is listed at all."""
    new = (then for was, then in (*change.moved, *change.altered) if was.where != then.where)
    places = dict.fromkeys(one.place for one in (*change.opened, *new) if _is_unlisted(one, limits))
    if places:
        said = _("%(names)s: not on the list of rooms.", names=amounts.listed(places))
        meant = _meant(filter(None, map(limits.meant_by, places)))
        yield Caution(f"{said} {meant}".strip(), _("Neither its seats nor whether it is taken is looked at."))


def _leaders(preview: Preview) -> Iterator[Caution]:
    """'dana witlock is new here. Is Dana Whitlock meant?'."""
    if new := preview.newcomers:
        known = sorted(set(preview.sight.ground.clinicians.values()) - {*new})
        near = filter(None, (nearest(name, known) for name in new))
        said = _("%(names)s: new among those who lead sessions.", names=amounts.listed(new))
        yield Caution(f"{said} {_meant(near)}".strip(), _("Whoever is added can be named anywhere then."))


def _links(preview: Preview) -> Iterator[Caution]:
    own = any(isinstance(part, single.AlterSession) and part.link for part in parts_of(preview.draft.wanted.intent))
    change, offered = preview.change, preview.sight.ground.offerings
    otherwise = (then for was, then in (*change.moved, *change.altered) if was.modality is not then.modality)
    new = (*change.opened, *otherwise)
    by_video = (offered.get(one.offering_id or 0) for one in new if one.modality is Modality.TELEHEALTH)
    without = sum(one is not None and not one.link for one in by_video)
    if without and not own:
        said = ngettext("%(num)s session by video has no link.", "%(num)s sessions by video have no link.", without)
        yield Caution(said, _("Nobody can join from here until their offering, or each, has one."))


def _meant(names: Iterator[str]) -> str:
    near = dict.fromkeys(names)
    return _("Is %(name)s meant?", name=amounts.either(near)) if near else ""


def _is_unlisted(one: Session, limits: SeatLimits) -> bool:
    is_somewhere = bool(one.place) and one.modality is Modality.IN_PERSON
    return bool(limits.rooms) and is_somewhere and not limits.knows(one.place, one.site)
