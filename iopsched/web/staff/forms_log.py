"""What staff look for in the log, as a form that asks and changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import ValidationError

from iopsched.domain.entry import Search, Topic
from iopsched.domain.patient import Patient
from iopsched.web.fields import Day, KindForm, choices_of
from iopsched.web.staff.log_actions import TOPICS


class OneOf(SelectField):
    """One of a list, or the first, which is all of it."""

    def pre_validate(self, form: FlaskForm) -> None:
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(gettext("Choose from the list."))


class LogForm(KindForm):
    """Each field that is left empty asks for all."""

    class Meta(FlaskForm.Meta):
        csrf = False

    person = OneOf(_l("Person"), default="")
    what = OneOf(_l("What"), default="", choices=choices_of([("", _l("Everything")), *TOPICS.items()]))
    since = Day(_l("From"))
    until = Day(_l("To"))

    @classmethod
    def asked(cls, arguments: MultiDict[str, str], people: Iterable[Patient]) -> LogForm:
        """As an address asks for it."""
        form = cls(arguments)
        form.person.choices = choices_of([("", gettext("Everybody")), *_named(tuple(people))])
        return form

    def search(self) -> Search:
        """As chosen; only a sound form has one."""
        return Search(
            patient_id=int(self.person.data) if self.person.data else None,
            topic=Topic(self.what.data) if self.what.data else None,
            since=self.since.data,
            until=self.until.data,
        )

    @property
    def query(self) -> dict[str, str]:
        """What ``url_for`` puts behind the question mark; empty when nothing is chosen."""
        said = {name: self[name].data for name in ("person", "what", "since", "until")}
        return {name: str(value) for name, value in said.items() if value}


def _named(people: tuple[Patient, ...]) -> Iterator[tuple[str, str]]:
    """By the short name; those who share one by the whole name."""
    known = Counter(each.short_name for each in people)
    for each in people:
        whole = f"{each.given_name} {each.family_name}".strip()
        yield str(each.id), whole if known[each.short_name] > 1 else each.short_name
