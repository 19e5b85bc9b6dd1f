"""Row 5: a booking request against the same route written plainly, for patients with eight weeks behind them."""

from __future__ import annotations

from benchmarks.booking_raw import rate
from benchmarks.measure import Goal, Row, in_turn, row, say
from benchmarks.stage import Stage, on_postgresql, served, signed_in

REQUESTS = 400


def main() -> None:
    with (
        on_postgresql(REQUESTS, history=True) as stage,
        served(stage.environment) as ours,
        served(stage.environment, "benchmarks.plain_app:app") as reference,
    ):
        say(_compare(stage, ours, reference))


def _compare(stage: Stage, ours: int, reference: int) -> Row:
    bookings = [signed_in(stage, who).booking(where) for who, where in stage.pairs]
    values = in_turn(
        "booking, plain",
        lambda: rate(stage, ours, bookings),
        lambda: rate(stage, reference, bookings),
        before=stage.start_over,
    )
    return row("booking request against plain ORM objects", "a second", values, Goal(7))


if __name__ == "__main__":
    main()
