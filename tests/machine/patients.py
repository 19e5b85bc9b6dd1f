"""What patients do with single seats."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.usecases.seats import book_session, cancel_booking, swap_booking
from tests.machine import rule as opinion
from tests.machine.verdicts import Verdicts


class Patients(Verdicts):
    """Whoever asks for what cannot be is told every reason, and whoever is told none has it."""

    @rule(data=st.data())
    def book(self, data: st.DataObject) -> None:
        self.take(*self.who_and_what(data, self.fitting))

    @precondition(Verdicts.are_offers)
    @rule(data=st.data())
    def take_what_is_offered(self, data: st.DataObject) -> None:
        self.take(*self.who_and_what(data, self.offered))

    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.booked_ahead)
        outcome = self.patient_sends(cancel_booking.cancel, patient, session)
        if not self.had(patient, session, before):
            self.not_found(outcome)
        elif session in self.booked(patient, before) and self.has_begun(session):
            self.agree(outcome, before, [session], {"started"})
        else:
            self.agree(outcome, before, [session], set())
            assert outcome.died or session not in self.booked(patient)

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.given_up)
        outcome = self.patient_sends(cancel_booking.undo, patient, session)
        if not self.had(patient, session, before):
            self.not_found(outcome)
        elif session in self.booked(patient, before):
            self.agree(outcome, before, [session], set())
        else:
            self.agree(outcome, before, [session], opinion.reasons(before, patient, session, self.now))

    @rule(data=st.data())
    def swap(self, data: st.DataObject) -> None:
        before, (patient, old) = self.tables, self.who_and_what(data, self.booked_ahead)
        new = self.pick(data, self.everywhere(), self.fitting(patient, without=old))
        outcome = self.patient_sends(swap_booking.swap, patient, old, new)
        if old == new or not self.had(patient, old, before):
            self.not_found(outcome)
            return
        against = opinion.reasons(before, patient, new, self.now, without=old)
        if not against and old in self.booked(patient, before) and self.has_begun(old):
            against = {"started"}
        self.agree(outcome, before, [old, new], against)

    @precondition(lambda self: self.forms)
    @rule(data=st.data())
    def send_a_form_again(self, data: st.DataObject) -> None:
        """What was carried out is not carried out twice, however much has happened since."""
        form, before = data.draw(st.sampled_from(self.forms)), self.tables
        outcome = self.patient_does(form.send)
        if form.name in before["request"]:
            assert outcome.no is None, outcome
            assert self.tables == before, self.tables.news(before)

    def take(self, patient: int, session: int) -> None:
        before = self.tables
        outcome = self.patient_sends(book_session.book, patient, session)
        self.agree(outcome, before, [session], opinion.reasons(before, patient, session, self.now))
