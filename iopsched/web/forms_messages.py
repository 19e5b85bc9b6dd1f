"""What a patient says about channels and kinds of message."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import AnyOf

from iopsched.domain.channel import Channel
from iopsched.domain.device import Subscription
from iopsched.domain.patient import Patient
from iopsched.domain.telling import Telling
from iopsched.web.fields import KindForm, Wall, at_most
from iopsched.web.forms_me import NO, YES
from iopsched.web.telling_words import FIRST

USUAL, OFF = "usual", "off"


class AnswerForm(FlaskForm):
    """One button, which says yes or no."""

    answer = StringField(_l("Answer"), [AnyOf((YES, NO), _l("Choose yes or no."))])


class SpokenAnswerForm(KindForm):
    """A yes or a no that staff were told, and how many answers they had seen."""

    answer = StringField(_l("Answer"), [AnyOf((YES, NO), _l("Choose yes or no."))])
    seen = IntegerField(_l("Answers"))


class AddressForm(KindForm):
    """Read by the use case."""

    email = EmailField(_l("E-mail address"), [at_most(300)])


class DeviceForm(KindForm):
    """Filled in by the script that asked the browser."""

    endpoint = HiddenField(validators=[at_most(1000)])
    p256dh = HiddenField(validators=[at_most(200)])
    auth = HiddenField(validators=[at_most(100)])

    def subscription(self) -> Subscription:
        return Subscription(self.endpoint.data or "", self.p256dh.data or "", self.auth.data or "")


class TellingForm(KindForm):
    """How one kind of message comes; without hours, in those of the program."""

    way = RadioField(_l("How"))
    since = Wall(_l("Not before"))
    until = Wall(_l("Not after"))
    more = BooleanField(_l("Say more in these"))

    def offer(self, patient: Patient) -> TellingForm:
        """Only channels that the patient agreed to are there to choose from, and the one that was chosen before."""
        named = [(each.value, str(FIRST[each])) for each in Channel if patient.agrees_to(each) or self._is_chosen(each)]
        self.way.choices = [(USUAL, _("As usual")), *(named if len(named) > 1 else []), (OFF, _("Not at all"))]
        return self

    def telling(self) -> Telling:
        said = str(self.way.data)
        first = None if said in {USUAL, OFF} else Channel(said)
        return Telling(said == OFF, first, self.since.data, self.until.data, bool(self.more.data))

    def _is_chosen(self, channel: Channel) -> bool:
        return bool(self.way.data == channel.value)


def filled(telling: Telling) -> TellingForm:
    """With what was said before."""
    way = OFF if telling.is_off else telling.first.value if telling.first else USUAL
    return TellingForm(formdata=None, way=way, since=telling.since, until=telling.until, more=telling.is_detailed)
