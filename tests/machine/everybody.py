"""Everybody at once: the machine that is run."""

from tests.machine.arrivals import Arrivals
from tests.machine.authorisations import Authorisations
from tests.machine.contacts import Contacts
from tests.machine.drafters import Drafters
from tests.machine.patients import Patients
from tests.machine.planned import Planned
from tests.machine.planners import Planners
from tests.machine.plans import Plans
from tests.machine.records import Records
from tests.machine.rooms import Rooms
from tests.machine.seaters import Seaters
from tests.machine.texters import Texters
from tests.machine.usuals import Usuals
from tests.machine.waiters import Waiters
from tests.machine.waitlist import Waitlist
from tests.machine.worker import Worker


class Comers(Patients, Planners, Usuals, Waiters, Texters, Arrivals):
    """Patients, by themselves."""


class Keepers(Drafters, Rooms, Seaters, Waitlist, Planned, Plans, Authorisations, Records, Contacts):
    """Staff."""


class Everybody(Comers, Keepers, Worker):
    """In any order."""
