"""A carrier of texts that lives in the test: it keeps what it took and answers as it was told to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.sender import Outcome, Receipt, hash_of

Plan = Callable[["Carrier", str, str], Receipt]


class Killed(BaseException):
    """What a process that dies leaves behind: nothing after it runs."""


@dataclass
class Carrier:
    """``texts`` is (number, words) of what it took; ``tried`` all that it was given, with ``validity`` in seconds."""

    plans: list[Plan] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    tried: list[Letter] = field(default_factory=list)
    validity: list[int] = field(default_factory=list)
    is_silent: bool = False

    def plan(self, *plans: Plan) -> None:
        self.plans += plans

    def bodies(self) -> list[str]:
        return [body for _, body in self.texts]

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        self.validity.append(validity_seconds)
        self.tried.append(letter)
        return (self.plans.pop(0) if self.plans else takes)(self, letter.to, letter.body)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        if not channel.is_listed:
            return None
        if self.is_silent:
            return Receipt(Outcome.UNCLEAR, code="silent")
        names = [
            f"SM{place}"
            for place, (number, body) in enumerate(self.texts)
            if (number, hash_of(body)) == (to, body_hash)
        ]
        return next((Receipt(Outcome.TAKEN, name) for name in names if name not in known), None)


def takes(carrier: Carrier, to: str, body: str) -> Receipt:
    carrier.texts.append((to, body))
    return Receipt(Outcome.TAKEN, f"SM{len(carrier.texts) - 1}")


def answers(outcome: Outcome, code: str = "") -> Plan:
    """Takes nothing."""
    return lambda carrier, to, body: Receipt(outcome, code=code)


def takes_but_answers(outcome: Outcome, code: str = "") -> Plan:
    def plan(carrier: Carrier, to: str, body: str) -> Receipt:
        takes(carrier, to, body)
        return Receipt(outcome, code=code)

    return plan


def dies_before(carrier: Carrier, to: str, body: str) -> Receipt:
    raise Killed


def dies_after(carrier: Carrier, to: str, body: str) -> Receipt:
    takes(carrier, to, body)
    raise Killed
