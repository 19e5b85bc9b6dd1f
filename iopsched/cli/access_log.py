"""gunicorn's logs without private links: who has the address of a calendar has the calendar."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

LINK = re.compile(r"/calendar/[^/\s\"?]+\.ics")
HIDDEN = "/calendar/(hidden).ics"


class DiscreetLogger(Logger):
    """Wherever an operator switches the access log on, and in whatever form."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> Any:
        """Every piece that a line of the access log may be made of."""
        told = super().atoms(resp, req, environ, request_time)
        return {name: _hidden(said) for name, said in told.items()}

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """A request that broke is named by its address."""
        super().exception(_hidden(msg), *map(_hidden, args), **kwargs)


def _hidden(said: Any) -> Any:
    return LINK.sub(HIDDEN, said) if isinstance(said, str) else said
