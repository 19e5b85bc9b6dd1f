"""What staff do with records of people: archive and reopen, merge two of one person, take in those of a file."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import permutations, product
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.errors import Invalid
from iopsched.domain.timetable_file import WrongFile
from iopsched.usecases.people import archive_patient, import_patients, merge_patients
from iopsched.usecases.seats import keep_waitlist, seat_patient
from tests.machine import rule as opinion
from tests.machine.stage import Outcome
from tests.machine.tables import Row, Tables, each
from tests.machine.verdicts import Verdicts

HEAD = "first_name,last_name,phone,texts,from,until,hours"
NAMES = st.sampled_from(["Ana,Ruiz", "Ana,Low", "Fay,Low", "Gus,Low"])
PHONES = st.sampled_from(["", "(415) 555-0111", "(415) 555-0112", "12"])
FEWEST, MOST = 2, 6
"""So many people are here at once."""


class Records(Verdicts):
    """What is so of a closed record is a promise (``promises/records.py``)."""

    @precondition(lambda self: len(self.patients) > FEWEST)
    @rule(data=st.data(), unseen=st.sampled_from([0, 0, 0, 1]))
    def archive(self, data: st.DataObject, unseen: int) -> None:
        """With all the seats that there are ahead, and else not."""
        before, patient = self.tables, self.pick(data, [self.world.foreign_patient, *self.closed()], self.patients)
        seen = self.booked_ahead(patient)[unseen:]
        outcome = self.staff_do(archive_patient.archive, self.world.scheduler, patient, seen)
        if patient == self.world.foreign_patient:
            self.not_found(outcome)
        else:
            ahead = [key for key in self.booked(patient, before) if not self.has_begun(key)]
            self.is_done_if(outcome, sorted(seen) == sorted(ahead) and self.is_open(patient, before))

    @precondition(lambda self: self.closed())
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        before, patient = self.tables, self.pick(data, self.closed())
        outcome = self.staff_do(archive_patient.reopen, self.world.scheduler, patient)
        self.is_done_if(outcome, before["patient"][patient]["merged_into"] is None)

    @precondition(lambda self: self.closed())
    @rule(data=st.data(), act=st.sampled_from([seat_patient.book, keep_waitlist.let_wait]))
    def ask_for_somebody_archived(self, data: st.DataObject, act: Callable[..., Any]) -> None:
        patient, session = self.pick(data, self.closed()), self.pick(data, self.ours())
        self.is_done_if(self.staff_do(act, self.world.scheduler, patient, session), False)

    @precondition(lambda self: len(self.patients) > FEWEST)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """Two that contradict each other stay two."""
        before, pairs = self.tables, [*permutations([*self.patients, *self.closed()], 2)]
        alike = [pair for pair in pairs if self.could_be_one(*pair, before)]
        stays, goes = self.pick(data, [*pairs, (self.patients[0], self.world.foreign_patient)], alike)
        outcome = self.staff_do(merge_patients.merge, self.world.scheduler, stays, goes)
        if goes == self.world.foreign_patient:
            self.not_found(outcome)
        else:
            self.is_done_if(outcome, self.could_be_one(stays, goes, before))

    @precondition(lambda self: len(self.patients) < MOST)
    @rule(data=st.data(), only_good=st.booleans(), dry_run=st.booleans())
    def take_in_a_file(self, data: st.DataObject, only_good: bool, dry_run: bool) -> None:
        """Nobody of a name that there is already comes again."""
        before, lines = self.tables, [self.line(data) for _ in range(data.draw(st.integers(1, 2)))]
        act = partial(import_patients.for_staff, only_good=only_good, dry_run=dry_run)
        outcome = self.staff_do(act, self.world.scheduler, "\n".join((HEAD, *lines)))
        assert outcome.no is None or (isinstance(outcome.no, WrongFile) and not only_good), outcome
        new = self.tables.changed_from(before, "patient")
        known = {(row["given_name"], row["family_name"]) for row in self.of_program(before)}
        assert not [row for row in new if (row["given_name"], row["family_name"]) in known], new
        assert not new or not dry_run
        assert not outcome.is_done or dry_run or len(new) == len(outcome.value.new)

    def line(self, data: st.DataObject) -> str:
        first = self.today() + timedelta(days=data.draw(st.sampled_from([9, 0, -3])))
        said = data.draw(NAMES), data.draw(PHONES), data.draw(st.sampled_from(["", "yes"]))
        return ",".join((*said, str(first), str(first + timedelta(days=30)), str(data.draw(st.integers(1, 9)))))

    def is_done_if(self, outcome: Outcome, is_right: bool) -> None:
        """Or staff are told what is wrong."""
        assert outcome.died or outcome.is_done == is_right, outcome
        assert outcome.died or is_right or isinstance(outcome.no, Invalid), outcome

    def is_open(self, patient: int, before: Tables) -> bool:
        return before["patient"][patient]["archived_at"] is None

    def could_be_one(self, stays: int, goes: int, before: Tables) -> bool:
        """No two plans on one day, nor authorisations of one unit, no two seats at one time; the one open, the other
        nobody else's yet.
        """
        mine, theirs = ([*opinion.bookings_of(before, patient)] for patient in (stays, goes))
        plans, payers = (
            product(*([*each(before[name], patient_id=patient)] for patient in (stays, goes)))
            for name in ("treatment_plan", "authorisation")
        )
        return (
            self.is_open(stays, before)
            and before["patient"][goes]["merged_into"] is None
            and not any(opinion.meets(one, other["starts"], other["ends"]) for one, other in product(mine, theirs))
            and not any(is_on_one_day(*pair) for pair in plans)
            and not any(a["unit"] == b["unit"] and is_on_one_day(a, b) for a, b in payers)
        )


def is_on_one_day(one: Row, other: Row) -> bool:
    return bool(one["first_day"] <= other["last_day"] and other["first_day"] <= one["last_day"])
