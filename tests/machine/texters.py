"""What patients write by text, and what is answered: the same as on the pages, with the same refusals."""

from functools import partial
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.conversation import UNHEARD
from iopsched.usecases.messages import send_messages
from iopsched.usecases.texts import answer_text
from iopsched.usecases.texts.take_text import Text
from tests.machine.sight import Sight
from tests.machine.stage import WHO
from tests.machine.tables import each

WORDS = st.sampled_from(
    [
        *("C", "R", "1", "2", "9", "PLAN", "WEEK", "WAIT", "LEAVE", "TAKE", "HELP"),
        *("STOP", "START", "no more texts", "leave me alone", "my dog?"),
    ]
)
_numbers = count(1)


class Texters(Sight):
    """In any order; the provider hands over the same text twice."""

    last: Text | None = None

    @rule(who=WHO, words=WORDS, many=st.integers(1, 2))
    def write(self, who: int, words: str, many: int) -> None:
        """One after the other, as in a conversation: a number once what it answers has been sent and read."""
        for body in [words, "1"][:many]:
            if body != words:
                self.worker_does(partial(send_messages.send_due, secret="test"), self.carrier)
                self.now += 2 * UNHEARD
            known = [row["phone"] for row in self.of_program(self.tables) if row["phone"]]
            if phone := known[who % len(known)] if known else "":
                self.last = Text(f"SM-machine-{next(_numbers)}", phone, body)
                self.is_taken_in(self.last)

    @precondition(lambda self: self.last)
    @rule()
    def write_the_same_again(self) -> None:
        assert self.last
        before, known = self.tables, [*each(self.tables["incoming_text"], provider_id=self.last.provider_id)]
        self.is_taken_in(self.last)
        if known:
            assert self.tables == before, self.tables.news(before)

    def is_taken_in(self, text: Text) -> None:
        """Whatever it says: nobody is told that they are in the wrong."""
        outcome = self.patient_does(partial(answer_text.receive, text, secret="test"))
        assert outcome.no is None, outcome
        if outcome.is_done:
            assert [*each(self.tables["incoming_text"], provider_id=text.provider_id)]
