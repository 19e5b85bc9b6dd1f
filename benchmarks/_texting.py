"""A process that sends what is due, as a worker does, to the gateway of the benchmark:

python -m benchmarks._texting PORT MINUTES

It says that it is ready, waits for a line, and sends at so many minutes from now, until it is ended or its input is.
"""

from __future__ import annotations

import sys
import threading
from datetime import timedelta

from benchmarks._gateway import GatewaySender
from iopsched.app import from_environment
from iopsched.gateways.clock import utc_now
from iopsched.worker import Ticks

IDLE = 0.05


def main(port: str, minutes: str) -> None:
    app, stop = from_environment(), threading.Event()
    ticks = Ticks(app, GatewaySender(int(port)), stop)
    print("ready", flush=True)
    sys.stdin.readline()
    threading.Thread(target=_end_with_input, args=(stop,), daemon=True).start()
    while not stop.wait(IDLE):
        with app.app_context():
            ticks.send(utc_now() + timedelta(minutes=int(minutes)))


def _end_with_input(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    main(*sys.argv[1:])
