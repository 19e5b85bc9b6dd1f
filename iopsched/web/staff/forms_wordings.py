"""Which kinds of message are told and which may say more, as a form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from iopsched.domain.manner import WITH_DETAIL, manner_of
from iopsched.domain.message import Kind
from iopsched.domain.program import Program
from iopsched.web.fields import KindForm, Several, choices_of
from iopsched.web.staff_words import KINDS


class Kinds(Several):
    """Some of the kinds."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """Those that were ticked, as far as there are such."""
        return frozenset(kind for kind in Kind if kind.value in (self.data or []))


class WordingsForm(KindForm):
    """One box a kind to tell it, one to let it say more, and the warning."""

    told = Kinds(_l("Told"), choices=choices_of((kind.value, KINDS[kind]) for kind in Kind))
    in_detail = Kinds(_l("May say more"), choices=choices_of((kind.value, KINDS[kind]) for kind in sorted(WITH_DETAIL)))
    is_warned = BooleanField(_l("I have read this, and want it for the kinds that are ticked"))

    @classmethod
    def of(cls, program: Program) -> WordingsForm:
        """As it is now."""
        manners = {kind.value: manner_of(program, kind) for kind in Kind}
        told = [kind for kind, manner in manners.items() if manner.is_on]
        return cls(formdata=None, told=told, in_detail=[kind for kind, each in manners.items() if each.may_say_more])
