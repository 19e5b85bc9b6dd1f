"""Plan the week of a whole program: complete weeks for as many patients as the seats allow, in the standard library.

``make`` is the way in. Each patient (``buyer``) is asked again and again for the cheapest complete week (``world``)
while sessions get a price by how scarce they are (``price``). A greedy and the prices each give a ``seating``; the
better of them is improved by letting some move to make room for others (``exchange``, ``completion``). What is left
goes to those who stay short, then everybody chooses the best that is free (``preference``). ``extra`` says which
session more would complete most.
"""

from iopsched.domain.program_plan.buyer import Seeker
from iopsched.domain.program_plan.extra import Extra
from iopsched.domain.program_plan.outcome import ProgramPlan, Progress, make

__all__ = ["Extra", "ProgramPlan", "Progress", "Seeker", "make"]
