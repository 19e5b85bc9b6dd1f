"""Row 4: a booking request against a raw WSGI app that sends the same statements on the same server.

Ours is the request of a browser: signed-in cookie, word against forged requests, rule, audit, outbox, 303.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.load import post, send
from benchmarks.measure import Goal, Row, in_turn, row, say
from benchmarks.stage import Stage, on_postgresql, served, signed_in
from benchmarks.statements import record

REQUESTS = 800


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, on_postgresql(REQUESTS) as stage:
        file = Path(folder) / "statements"
        sent = record(stage, file)
        raw = {"RECORDED": str(file)} | stage.environment
        with served(stage.environment) as ours, served(raw, "benchmarks.raw_app:application") as reference:
            say(_compare(stage, ours, reference, f"{len(sent.steps)} steps"))


def _compare(stage: Stage, ours: int, reference: int, size: str) -> Row:
    bookings = [signed_in(stage, who).booking(where) for who, where in stage.pairs]
    plain = [post(f"/{who.id}/{where.id}") for who, where in stage.pairs]
    values = in_turn(
        "booking, raw",
        lambda: rate(stage, ours, bookings),
        lambda: rate(stage, reference, plain),
        before=stage.start_over,
    )
    return row(f"booking request ({size}) against raw WSGI", "a second", values, Goal(0.70))


def rate(stage: Stage, port: int, requests: list[bytes]) -> float:
    """Answers a second. Every request must have booked."""
    answers = send(port, requests)
    if set(answers.statuses) != {303} or stage.booked() != (len(requests), len(requests), 0):
        raise RuntimeError(f"{answers.statuses}, {stage.booked()}")
    return answers.rate


if __name__ == "__main__":
    main()
