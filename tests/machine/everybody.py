"""Everybody at once: the machine that is run."""

from tests.machine.contacts import Contacts
from tests.machine.patients import Patients
from tests.machine.planned import Planned
from tests.machine.planners import Planners
from tests.machine.seaters import Seaters
from tests.machine.staff import Staff
from tests.machine.texters import Texters
from tests.machine.waiters import Waiters
from tests.machine.waitlist import Waitlist
from tests.machine.worker import Worker


class Everybody(Patients, Planners, Waiters, Staff, Seaters, Waitlist, Planned, Contacts, Texters, Worker):
    """In any order."""
