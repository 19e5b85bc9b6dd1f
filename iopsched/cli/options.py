"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from iopsched.app import utc_now


class Moment(click.ParamType[datetime]):
    """An instant with its zone, such as 2026-11-24T18:00-05:00 or 2026-11-24T23:00Z."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no instant. Give one such as 2026-11-24T18:00-05:00.", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone. Give one, such as in 2026-11-24T18:00-05:00.", param, ctx)
        return moment.astimezone(UTC)


now = click.option(
    "--now", type=Moment(), default=utc_now, help="Act as if it were this instant; the clock's if absent."
)
