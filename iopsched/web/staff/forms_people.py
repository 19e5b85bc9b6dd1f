"""Somebody new, and a treatment plan, as forms."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TelField

from iopsched.domain.patient import Patient
from iopsched.domain.treatment import DAY, TreatmentPlan
from iopsched.domain.words import Component, Language, LevelOfCare, Modality
from iopsched.usecases.people import change_plans
from iopsched.usecases.people.admit_patient import Admission
from iopsched.usecases.people.change_contact import Contact
from iopsched.web import login
from iopsched.web.fields import Day, Hours, KindForm, Several, Whole, at_most, choices_of, needed, words
from iopsched.web.forms_me import LANGUAGES
from iopsched.web.names import NAMES

LEVELS = choices_of((level.value, NAMES[level]) for level in LevelOfCare)
WAYS = choices_of((way.value, NAMES[way]) for way in Modality)


class AsksForm(KindForm):
    """What plans ask beside hours a week, as staff say it. Empty means no limit."""

    week_most = Hours(_l("Hours a week, at most"), needed(_l("Say how many hours a week.")), default=19 * 60)
    day_least = Hours(_l("Hours a day, at least"))
    day_most = Hours(_l("Hours a day, at most"))
    days_least = Whole(_l("Days a week, at least"))
    days_most = Whole(_l("Days a week, at most"))
    group = Hours(_l("Group"))
    skills = Hours(_l("Skills"))
    individual = Hours(_l("Individual"))
    family = Hours(_l("Family"))
    modalities = Several(_l("How"), choices=WAYS, default=[way.value for way in Modality])
    track = SelectField(_l("Track"), default="")
    ALIASES: ClassVar = {"components": "group"}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        kept = str(given.get("track") or "")
        known = {*change_plans.tracks(login.current_staff()), kept} - {""}
        self.track.choices = [("", _l("None, or any one")), *((each, each) for each in sorted(known))]

    @property
    def has_more(self) -> bool:
        """Whether something is said, or wrong, of what most plans leave open."""
        names = ("day_least", "day_most", "days_least", "days_most", *(kind.value for kind in Component))
        return any(self[name].data is not None or self[name].errors for name in names)

    def asked(self) -> dict[str, Any]:
        """Fields of a plan, as typed."""
        return {
            "week_most": self.week_most.data or 0,
            "day_least": self.day_least.data or 0,
            "day_most": DAY if self.day_most.data is None else self.day_most.data,
            "days_least": self.days_least.data or 0,
            "days_most": 7 if self.days_most.data is None else self.days_most.data,
            "components": {kind: self[kind.value].data for kind in Component if self[kind.value].data},
            "modalities": frozenset(map(Modality, self.modalities.data or [])),
            "track": self.track.data or "",
        }


class PlanForm(AsksForm):
    """What somebody must attend between two dates; hours as staff say them."""

    level_of_care = SelectField(_l("Level of care"), choices=LEVELS)
    first_day = Day(_l("From"), needed(_l("Choose the first day.")))
    last_day = Day(_l("Until"), needed(_l("Choose the last day.")))
    week_least = Hours(_l("Hours a week, at least"), needed(_l("Say how many hours a week.")), default=9 * 60)

    def plan(self, patient_id: int = 0) -> TreatmentPlan:
        """As typed; only a sound form has one."""
        return TreatmentPlan(
            id=0,
            patient_id=patient_id,
            first_day=self.first_day.day,
            last_day=self.last_day.day,
            level_of_care=LevelOfCare(self.level_of_care.data),
            week_least=self.week_least.data or 0,
            **self.asked(),
        )

    @classmethod
    def of(cls, plan: TreatmentPlan) -> Self:
        """As the plan is; what it leaves open is empty."""
        said = {name: getattr(plan, name) for name in ("first_day", "last_day", "week_least", "week_most", "track")}
        said |= {name: getattr(plan, name) or None for name in ("day_least", "days_least")}
        said |= {"day_most": None if plan.day_most == DAY else plan.day_most}
        said |= {"days_most": None if plan.days_most == 7 else plan.days_most}
        said |= {kind.value: plan.components.get(kind) for kind in Component}
        said |= {"modalities": sorted(plan.modalities), "level_of_care": plan.level_of_care.value}
        return cls(formdata=None, **said)


class CertificationForm(KindForm):
    """When a physician certified again; ``to_dues`` leads back to all that is due."""

    day = Day(_l("Certified on"))
    to_dues = HiddenField()


class ContactForm(KindForm):
    """How somebody is called and reached."""

    given_name = words(_l("First name"), _l("Give a first name."))
    family_name = words(_l("Last name"))
    phone = TelField(_l("Phone"), [at_most(40)])
    accepts_texts = BooleanField(_l("Agreed to texts on the new number"))
    language = RadioField(_l("Language of texts"), choices=LANGUAGES, default=Language.ENGLISH.value)

    @classmethod
    def known_of(cls, patient: Patient) -> Self:
        """As it is now; the answer about texts is of another number, and starts open."""
        form = cls(formdata=None, obj=patient)
        form.accepts_texts.data = False
        return form

    def contact(self) -> Contact:
        return Contact(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            phone=self.phone.data or "",
            accepts_texts=bool(self.accepts_texts.data),
            language=Language(self.language.data),
        )


class AdmissionForm(ContactForm, PlanForm):
    """Who it is, and the first plan."""

    accepts_texts = BooleanField(_l("Agreed to texts"))

    def admission(self) -> Admission:
        who = self.contact()
        names, phone = (who.given_name, who.family_name), who.phone
        return Admission(*names, phone, accepts_texts=who.accepts_texts, language=who.language)
