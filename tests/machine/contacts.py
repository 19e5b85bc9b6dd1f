"""What changes about people: how they are reached, what is in their way."""

from datetime import time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.domain.commitment import Commitment
from iopsched.domain.consent import Source
from iopsched.usecases.people import change_contact, change_profile
from iopsched.usecases.people.change_contact import Contact
from iopsched.usecases.weeks import keep_commitments
from tests.machine.sight import Sight
from tests.machine.stage import WHO
from tests.machine.tables import each

PHONES = st.sampled_from(["", "+14155550101", "+14155550102", "+14155550103", "what"])
ZONES = st.sampled_from(["", "America/Phoenix", "America/Los_Angeles", "Asia/Tokyo", "nowhere"])
TIMES = st.sampled_from([time(0), time(9), time(11), time(17, 30), time(19), time(22)])


class Contacts(Sight):
    """By themselves or by staff."""

    @rule(data=st.data(), who=WHO)
    def live_otherwise(self, data: st.DataObject, who: int) -> None:
        deeds = (self.answer_about_texts, self.live_elsewhere, self.live_farther_away, self.be_busy, self.be_free_again)
        data.draw(st.sampled_from(deeds))(data, self.patient(who))

    @rule(data=st.data(), who=WHO)
    def be_called_otherwise(self, data: st.DataObject, who: int) -> None:
        """By staff."""
        patient = self.pick(data, [self.world.foreign_patient], [self.patient(who)])
        contact = Contact("Eve", "Doe", data.draw(PHONES), data.draw(st.booleans()))
        outcome = self.staff_do(change_contact.change, self.world.scheduler, patient, contact)
        assert patient != self.world.foreign_patient or not outcome.is_done

    def answer_about_texts(self, data: st.DataObject, patient: int) -> None:
        is_given = data.draw(st.booleans())
        outcome = self.patient_does(
            lambda *_, now: change_profile.set_consent(patient, is_given, source=Source.APP, now=now)
        )
        assert outcome.no is None

    def live_elsewhere(self, data: st.DataObject, patient: int) -> None:
        self.patient_does(change_profile.set_timezone, patient, data.draw(ZONES))

    def live_farther_away(self, data: st.DataObject, patient: int) -> None:
        self.patient_does(change_profile.set_travel, patient, data.draw(st.sampled_from([None, 0, 45, 300])))

    def be_busy(self, data: st.DataObject, patient: int) -> None:
        begins, ends = data.draw(TIMES), data.draw(TIMES)
        days = data.draw(st.integers(0, 9))
        day = self.today() + timedelta(days=days)
        if is_weekly := data.draw(st.booleans()):
            commitment = Commitment(0, begins, ends, weekday=day.weekday())
        else:
            commitment = Commitment(0, begins, ends, day=day)
        assert self.patient_does(keep_commitments.add, patient, commitment).no is None or begins == ends or is_weekly

    def be_free_again(self, data: st.DataObject, patient: int) -> None:
        if known := self.tables["commitment"]:
            mine = [row["id"] for row in each(known, patient_id=patient)]
            commitment = self.pick(data, known, mine)
            outcome = self.patient_does(lambda *_, now: keep_commitments.remove(patient, commitment))
            assert outcome.died or outcome.is_done == (commitment in mine)
