"""A process that sends what is due, as `iopsched send-due` does, and stops for good where it is told to:

python -m tests.sending_process INSTANT [STEP]

STEP is a name in send_messages: it says 'here' and waits to be killed, in place of that step.
"""

import sys
import time
from datetime import datetime
from typing import Any

from iopsched import worker
from iopsched.app import from_environment
from iopsched.usecases.messages import send_messages


def stand_still(*_: Any, **__: Any) -> None:
    say("here")
    time.sleep(60)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(instant: str, step: str = "") -> None:
    if step:
        setattr(send_messages, step, stand_still)
    app = from_environment()
    with app.app_context():
        say(str(worker.send_once(app, now=datetime.fromisoformat(instant))))


if __name__ == "__main__":
    main(*sys.argv[1:])
