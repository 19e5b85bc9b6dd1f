"""What time it is for a request: the app was given its clock when it was made."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask import current_app


def now() -> datetime:
    """The aware UTC instant of the app's clock."""
    return cast("datetime", current_app.extensions["clock"]())
