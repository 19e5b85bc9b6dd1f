"""Our door for the provider: what patients write and what became of texts is posted, at times twice, late or forged."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from flask import Flask
from twilio.request_validator import RequestValidator

from tests.month.provider import Form, Provider
from tests.month.record import Act, Journal
from tests.month.turns import Doing, Turns

PUBLIC, TOKEN = "https://week.example.org", "token"
WORDS = {
    "C": 5.0,
    "R": 3.0,
    "1": 5.0,
    "2": 2.0,
    "9": 0.3,
    "WEEK": 2.0,
    "PLAN": 1.0,
    "WAIT": 1.0,
    "TAKE": 1.0,
    "HELP": 1.0,
    "STOP": 0.5,
    "START": 1.5,
    "please stop texting me": 0.4,
    "can my sister come?": 0.5,
}
"""What patients write, and how often, in proportion."""
ORDERS = {"STOP", "START", "HELP"}
"""What the provider answers itself."""
TWICE, FORGED = 0.1, 0.02
AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Post:
    """One call that is still to be made, to ``texts`` or to ``receipts``."""

    at: datetime
    number: int
    door: str
    form: Form


@dataclass
class Door:
    """``forged``: how each call was answered that nobody had signed."""

    app: Flask
    turns: Turns
    random: Random
    provider: Provider
    journal: Journal
    posts: list[Post] = field(default_factory=list)
    forged: list[int] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)

    def write(self, phone: str) -> None:
        """A patient sends one text; what is an order the provider obeys first."""
        body = self.random.choices([*WORDS], [*WORDS.values()])[0]
        form = {"MessageSid": f"SMin{next(self._numbers)}", "From": phone, "Body": body}
        if body in ORDERS:
            form["OptOutType"] = body
        if body == "STOP":
            self.provider.stopped.add(phone)
        if body == "START":
            self.provider.stopped.discard(phone)
        for _ in range(1 + (self.random.random() < TWICE)):
            self._expect(self.provider.clock.now, "texts", form)

    def due(self) -> list[Doing]:
        """All calls whose time has come, in any order."""
        for at, form in self.provider.told():
            self._expect(at, "receipts", form)
        self.posts.sort(key=lambda post: (post.at, post.number))
        due = [post for post in self.posts if post.at <= self.provider.clock.now]
        self.posts = self.posts[len(due) :]
        self.random.shuffle(due)
        return [Doing(post.door, self._calling(post, is_forged=self.random.random() < FORGED)) for post in due]

    def _calling(self, post: Post, *, is_forged: bool) -> Callable[[], None]:
        """Until it is answered; what is forged comes again as it ought to."""
        url = f"{PUBLIC}/hooks/{post.door}"
        signature = RequestValidator("wrong" if is_forged else TOKEN).compute_signature(url, post.form)
        headers = {"X-Twilio-Signature": signature}

        def call() -> None:
            began, status = self.turns.steps, 0
            try:
                status = self.app.test_client().post(f"/hooks/{post.door}", data=post.form, headers=headers).status_code
            finally:
                self.journal.acts.append(Act(None if post.door == "texts" else 0, began, self.turns.steps))
                if is_forged or not 200 <= status < 300:
                    self._expect(self.provider.clock.now + AGAIN, post.door, post.form)
            if is_forged:
                self.forged.append(status)
            self.journal.note(f"{post.door} {post.form} {status}")

        return call

    def _expect(self, at: datetime, door: str, form: Form) -> None:
        self.posts.append(Post(at, next(self._numbers), door, form))
