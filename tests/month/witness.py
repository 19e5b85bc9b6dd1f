"""The witness looks at the tables at any moment, by a connection of its own: what is committed, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, create_engine, select, text

from iopsched.store.tables import (
    AuditRow,
    Base,
    BookingRow,
    ConsentRow,
    IncomingTextRow,
    MessageRow,
    OfferRow,
    PatientRow,
    ProgramRow,
    SessionRow,
    TellingRow,
)

Row = dict[str, Any]
KEPT: tuple[type[Base], ...] = (
    AuditRow,
    BookingRow,
    ConsentRow,
    IncomingTextRow,
    MessageRow,
    OfferRow,
    PatientRow,
    ProgramRow,
    SessionRow,
    TellingRow,
)
HOURS = (ProgramRow.send_from, ProgramRow.send_until, ProgramRow.remind_at, ProgramRow.timezone.label("home"))
SEATS = (
    BookingRow.id,
    BookingRow.patient_id,
    BookingRow.session_id,
    BookingRow.booked_at,
    BookingRow.revised_at,
    BookingRow.cancelled_at,
    BookingRow.cancelled_by,
    SessionRow.day,
    SessionRow.starts,
    SessionRow.is_cancelled,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What stood in the tables: whose number it is, None for nobody's, their seats and offers around that time, and how
    they wanted to be told of each kind.
    """

    patient: Row | None
    seats: tuple[Row, ...] = ()
    offers: tuple[Row, ...] = ()
    tellings: tuple[Row, ...] = ()


class Witness:
    """Reads by a connection for each look."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def look(self, phone: str, now: datetime) -> Facts:
        """All that is to know of whoever has that number."""
        mine = select(PatientRow.__table__, *HOURS).join(ProgramRow, ProgramRow.id == PatientRow.program_id)
        found = self._rows(mine.where(PatientRow.phone == phone))
        if not found:
            return Facts(None)
        patient_id = found[0]["id"]
        seats = self._seats(BookingRow.patient_id == patient_id, SessionRow.starts > now - timedelta(days=1))
        offers = self._rows(select(OfferRow.__table__).where(OfferRow.patient_id == patient_id, OfferRow.until > now))
        tellings = self._rows(select(TellingRow.__table__).where(TellingRow.patient_id == patient_id))
        return Facts(found[0], tuple(seats), tuple(offers), tuple(tellings))

    def patients(self) -> list[Row]:
        return self._rows(select(PatientRow.__table__, *HOURS).join(ProgramRow).order_by(PatientRow.id))

    def phone_of(self, patient_id: int) -> str:
        return str(self._rows(select(PatientRow.phone).where(PatientRow.id == patient_id))[0]["phone"])

    def sessions(self, since: datetime, until: datetime) -> list[Row]:
        ahead = (SessionRow.starts > since, SessionRow.starts < until)
        return self._rows(select(SessionRow.__table__).where(*ahead).order_by(SessionRow.id))

    def seats_of(self, patient_id: int, now: datetime) -> list[Row]:
        """Those that are still to come."""
        return self._seats(
            BookingRow.patient_id == patient_id, BookingRow.cancelled_at.is_(None), SessionRow.starts > now
        )

    def seats_between(self, since: datetime, until: datetime) -> list[Row]:
        """Everybody's, active."""
        return self._seats(BookingRow.cancelled_at.is_(None), SessionRow.starts > since, SessionRow.starts < until)

    def offers_to(self, patient_id: int) -> list[Row]:
        """Those without an answer."""
        open_ = (OfferRow.patient_id == patient_id, OfferRow.answer.is_(None))
        return self._rows(select(OfferRow.__table__).where(*open_).order_by(OfferRow.id))

    def is_anything_due(self, now: datetime) -> bool:
        """Whether a worker would find a message."""
        waits = MessageRow.state.in_(["due", "sending", "unclear"])
        return bool(self._rows(select(MessageRow.id).where(waits, MessageRow.due_at <= now).limit(1)))

    def tables(self) -> dict[str, list[Row]]:
        """All that a judge looks at."""
        return {kept.__tablename__: self._rows(select(kept.__table__).order_by(text("1"))) for kept in KEPT}

    def close(self) -> None:
        self._engine.dispose()

    def _seats(self, *which: Any) -> list[Row]:
        query = select(*SEATS).join(SessionRow, SessionRow.id == BookingRow.session_id)
        return self._rows(query.where(*which).order_by(BookingRow.id))

    def _rows(self, query: Select[*tuple[Any, ...]]) -> list[Row]:
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]


def zone_of(patient: Row) -> ZoneInfo:
    return ZoneInfo(patient["timezone"] or patient["home"])


def is_within(moment: datetime, patient: Row, slack: timedelta, telling: Row | None = None) -> bool:
    """Whether it is within sending hours on the patient's clock, and within their own of that kind, or almost."""
    first, last = (moment.astimezone(zone_of(patient)) + more for more in (slack, -slack))
    own = telling or {"since": None, "until": None}
    begins: time = max(patient["send_from"], own["since"] or time.min)
    ends: time = min(patient["send_until"], own["until"] or time.max)
    return first.time() >= begins and last.time() < ends


def active(seats: Iterable[Row]) -> list[Row]:
    return [seat for seat in seats if seat["cancelled_at"] is None and not seat["is_cancelled"]]
