"""Whatever happens in a month: each matter is told once, in decent hours, to who agrees, or there was a reason.

A small one is part of the suite; IOPSCHED_MONTH_PATIENTS and IOPSCHED_MONTH_SEED ask for another: see CONTRIBUTING.md.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.month.judge import findings
from tests.month.month import play
from tests.month.record import Plan, Record

PATIENTS = int(os.environ.get("IOPSCHED_MONTH_PATIENTS", "10"))
SEED = int(os.environ.get("IOPSCHED_MONTH_SEED", "1"))
IS_LONG = "IOPSCHED_MONTH_PATIENTS" in os.environ
DAYS = 31 if IS_LONG else 20
FEW_DAYS = Plan(SEED, patients=6, days=2, deeds=3, texts=1, deaths=0.002, losses=0.002)


@pytest.fixture(params=["sqlite", "postgresql"])
def two_urls(request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path) -> Iterator[list[str]]:
    """Two databases that are alike and empty."""
    if request.param == "sqlite":
        yield [f"sqlite:///{shutil.copy(migrated_file, tmp_path / name)}" for name in ("one", "other")]
        return
    shelf, server = request.getfixturevalue("shelf"), request.getfixturevalue("postgres")
    names = [shelf.take(), shelf.take()]
    yield [server.url(name) for name in names]
    for name in names:
        shelf.put_back(name)


def come_to(record: Record) -> str:
    """What a month came to, for whoever runs it."""
    provider = record.provider
    ends = Counter(f"{row['kind']} {row['state']}" for row in record.tables["message"])
    return (
        f"{len(provider.accepted)} texts taken, not so {dict(Counter(one.how for one in provider.refused))}, "
        f"{len(record.trouble)} deaths and lost connections, {len(record.owed)} evenings, {dict(ends)}"
    )


@pytest.mark.timeout(0 if IS_LONG else 600)
def test_a_month_goes_by(database_url: str):
    record = play(database_url, Plan(SEED, PATIENTS, DAYS))
    sys.stdout.write(f"seed {SEED}, {PATIENTS} patients: {come_to(record)}\n")

    assert findings(record) == [], f"seed {SEED}"
    assert min(len(record.trouble), len(record.owed), len(record.provider.refused), len(record.forged)) > 0


def test_the_same_seed_is_the_same_month(two_urls: list[str]):
    one, other = (play(url, FEW_DAYS).journal for url in two_urls)

    assert one.lines == other.lines
    assert one.sum == other.sum
