"""Every table, gathered so that migrations and tests see all of them."""

from iopsched.store.tables.bookings import AuditRow, BookingRow
from iopsched.store.tables.busy import BusyTimeRow, OwnCalendarRow
from iopsched.store.tables.carriers import CarrierRow, ReceiptRow
from iopsched.store.tables.change_drafts import ChangeDraftRow
from iopsched.store.tables.channels import DeviceRow, EmailClaimRow, TellingRow
from iopsched.store.tables.columns import Base, Instant
from iopsched.store.tables.feeds import FeedEventRow, FeedRow
from iopsched.store.tables.holds import HoldRow, RequestRow
from iopsched.store.tables.holidays import HolidayCalendarRow, OpenHolidayRow
from iopsched.store.tables.messages import MessageRow
from iopsched.store.tables.people import (
    AuthorisationRow,
    CommitmentRow,
    ConsentRow,
    PatientRow,
    SignInCodeRow,
    StaffRow,
    ToldApartRow,
    TreatmentPlanRow,
    WishesRow,
)
from iopsched.store.tables.program_plans import PlannedWeekRow, ProgramPlanRow
from iopsched.store.tables.programs import ClinicianRow, KioskRow, LimitRow, ProgramRow
from iopsched.store.tables.texting import ConversationRow, IncomingTextRow
from iopsched.store.tables.timetables import (
    AbsenceRow,
    ChangeRow,
    ClosureRow,
    OfferingRow,
    RoomRow,
    SeasonRow,
    SeatCapRow,
    SessionRow,
)
from iopsched.store.tables.unmet import UnmetWishRow
from iopsched.store.tables.usual_weeks import UsualTurnRow, UsualWeekRow
from iopsched.store.tables.waiting import OfferRow, WaitingRow

__all__ = [
    "AbsenceRow",
    "AuditRow",
    "AuthorisationRow",
    "Base",
    "BookingRow",
    "BusyTimeRow",
    "CarrierRow",
    "ChangeDraftRow",
    "ChangeRow",
    "ClinicianRow",
    "ClosureRow",
    "CommitmentRow",
    "ConsentRow",
    "ConversationRow",
    "DeviceRow",
    "EmailClaimRow",
    "FeedEventRow",
    "FeedRow",
    "HoldRow",
    "HolidayCalendarRow",
    "IncomingTextRow",
    "Instant",
    "KioskRow",
    "LimitRow",
    "MessageRow",
    "OfferRow",
    "OfferingRow",
    "OpenHolidayRow",
    "OwnCalendarRow",
    "PatientRow",
    "PlannedWeekRow",
    "ProgramPlanRow",
    "ProgramRow",
    "ReceiptRow",
    "RequestRow",
    "RoomRow",
    "SeasonRow",
    "SeatCapRow",
    "SessionRow",
    "SignInCodeRow",
    "StaffRow",
    "TellingRow",
    "ToldApartRow",
    "TreatmentPlanRow",
    "UnmetWishRow",
    "UsualTurnRow",
    "UsualWeekRow",
    "WaitingRow",
    "WishesRow",
]
