"""The stage: one act after another, each done or refused; after each, every promise is asked about."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from iopsched.domain.errors import Forbidden, Invalid, IopschedError, NotFound, Refused, Taken
from iopsched.store.db import db
from iopsched.usecases.availability.draft_change import Otherwise
from tests.carrier import Carrier, Killed
from tests.machine import promises, tables
from tests.machine.database import Database
from tests.machine.step import PATIENT, STAFF, WORKER, Step
from tests.machine.world import World

NO = (Refused, Taken, Invalid, NotFound, Forbidden, Otherwise)
SECOND = timedelta(seconds=1)
WHO = st.integers(0, 5)
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where it plays: a database, and the world that is kept in it under a name."""

    database: Database
    world: World
    kept: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: a value, a refusal, or a death before it was done."""

    value: Any = None
    no: IopschedError | None = None
    died: bool = False

    @property
    def is_done(self) -> bool:
        return not (self.no or self.died)

    def reasons(self) -> set[str]:
        """Every word of a refusal; none where it was done."""
        if isinstance(self.no, Refused):
            return {reason.why.value for reason in self.no.reasons}
        assert self.no is None, repr(self.no)
        return set()

    def reasons_of_each(self) -> dict[int, set[str]]:
        """The same of a plan, by session."""
        if isinstance(self.no, Taken):
            return {which: {one.why.value for one in reasons} for which, reasons in self.no.reasons.items()}
        assert self.no is None, repr(self.no)
        return {}


@dataclass(slots=True)
class Plug:
    """Is pulled when so many commits were asked for; None for never."""

    dies_at: int | None = None
    asked: int = field(default=0, init=False)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        commit = db.session.commit

        def commit_or_die() -> None:
            self.asked += 1
            if self.asked == self.dies_at:
                raise Killed
            commit()

        with patch.object(db.session, "commit", commit_or_die):
            yield


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent and carried out, with its key."""

    act: Callable[..., Any]
    given: tuple[Any, ...]
    key: str

    @property
    def name(self) -> tuple[int, str]:
        """Whose, and which: as it is remembered."""
        return self.given[0], self.key

    def send(self, *, now: datetime) -> Any:
        return self.act(*self.given, now=now, key=self.key)


class Stage(RuleBasedStateMachine):
    """What every act needs. A second passes with each, so that no two are at the same instant."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        scene.database.put_back(scene.kept)
        self.world = scene.world
        self.now = scene.world.start
        self.tables = tables.read()
        self.beginning = self.tables
        self.carrier = Carrier()
        self.next_plug = Plug()
        self.forms: list[Form] = []
        self.keys = (f"form-{number}" for number in count(1))

    def patient_does(self, act: Callable[..., Any], *given: Any) -> Outcome:
        return self._do(PATIENT, act, *given)

    def staff_do(self, act: Callable[..., Any], *given: Any, **more: Any) -> Outcome:
        return self._do(STAFF, act, *given, **more)

    def patient_sends(self, act: Callable[..., Any], *given: Any) -> Outcome:
        """By a form with a key, which can come again."""
        key = next(self.keys)
        outcome = self._do(PATIENT, act, *given, key=key)
        if outcome.is_done:
            self.forms.append(Form(act, given, key))
        return outcome

    def worker_does(self, act: Callable[..., Any], *given: Any, **more: Any) -> Outcome:
        outcome = self._do(WORKER, act, *given, **more)
        assert outcome.no is None, "the worker asks nobody"
        return outcome

    def _do(self, by: str, act: Callable[..., Any], *given: Any, **more: Any) -> Outcome:
        self.now += SECOND
        plug, self.next_plug = self.next_plug, Plug()
        before, texts = self.tables, len(self.carrier.texts)
        outcome = self._tried(plug, lambda: act(*given, now=self.now, **more))
        self.tables = tables.read()
        if outcome.no or (outcome.died and plug.dies_at == 1):
            assert self.tables == before, (outcome.no, self.tables.news(before))
        self._ask(by, before, texts)
        return outcome

    def _tried(self, plug: Plug, act: Callable[[], Any]) -> Outcome:
        try:
            with plug.in_place():
                return Outcome(act())
        except NO as no:
            return Outcome(no=no)
        except Killed:
            return Outcome(died=True)

    def _ask(self, by: str, before: tables.Tables, texts: int) -> None:
        said = tuple(self.carrier.texts)
        promises.ask(Step(self.world, self.beginning, before, self.tables, self.now, by, said, texts))

    def pick(self, data: st.DataObject, choices: Iterable[Choice], rather: Sequence[Choice] = ()) -> Choice:
        """One of them; more often than not, one of those that promise more."""
        numbers: st.SearchStrategy[Any] = st.integers(0, 7)
        is_lucky = rather and data.draw(numbers)
        every: list[Any] = [*(rather if is_lucky else choices)]
        ordered: st.SearchStrategy[Any] = st.sampled_from(sorted(every))
        one: Choice = data.draw(ordered)
        return one
