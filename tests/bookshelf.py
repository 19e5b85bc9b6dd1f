"""A reader of links that gives what a test has put behind them, and knows what it was asked."""

from dataclasses import dataclass, field

from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import Answer, Trouble, Validators

LINK = "https://calendar.example/private-1a2b3c/basic.ics"
SECRET = "test"
VALIDATORS = Validators('"v1"', "Mon, 23 Nov 2026 12:00:00 GMT")


@dataclass
class Bookshelf:
    """``content`` is behind every link; ``trouble`` is what there is instead. Nothing has changed for who knows it."""

    content: bytes = b""
    trouble: Trouble | None = None
    asked: list[tuple[str, Validators]] = field(default_factory=list)
    patience: list[float] = field(default_factory=list)

    def __call__(self, link: str, validators: Validators, seconds: float) -> Answer:
        self.asked.append((link, validators))
        self.patience.append(seconds)
        if self.trouble:
            raise Unreadable(self.trouble)
        return Answer(None if validators == VALIDATORS else self.content, VALIDATORS)
