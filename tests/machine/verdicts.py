"""What must come of an act by the second opinion, and whether it did."""

from collections.abc import Iterable

from iopsched.domain.errors import Invalid, NotFound
from tests.machine import rule
from tests.machine.rule import FULL
from tests.machine.sight import Sight
from tests.machine.stage import Outcome
from tests.machine.tables import Tables


class Verdicts(Sight):
    """An act that died before it was done says nothing.

    A seat whose hold is over and still there may go to the next in line first, so that one finds it full, or not.
    """

    def agree(self, outcome: Outcome, before: Tables, sessions: Iterable[int], expected: set[str]) -> None:
        """Refused with every word, or done where there is none."""
        if outcome.died or self.is_elsewhere(outcome, sessions):
            return
        said = outcome.reasons()
        if rule.is_lapsed(before, sessions, self.now):
            said, expected = said - {FULL}, expected - {FULL}
        assert said == expected, (said, expected)

    def agree_on_each(self, outcome: Outcome, before: Tables, patient: int, wanted: Iterable[int]) -> None:
        """The same of a plan, as the week grows."""
        if not outcome.died and not rule.is_lapsed(before, wanted, self.now):
            expected = rule.reasons_against_all(before, patient, wanted, self.now)
            assert outcome.reasons_of_each() == expected, (outcome, expected)

    def not_found(self, outcome: Outcome) -> None:
        assert outcome.died or isinstance(outcome.no, NotFound), outcome

    def is_elsewhere(self, outcome: Outcome, sessions: Iterable[int]) -> bool:
        """Whether any is of the other clinic: nobody learns that there is such a thing."""
        if is_elsewhere := not {*sessions}.isdisjoint(self.world.foreign_sessions):
            self.not_found(outcome)
        return is_elsewhere

    def is_one_week(self, outcome: Outcome, sessions: Iterable[int]) -> bool:
        """Whether all are of one week; what is not is known to be refused."""
        is_one = len({self.monday_of(self.tables["session"][session]["day"]) for session in sessions}) == 1
        assert is_one or outcome.died or isinstance(outcome.no, Invalid), outcome
        return is_one
