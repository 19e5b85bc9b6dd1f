"""gunicorn's logs without private links: who has the address of a calendar has the calendar."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

LINKS = (
    (re.compile(r"/calendar/[^/\s\"?]+\.ics"), "/calendar/(hidden).ics"),
    (re.compile(r"/e-mail/(yes|no)/[^\s\"?]+"), r"/e-mail/\1/(hidden)"),
)


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
    if not isinstance(said, str):
        return said
    for link, hidden in LINKS:
        said = link.sub(hidden, said)
    return said
