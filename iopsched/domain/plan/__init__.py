"""Plan a week: an exact search, in the standard library alone, for the sessions that meet a treatment plan.

``look`` is the way in. It asks ``booking.refusals`` what may be booked at all (``case``), puts the rest into numbers
(``question``, ``choice``), works out every way to spend each day (``day``), folds those over the week (``fold``) in the
program's order of preference (``rank``, ``search``) until there are weeks enough that really differ (``differ``), and
says what each gains and costs (``remark``) or why none is complete (``hurdle``, ``change``, ``remedy``). The method is
told in docs/planner.md.
"""

from iopsched.domain.plan.change import Change, Loosened
from iopsched.domain.plan.hurdle import Hurdle, Obstacle
from iopsched.domain.plan.outlook import Missing, Outlook, look
from iopsched.domain.plan.proposal import Proposal, Remark, Trait
from iopsched.domain.plan.remedy import Lifted, Remedy

__all__ = [
    "Change",
    "Hurdle",
    "Lifted",
    "Loosened",
    "Missing",
    "Obstacle",
    "Outlook",
    "Proposal",
    "Remark",
    "Remedy",
    "Trait",
    "look",
]
