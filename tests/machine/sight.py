"""What can be seen from the stage: lists to choose from, by what somebody could want with them."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.machine import rule
from tests.machine.rule import FULL
from tests.machine.stage import Stage
from tests.machine.tables import Row, Tables, each


class Sight(Stage):
    """As it is now, or as it was ``before``."""

    @property
    def patients(self) -> list[int]:
        """Whoever is not archived."""
        return [row["id"] for row in self.of_program(self.tables) if not row["archived_at"]]

    def closed(self) -> list[int]:
        """Whoever is archived, or was merged into another."""
        return [row["id"] for row in self.of_program(self.tables) if row["archived_at"]]

    def of_program(self, tables: Tables) -> list[Row]:
        return [*each(tables["patient"], program_id=self.world.program.id)]

    def patient(self, who: int) -> int:
        return self.patients[who % len(self.patients)]

    def who_and_what(self, data: st.DataObject, promising: Callable[[int], list[int]]) -> tuple[int, int]:
        """A patient, and a session that is one of the promising for them, as a rule."""
        rather = [(patient, session) for patient in self.patients for session in promising(patient)]
        return self.pick(data, [(p, s) for p in self.patients for s in self.everywhere()], rather)

    def everywhere(self) -> list[int]:
        """Every session still to come, or just begun, and those of the other clinic."""
        since = self.now - timedelta(days=1)
        return [key for key, session in self.tables["session"].items() if session["starts"] > since]

    def ours(self) -> list[int]:
        return [row["id"] for row in each(self.tables["session"], program_id=self.world.program.id)]

    def ahead(self) -> list[int]:
        return [key for key in self.ours() if not self.has_begun(key)]

    def fitting(self, patient: int, *, without: int = 0, but_for: Iterable[str] = ()) -> list[int]:
        """What they could have, if it were not for these reasons."""
        expected = {*but_for}
        return [
            key
            for key in self.ahead()
            if rule.reasons(self.tables, patient, key, self.now, without=without) == expected
        ]

    def full(self, patient: int) -> list[int]:
        """What they could have, were there a seat."""
        return self.fitting(patient, but_for={FULL})

    def booked(self, patient: int, before: Tables | None = None) -> list[int]:
        rows = each((before or self.tables)["booking"], patient_id=patient, cancelled_at=None)
        return [row["session_id"] for row in rows]

    def booked_ahead(self, patient: int) -> list[int]:
        return [session for session in self.booked(patient) if not self.has_begun(session)]

    def given_up(self, patient: int) -> list[int]:
        rows = each(self.tables["booking"], patient_id=patient)
        return [row["session_id"] for row in rows if row["cancelled_at"] and not self.has_begun(row["session_id"])]

    def had(self, patient: int, session: int, before: Tables) -> bool:
        return any(each(before["booking"], patient_id=patient, session_id=session))

    def offered(self, patient: int) -> list[int]:
        rows = each(self.tables["offer"], patient_id=patient, answer=None)
        return [row["session_id"] for row in rows if row["until"] > self.now]

    def held(self, patient: int, **wanted: str) -> list[int]:
        rows = each(self.tables["hold"], patient_id=patient, **wanted)
        return [row["session_id"] for row in rows if row["until"] > self.now]

    def kept(self, patient: int) -> list[int]:
        """For their plan."""
        return self.held(patient, purpose="plan")

    def has_begun(self, session: int) -> bool:
        return bool(self.tables["session"][session]["starts"] <= self.now)

    def monday_of(self, day: date) -> date:
        return rule.week_of(self.tables, self.world.program.id, day)

    def monday_in(self, weeks: int) -> date:
        """The first day of this week, or of one to come."""
        return self.monday_of(self.today()) + timedelta(weeks=weeks)

    def today(self) -> date:
        return self.world.program.day_of(self.now)

    def are_holds(self) -> bool:
        return any(hold["until"] > self.now for hold in each(self.tables["hold"], purpose="plan"))

    def are_offers(self) -> bool:
        return any(offer["until"] > self.now for offer in each(self.tables["offer"], answer=None))

    def planned(self) -> list[Row]:
        """Weeks that staff planned and that may be answered."""
        rows = each(self.tables["planned_week"], outcome="offered")
        return [row for row in rows if row["until"] > self.now]

    def are_planned(self) -> bool:
        return bool(self.planned())
