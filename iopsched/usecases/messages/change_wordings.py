"""An admin looks at what each kind of message says, and chooses which are told and which may say more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iopsched.domain.errors import Invalid
from iopsched.domain.manner import ALWAYS_ON, WARNING, WITH_DETAIL, Manner, Wording, manner_of
from iopsched.domain.message import Kind
from iopsched.domain.program import Program
from iopsched.domain.sample import sample
from iopsched.domain.staff import Staff
from iopsched.domain.words import Language
from iopsched.gateways import examples
from iopsched.gateways.gsm7 import septets
from iopsched.store import audit, locks, people, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import remind_patient


@dataclass(frozen=True, slots=True)
class Preview:
    """One example. ``length`` is what it fills of the 160 septets of a message."""

    language: Language
    wording: Wording
    words: str

    @property
    def length(self) -> int:
        return septets(self.words)


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind, how the program tells it, and how that reads: each language, each wording that it has."""

    kind: Kind
    manner: Manner
    previews: tuple[Preview, ...]

    @property
    def is_always_on(self) -> bool:
        return self.kind in ALWAYS_ON

    @property
    def has_detail(self) -> bool:
        return self.kind in WITH_DETAIL


def view(staff: Staff, *, now: datetime) -> tuple[Choice, ...]:
    """Every kind but answers, in the order in which they are listed. Raises Forbidden but for an admin."""
    staff.require_admin()
    with reading():
        program = programs.get(staff.program_id)
    return choices(program, now)


def choices(program: Program, now: datetime) -> tuple[Choice, ...]:
    """With examples of the week after the one of ``now``."""
    return tuple(Choice(kind, manner_of(program, kind), _previews(kind, program, now)) for kind in examples.TOLD)


def change(
    staff: Staff, told: Collection[Kind], in_detail: Collection[Kind], *, is_warned: bool, now: datetime
) -> Program:
    """From now on, and for what waits as well. More than there was may be said only once the warning is confirmed.

    Raises Invalid naming ``is_warned``, Forbidden but for an admin.
    """
    staff.require_admin()
    silenced = frozenset(kind.value for kind in Kind if kind not in told) - ALWAYS_ON
    detailed = frozenset(kind.value for kind in in_detail) & WITH_DETAIL
    with transaction():
        locks.program(staff.program_id)
        before = programs.get(staff.program_id)
        new = detailed - before.in_detail
        if new and not is_warned:
            raise Invalid(is_warned="Read the warning and tick it: more words are a disclosure.")
        programs.change(before.id, silenced=silenced, in_detail=detailed)
        _note(staff, before, silenced, detailed, now)
        after = programs.get(before.id)
        if Kind.REMINDER in before.silenced - silenced:
            _remind(after, now)
        return after


def _remind(program: Program, now: datetime) -> None:
    """What was booked while reminders were off has none yet."""
    for patient in people.in_program(program.id):
        if patient.channels:
            remind_patient.follow_all(patient, program, now=now)


def _note(staff: Staff, before: Program, silenced: frozenset[str], detailed: frozenset[str], now: datetime) -> None:
    """Which kinds changed how; with the version of the warning where more may be said."""
    changed = {
        "switched_on": before.silenced - silenced,
        "switched_off": silenced - before.silenced,
        "made_detailed": detailed - before.in_detail,
        "made_discreet": before.in_detail - detailed,
    }
    said: dict[str, Any] = {what: ",".join(sorted(kinds)) for what, kinds in changed.items() if kinds}
    if "made_detailed" in said:
        said["warning"] = WARNING
    if said:
        audit.note(before.id, f"staff:{staff.id}", "messages chosen", now=now, **said)


def _previews(kind: Kind, program: Program, now: datetime) -> tuple[Preview, ...]:
    wordings = [*Wording] if kind in WITH_DETAIL else [Wording.DISCREET]
    return tuple(
        Preview(language, wording, examples.told(kind, sample(program, language, now), wording))
        for language in Language
        for wording in wordings
    )
