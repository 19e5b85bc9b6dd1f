"""A process that goes on answering leaves what it is made of to itself."""

import os
import subprocess
import sys

ASK = "import gc; from iopsched.app import served; served(); print(gc.get_freeze_count(), gc.get_threshold()[0])"


def test_what_the_service_is_made_of_is_not_looked_through_for_rubbish():
    environ = {"DATABASE_URL": "sqlite://", "SECRET_KEY": "k" * 32, "PUBLIC_URL": "http://localhost:8000", "TZ": "UTC"}

    said = subprocess.run(
        [sys.executable, "-c", ASK], env=os.environ | environ, check=True, capture_output=True, text=True
    )

    kept, every = map(int, said.stdout.split())
    assert kept > 50_000
    assert every == 10_000
