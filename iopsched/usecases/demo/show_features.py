"""Give some people of the demo what only some have, as the pages would: an address, a device, a payer's word."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from iopsched.domain.address import confirming_mark
from iopsched.domain.authorisation import Authorisation, Unit
from iopsched.domain.device import Subscription
from iopsched.domain.room import Room
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality
from iopsched.gateways.push import AUTH_BYTES, KEY_BYTES
from iopsched.store import offerings, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import keep_rooms
from iopsched.usecases.demo import pass_time
from iopsched.usecases.demo.invent_patients import Invented, Special
from iopsched.usecases.hours import keep_authorisations
from iopsched.usecases.messages import confirm_address, keep_devices

NOBODYS = "a secret of no installation"
"""What is sealed with it is opened by none: no notification of the demo leaves for the internet."""
PAID_DAYS, PAID_WEEKS = 8, 3
"""Few enough to come due soon."""


def show(patient_id: int, one: Invented, staff: Staff, *, now: datetime) -> None:
    """What is special about somebody who was just admitted."""
    match one.special:
        case Special.MAILED:
            claim = confirm_address.ask(patient_id, one.email, now=now)
            pass_time.send_texts(now, now)
            confirm_address.confirm(patient_id, confirming_mark(NOBODYS, claim), secret=NOBODYS, now=now)
        case Special.NOTIFIED:
            keep_devices.add(patient_id, "A phone", _nowhere(), secret=NOBODYS, now=now)
        case Special.PAID:
            first = one.plans[0].first_day
            span = (first, first + timedelta(weeks=PAID_WEEKS, days=-1))
            paid = Authorisation(0, patient_id, *span, Unit.DAYS, PAID_DAYS, payer="Example Health", reference="A-100")
            keep_authorisations.add(staff, paid, now=now)


def let_arrive(program_id: int) -> None:
    """Patients mark themselves, at the entrance and by video."""
    with transaction():
        programs.change(program_id, takes_codes=True, counts_joins=True)


def list_rooms(staff: Staff, *, now: datetime) -> None:
    """Every room that something is offered in, as large as the largest group there."""
    with reading():
        offered = [one for one in offerings.in_program(staff.program_id) if one.modality is Modality.IN_PERSON]
    largest: dict[tuple[str, str], int] = {}
    for one in offered:
        largest[one.place, one.site] = max(one.seats, largest.get((one.place, one.site), 0))
    for (name, site), seats in sorted(largest.items()):
        keep_rooms.put(staff, Room(0, name, site, seats), now=now)


def _nowhere() -> Subscription:
    """Of the shape that browsers give, with keys that nobody has."""
    p256dh, auth = (urlsafe_b64encode(bytes(size)).decode().rstrip("=") for size in (KEY_BYTES, AUTH_BYTES))
    return Subscription("https://notifications.example.org/nobody", p256dh, auth)
