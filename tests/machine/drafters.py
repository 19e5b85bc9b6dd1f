"""What staff draft of the timetable: they look, apply what they saw, and take it back."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.change_draft import UNDO
from iopsched.domain.errors import Invalid
from iopsched.usecases.availability import carry_intent, draft_change
from tests.machine.compounds import Compounds
from tests.machine.tables import Row, each


class Drafters(Compounds):
    """That what was seen is what is done is a promise (``promises/previews.py``)."""

    @rule(data=st.data())
    def change_many_dates(self, data: st.DataObject) -> None:
        """Without a look."""
        intent = self.intent(data)
        self.is_proper_of(self.staff_do(carry_intent.carry, self.world.scheduler, intent), intent)

    @rule(data=st.data())
    def draft(self, data: st.DataObject) -> None:
        """And apply it at once, as a rule; a look changes nothing but the draft."""
        before, intent = self.tables, self.intent(data)
        outcome = self.staff_do(draft_change.draft, self.world.scheduler, intent)
        self.is_proper_of(outcome, intent)
        assert self.tables.news(before).keys() <= {"change_draft"}, self.tables.news(before)
        if outcome.is_done and data.draw(st.integers(0, 2)):
            self.apply(self.tables["change_draft"][outcome.value], is_fresh=True)

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def apply_what_was_seen(self, data: st.DataObject) -> None:
        """However much has happened since; looked at once more, it is done."""
        one = self.pick(data, [row["id"] for row in self.waiting()])
        if data.draw(st.booleans()):
            self.staff_do(draft_change.view, self.world.scheduler, one)
        self.apply(self.tables["change_draft"][one])

    @precondition(lambda self: self.applied())
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        one = self.tables["change_draft"][self.pick(data, [row["id"] for row in self.applied()])]
        outcome = self.staff_do(draft_change.undo, self.world.scheduler, one["id"])
        if self.now >= one["applied_at"] + UNDO:
            assert outcome.died or isinstance(outcome.no, Invalid), outcome
        elif outcome.is_done:
            self.apply(self.tables["change_draft"][outcome.value], is_fresh=True)

    def apply(self, draft: Row, *, is_fresh: bool = False) -> None:
        before = self.tables
        outcome = self.staff_do(draft_change.apply, self.world.scheduler, draft["id"], draft["fingerprint"])
        assert not is_fresh or outcome.died or outcome.no is None, outcome
        if outcome.is_done:
            again = self.staff_do(draft_change.apply, self.world.scheduler, draft["id"], draft["fingerprint"])
            assert again.died or again.value is None
            assert before["change_draft"][draft["id"]]["applied_at"] is None

    def waiting(self) -> list[Row]:
        return [*each(self.tables["change_draft"], applied_at=None)]

    def applied(self) -> list[Row]:
        return [row for row in self.tables["change_draft"].values() if row["applied_at"]]
