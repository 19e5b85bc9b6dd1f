"""A kiosk: a tablet at the entrance that takes codes and shows nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One device, made by staff; once it is closed, its sign-in is over."""

    id: int
    program_id: int
    name: str
    made_at: datetime
    is_open: bool = True
