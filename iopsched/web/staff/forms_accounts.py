"""Accounts of staff and the policies of the program, as forms."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, PasswordField, RadioField, SelectField, TelField

from iopsched.domain.program import Handing, Program
from iopsched.domain.words import Role
from iopsched.usecases.people.add_staff import LONGEST as LONGEST_PASSWORD
from iopsched.usecases.people.add_staff import NewAccount
from iopsched.usecases.people.change_program import Policies
from iopsched.usecases.people.keep_accounts import Account, Details
from iopsched.web.fields import KindForm, Ranking, Wall, Whole, at_most, choices_of, needed, words
from iopsched.web.names import NAMES

ROLES = choices_of((role.value, NAMES[role]) for role in Role)
HANDINGS = choices_of(
    (
        (Handing.OFFER.value, _l("Are kept for the patient, who says yes or no")),
        (Handing.GIVE.value, _l("Are booked at once")),
    )
)
WEEKDAYS = choices_of(
    (str(number), _l(name))
    for number, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
)
TICKS = (
    "count_breaks",
    "may_mix_tracks",
    "tracks_by_plan",
    "answers_texts",
    "takes_codes",
    "counts_joins",
    "late_is_miss",
    "news_past_caps",
)
HOUR = _l("Choose a time, such as 18:00.")


class DetailsForm(KindForm):
    """Who an account is of, and what it may do."""

    name = words(_l("Name, as colleagues read it"), _l("Give a name."))
    email = EmailField(_l("E-mail"), [*needed(_l("Give an address such as name@example.org.")), at_most(200)])
    role = RadioField(_l("Role"), choices=ROLES, default=Role.COORDINATOR.value)
    clinician = words(_l("Leads the sessions of"))

    def details(self) -> Details:
        return Details(self.name.data or "", self.email.data or "", Role(self.role.data), self.clinician.data or "")

    @classmethod
    def of(cls, account: Account) -> Self:
        """Filled in with what holds now."""
        staff = account.staff
        said = {"name": staff.name, "email": staff.email, "role": staff.role.value, "clinician": account.clinician}
        return cls(formdata=None, **said)


class AccountForm(DetailsForm):
    """A new account."""

    password = PasswordField(_l("First password"), [*needed(_l("Give a password.")), at_most(LONGEST_PASSWORD)])

    def account(self) -> NewAccount:
        who = self.details()
        return NewAccount(who.name, who.email, who.role, self.password.data or "", who.clinician)


class PasswordForm(KindForm):
    """A new password for somebody who forgot it."""

    password = PasswordField(_l("New password"), [*needed(_l("Give a password.")), at_most(LONGEST_PASSWORD)])


class PoliciesForm(KindForm):
    """What the program does by itself."""

    name = words(_l("Public name"), _l("Give a name."))
    phone = TelField(_l("Phone for patients"), [at_most(40)])
    evening_from = Wall(_l("Evening begins"), needed(HOUR))
    send_from = Wall(_l("Texts from"), needed(HOUR))
    send_until = Wall(_l("Texts until"), needed(HOUR))
    remind_at = Wall(_l("Reminder on the day before"), needed(HOUR))
    weekly_at = Wall(_l("News of the week at"), needed(HOUR))
    digest_weekday = SelectField(_l("How the week stands, on"), choices=WEEKDAYS, coerce=int)
    shortfall_weekday = SelectField(_l("That it is short, on"), choices=WEEKDAYS, coerce=int)
    plan_end_days = Whole(_l("Days before a plan ends"), needed(_l("Say how many days.")))
    weeks_ahead = Whole(_l("Weeks open for booking"), needed(_l("Say how many weeks.")))
    notice_hours = Whole(_l("Hours of notice"), needed(_l("Say how many hours.")))
    hold_minutes = Whole(_l("Minutes to decide on a plan"), needed(_l("Say how many minutes.")))
    offer_minutes = Whole(_l("Minutes to answer an offer"), needed(_l("Say how many minutes.")))
    planned_weeks = RadioField(_l("Weeks that you plan"), choices=HANDINGS, default=Handing.OFFER.value)
    travel_minutes = Whole(_l("Minutes from the clinic to a screen at home"), needed(_l("Say how many minutes.")))
    site_minutes = Whole(_l("Minutes from one site to another"), needed(_l("Say how many minutes.")))
    preferences = Ranking(_l("Which week comes first"))
    day_cost = Whole(_l("What a day costs a patient, in dollars"))
    miss_limit = Whole(_l("Missed sessions until somebody is flagged"), needed(_l("Say how many.")))
    miss_weeks = Whole(_l("Within how many weeks"), needed(_l("Say how many weeks.")))
    miss_row = Whole(_l("Missed in a row until somebody is flagged"))
    return_days = Whole(_l("Days until somebody has to be back"))
    late_is_miss = BooleanField(_l("A seat given up late counts as missed"))
    certification_days = Whole(_l("Days from one certification to the next"), needed(_l("Say how many days.")))
    late_minutes = Whole(_l("Minutes of grace"), needed(_l("Say how many minutes.")))
    takes_codes = BooleanField(_l("Patients check in at the entrance with a code"))
    counts_joins = BooleanField(_l("Joining by video marks somebody as here"))
    texts_a_day = Whole(_l("Texts a day at most"), needed(_l("Say how many.")))
    texts_a_week = Whole(_l("Texts a week at most"), needed(_l("Say how many.")))
    news_past_caps = BooleanField(_l("Changes to somebody’s week are told all the same"))
    count_breaks = BooleanField(_l("Breaks count as hours"))
    may_mix_tracks = BooleanField(_l("Tracks may be mixed"))
    tracks_by_plan = BooleanField(_l("Only plans let somebody into a track"))
    make_up_weeks = BooleanField(_l("What was missed can be made up in the next week"))
    answers_texts = BooleanField(_l("Patients may answer texts"))

    def policies(self) -> Policies:
        """As typed; only a sound form has them."""
        ticks: dict[str, Any] = {name: bool(self[name].data) for name in TICKS}
        return Policies(
            **ticks,
            name=self.name.data or "",
            phone=self.phone.data or "",
            evening_from=self.evening_from.wall,
            send_from=self.send_from.wall,
            send_until=self.send_until.wall,
            remind_at=self.remind_at.wall,
            weeks_ahead=self.weeks_ahead.data or 0,
            notice_hours=self.notice_hours.data or 0,
            hold_minutes=self.hold_minutes.data or 0,
            offer_minutes=self.offer_minutes.data or 0,
            planned_weeks=Handing(self.planned_weeks.data),
            travel_minutes=self.travel_minutes.data or 0,
            site_minutes=self.site_minutes.data or 0,
            make_up_weeks=int(bool(self.make_up_weeks.data)),
            preferences=tuple(self.preferences.data or ()),
            day_cost=self.day_cost.data or 0,
            miss_limit=self.miss_limit.data or 0,
            miss_weeks=self.miss_weeks.data or 0,
            miss_row=self.miss_row.data or 0,
            return_days=self.return_days.data or 0,
            certification_days=self.certification_days.data or 0,
            weekly_at=self.weekly_at.wall,
            digest_weekday=self.digest_weekday.data,
            shortfall_weekday=self.shortfall_weekday.data,
            plan_end_days=self.plan_end_days.data or 0,
            late_minutes=self.late_minutes.data or 0,
            texts_a_day=self.texts_a_day.data or 0,
            texts_a_week=self.texts_a_week.data or 0,
        )

    @classmethod
    def of(cls, program: Program) -> PoliciesForm:
        """Filled in with what holds now; what was posted goes first."""
        return cls(obj=Policies.of(program))
