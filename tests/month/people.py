"""What patients and staff do of a month, each chosen by the seed: through the use cases, as the pages do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from iopsched.domain.consent import Source
from iopsched.domain.errors import Busy, Forbidden, Invalid, NotFound, Refused, Taken
from iopsched.domain.message import Kind
from iopsched.domain.offering import Closure
from iopsched.domain.telling import USUAL, Telling
from iopsched.usecases.availability import change_session, keep_closures
from iopsched.usecases.messages import choose_telling
from iopsched.usecases.people import change_contact, change_profile, sign_in_patient
from iopsched.usecases.people.change_contact import Contact
from iopsched.usecases.seats import book_session, cancel_booking, seat_patient, swap_booking, wait_for_seat
from tests.month.town import ZONES, Town
from tests.month.witness import Row, Witness

NO = (Refused, Taken, Invalid, NotFound, Forbidden, Busy)
SECRET = "test"
SOON = timedelta(days=10)
DEEDS = {
    "book": 30,
    "give_up": 5,
    "swap": 6,
    "wait": 5,
    "take_offered": 5,
    "answer_about_texts": 2,
    "choose_hours": 1.5,
    "live_elsewhere": 1,
    "ask_for_code": 5,
    "be_seated": 3,
    "be_moved": 2,
    "be_taken_out": 2,
    "be_called_otherwise": 1.5,
    "move_a_session": 1.5,
    "cancel_a_session": 1,
    "reopen_a_session": 0.7,
    "change_seats": 0.7,
    "close_a_day": 0.15,
}
"""How often, in proportion."""
CHOSEN = (Kind.MOVED, Kind.CANCELLED, Kind.BOOKED, Kind.DIGEST, Kind.SHORTFALL)


@dataclass(frozen=True, slots=True)
class Deed:
    """``patient`` is None where it is about a session, and so about whoever is in it."""

    name: str
    patient: int | None
    do: Callable[[datetime], Any]


@dataclass
class People:
    """Chooses who does what next; what they look at is what is committed."""

    town: Town
    random: Random
    witness: Witness
    _numbers: Any = field(default_factory=lambda: count(5_550_000))

    def deed(self, now: datetime) -> Deed | None:
        """One of somebody; None where there is nothing to do of that kind."""
        name = self.random.choices([*DEEDS], [*DEEDS.values()])[0]
        patient = self.random.choice(self.town.patients)
        do, whose = getattr(self, f"_{name}")(patient, now), patient if name in self._of_patients() else None
        return Deed(name, whose, do) if do else None

    @staticmethod
    def _of_patients() -> list[str]:
        return [name for name in DEEDS if "session" not in name and "seats" not in name and "day" not in name]

    def _book(self, patient: int, now: datetime) -> Any:
        session = self._ahead(now)
        return session and (lambda now: book_session.book(patient, session, now=now))

    def _give_up(self, patient: int, now: datetime) -> Any:
        session = self._mine(patient, now)
        return session and (lambda now: cancel_booking.cancel(patient, session, now=now))

    def _swap(self, patient: int, now: datetime) -> Any:
        old, new = self._mine(patient, now), self._ahead(now)
        return old and new and (lambda now: swap_booking.swap(patient, old, new, now=now))

    def _wait(self, patient: int, now: datetime) -> Any:
        full = [row["id"] for row in self._sessions(now) if row["taken"] >= row["seats"]]
        session = self.random.choice(full) if full else None
        return session and (lambda now: wait_for_seat.wait(patient, session, now=now))

    def _take_offered(self, patient: int, now: datetime) -> Any:
        """Or decline it."""
        offered = self.witness.offers_to(patient)
        act: Any = self.random.choice([book_session.book, wait_for_seat.decline])
        return offered and (lambda now: act(patient, offered[0]["session_id"], now=now))

    def _answer_about_texts(self, patient: int, now: datetime) -> Any:
        is_given = self.random.random() < 0.7
        return lambda now: change_profile.set_consent(patient, is_given, source=Source.APP, now=now)

    def _choose_hours(self, patient: int, now: datetime) -> Any:
        """Of one kind of matter; or it is not to be told at all, or as usual."""
        kind = self.random.choice(CHOSEN)
        telling = self.random.choice([Telling(since=time(12)), Telling(until=time(15)), Telling(is_off=True), USUAL])
        return lambda now: choose_telling.choose(patient, kind, telling, now=now)

    def _live_elsewhere(self, patient: int, now: datetime) -> Any:
        zone = self.random.choice(ZONES)
        return lambda now: change_profile.set_timezone(patient, zone, now=now)

    def _ask_for_code(self, patient: int, now: datetime) -> Any:
        phone = self.witness.phone_of(patient)
        return phone and (lambda now: sign_in_patient.ask_for_code(phone, secret=SECRET, now=now))

    def _be_seated(self, patient: int, now: datetime) -> Any:
        session = self._ahead(now)
        return session and (lambda now: seat_patient.book(self.town.staff, patient, session, now=now))

    def _be_moved(self, patient: int, now: datetime) -> Any:
        old, new = self._mine(patient, now), self._ahead(now)
        return old and new and (lambda now: seat_patient.move(self.town.staff, patient, old, new, now=now))

    def _be_taken_out(self, patient: int, now: datetime) -> Any:
        session = self._mine(patient, now)
        return session and (lambda now: seat_patient.cancel(self.town.staff, patient, session, now=now))

    def _be_called_otherwise(self, patient: int, now: datetime) -> Any:
        phone = f"+1415{next(self._numbers):07}"
        contact = Contact("Ana", "Ruiz", phone, accepts_texts=self.random.random() < 0.9)
        return lambda now: change_contact.change(self.town.staff, patient, contact, now=now)

    def _move_a_session(self, _: int, now: datetime) -> Any:
        sessions = [row for row in self._sessions(now) if row["taken"]]
        if not sessions:
            return None
        session = self.random.choice(sessions)
        day = session["day"] + timedelta(days=self.random.randint(-1, 1))
        begins = time(self.random.randint(9, 19), self.random.choice([0, 30]))
        return lambda now: change_session.move(self.town.staff, session["id"], day, begins, now=now)

    def _cancel_a_session(self, _: int, now: datetime) -> Any:
        session = self._ahead(now)
        return session and (lambda now: change_session.cancel(self.town.staff, session, now=now))

    def _reopen_a_session(self, _: int, now: datetime) -> Any:
        off = [row["id"] for row in self._sessions(now, is_cancelled=True)]
        session = self.random.choice(off) if off else None
        return session and (lambda now: change_session.reopen(self.town.staff, session, now=now))

    def _change_seats(self, _: int, now: datetime) -> Any:
        session, seats = self._ahead(now), self.random.randint(4, 12)
        return session and (lambda now: change_session.change_seats(self.town.staff, session, seats, now=now))

    def _close_a_day(self, _: int, now: datetime) -> Any:
        day = self.town.program.day_of(now) + timedelta(days=self.random.randint(1, 9))
        return lambda now: keep_closures.close(self.town.staff, Closure(day), now=now)

    def _ahead(self, now: datetime) -> int | None:
        return self._one(self._sessions(now), "id")

    def _mine(self, patient: int, now: datetime) -> int | None:
        return self._one(self.witness.seats_of(patient, now), "session_id")

    def _one(self, rows: list[Row], name: str) -> int | None:
        return self.random.choice(rows)[name] if rows else None

    def _sessions(self, now: datetime, *, is_cancelled: bool = False) -> list[Row]:
        """Those of the days to come; rather the next few than the others."""
        found = self.witness.sessions(now, now + self.random.choice([SOON / 5, SOON / 2, SOON]))
        return [row for row in found if row["is_cancelled"] == is_cancelled]
