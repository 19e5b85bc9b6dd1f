"""What runs in each process of a race. It is forked from a server that has imported all this, and so begun at once."""

from contextlib import ExitStack
from multiprocessing.connection import Connection

from iopsched.app import disconnect
from iopsched.store.db import reading, run
from iopsched.store.sessions import selected
from tests.conftest import an_app
from tests.races.act import Act, before, die, word_for
from tests.races.meeting import Party

READY = "ready"


def act_once(url: str, act: Act, party: Party, line: Connection) -> None:
    """Build an app and connect, say so, wait to be let go, act, and say how that went."""
    app = an_app(url)
    with app.app_context():
        with reading():
            run(selected().limit(0))
        line.send(READY)
        party.await_begin()
        with ExitStack() as prepared:
            prepared.enter_context(act.within())
            if act.stops:
                prepared.enter_context(before(act.stops, party.stop))
            if act.dies:
                prepared.enter_context(before(act.dies, die))
            word = word_for(act.do)
        party.leave()
        line.send(word)
        disconnect()
