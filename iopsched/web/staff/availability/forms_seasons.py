"""A season, as a form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from iopsched.domain.name import spaced
from iopsched.domain.season import Season
from iopsched.web.fields import Day, KindForm, needed, words


class SeasonForm(KindForm):
    """Its name and its days."""

    name = words(_l("Name"), _l("Say what the season is called."), longest=40)
    first_day = Day(_l("First day"), needed(_l("Choose the day.")))
    last_day = Day(_l("Last day"), needed(_l("Choose the day.")))
    yearly = BooleanField(_l("Again each year"))

    def season(self, season_id: int = 0) -> Season:
        """As typed; only a sound form has one."""
        return Season(
            season_id, spaced(self.name.data or ""), self.first_day.day, self.last_day.day, bool(self.yearly.data)
        )
