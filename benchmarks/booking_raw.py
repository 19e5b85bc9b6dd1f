"""Row 4: a booking request against a raw WSGI app that sends the same statements on the same server."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.load import send
from benchmarks.measure import Goal, Row, in_turn, say
from benchmarks.stage import Stage, on_postgresql, served, signed_in
from benchmarks.statements import record

REQUESTS = 800


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, on_postgresql(REQUESTS + 1) as stage:
        file = Path(folder) / "statements"
        print(f"{len(record(stage, file).steps)} steps a booking")
        raw = {"RECORDED": str(file)} | stage.environment
        with served(stage.environment) as ours, served(raw, "benchmarks.raw_app:application") as reference:
            say(_compare(stage, ours, reference))


def _compare(stage: Stage, ours: int, reference: int) -> Row:
    bookings = [signed_in(stage, who).booking(where) for who, where in pairs(stage)]
    plain = [
        f"POST /{who.id}/{where.id} HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n".encode()
        for who, where in pairs(stage)
    ]
    values = in_turn(
        "booking, raw",
        lambda: rate(stage, ours, bookings),
        lambda: rate(stage, reference, plain),
        before=stage.start_over,
    )
    return Row("booking request against raw WSGI", "a second", *values, Goal(0.70))


def pairs(stage: Stage) -> list[tuple]:  # type: ignore[type-arg]
    """Everybody and a session each, so that all sessions are wanted alike."""
    return [(who, stage.sessions[number % len(stage.sessions)]) for number, who in enumerate(stage.patients[:REQUESTS])]


def rate(stage: Stage, port: int, requests: list[bytes]) -> float:
    """Answers a second. Every request must have booked."""
    answers = send(port, requests)
    if set(answers.statuses) != {303} or stage.booked() != (len(requests), len(requests), 0):
        raise RuntimeError(f"{answers.statuses}, {stage.booked()}")
    return answers.rate


if __name__ == "__main__":
    main()
