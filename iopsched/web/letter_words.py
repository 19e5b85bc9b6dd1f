"""What a letter of attendance says: hours, and only where it was asked for what they were for."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.document import Document
from iopsched.domain.letter import Letter, Naming
from iopsched.web import amounts, names, wall


def document_of(letter: Letter, language: str) -> Document:
    """The letter as a page. No component, no way, no clinician, no diagnosis, in either form."""
    is_named = letter.wanted.naming is Naming.NAMED
    sender = (letter.program.name, names.phone_said(letter.program.phone), wall.day_dated(letter.written_on))
    return Document(
        language=language,
        title=_("Confirmation of attendance"),
        sender=tuple(filter(None, sender)),
        paragraphs=(_said(letter, is_named=is_named),),
        head=(_("Day"), _("Hours")) if letter.days else (),
        rows=tuple((wall.day_dated(day), amounts.figure(minutes)) for day, minutes in letter.days),
        closing=(_("This letter was made by %(name)s and is valid without a signature.", name=letter.program.name),),
        foot=_("42 CFR part 2 prohibits unauthorized disclosure of these records.") if is_named else "",
    )


def _said(letter: Letter, *, is_named: bool) -> str:
    who = f"{letter.patient.given_name} {letter.patient.family_name}"
    of = _("%(name)s, an intensive outpatient program", name=letter.program.name) if is_named else letter.program.name
    span = {"first": wall.day_dated(letter.wanted.first), "last": wall.day_dated(letter.wanted.last)}
    if not letter.days:
        return _("%(who)s attended no appointments with %(of)s from %(first)s to %(last)s.", who=who, of=of, **span)
    sentence = _("From %(first)s to %(last)s, %(who)s attended appointments with %(of)s", who=who, of=of, **span)
    days = ngettext("%(num)s day", "%(num)s days", len(letter.days))
    return _("%(sentence)s: %(days)s, %(hours)s in all.", sentence=sentence, days=days, hours=_hours(letter))


def _hours(letter: Letter) -> str:
    return str(amounts.hours_in_words(letter.minutes))
