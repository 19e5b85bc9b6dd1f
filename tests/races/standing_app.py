"""The service for gunicorn, with a clock that stands; and a request stands still where the file RACES_STOP says.

The file holds the name of a function. Who comes there writes its process id beside it, and goes on when it is gone.
RACES_WITHOUT=transaction keeps each statement by itself.
"""

import os
import time
from contextlib import ExitStack
from functools import partial

from tests.conftest import an_app
from tests.races.act import before
from tests.races.guards import no_transaction
from tests.races.site import STEPS, WITHOUT, here, stop_file

FOR_GOOD = ExitStack()
app = an_app(os.environ["DATABASE_URL"])


def stand_still(step: str) -> None:
    stop = stop_file(os.environ)
    if stop.exists() and stop.read_text() == step:
        here(stop).write_text(str(os.getpid()))
        while stop.exists():
            time.sleep(0.01)


if os.environ[WITHOUT] == "transaction":
    with app.app_context():
        FOR_GOOD.enter_context(no_transaction())
for each in STEPS:
    FOR_GOOD.enter_context(before(each, partial(stand_still, each)))
