"""Row 12: a patient's week with 100 sessions to choose from, against Flask's hello world; and its size after gzip."""

from __future__ import annotations

import gzip

from benchmarks.load import Answers, send
from benchmarks.measure import Goal, Row, in_turn, row, say
from benchmarks.stage import Stage, on_postgresql, served, signed_in

REQUESTS = 400


def main() -> None:
    with (
        on_postgresql(REQUESTS) as stage,
        served(stage.environment) as ours,
        served(stage.environment, "benchmarks.hello_app:app") as reference,
    ):
        say(*_compare(stage, ours, reference))


def _compare(stage: Stage, ours: int, reference: int) -> tuple[Row, Row]:
    pages = [signed_in(stage, who).get(f"/week/{stage.monday}") for who in stage.patients]
    hello = [b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"] * REQUESTS * 5
    values = in_turn("week page", lambda: _answered(ours, pages).rate, lambda: _answered(reference, hello).rate)
    page = _answered(ours, pages[:1]).last_body
    size = float(len(gzip.compress(page))), float(len(page))
    return (
        row("week page with 100 sessions against hello world", "a second", values, Goal(0.25)),
        row("week page after gzip against before", "bytes", [size[:1], size[1:]], Goal(0.06, at_least=False)),
    )


def _answered(port: int, requests: list[bytes]) -> Answers:
    answers = send(port, requests)
    if set(answers.statuses) != {200}:
        raise RuntimeError(str(answers.statuses))
    return answers


if __name__ == "__main__":
    main()
