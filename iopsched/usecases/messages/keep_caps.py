"""How many messages a patient has had, counted at the moment of sending for all who are to get one now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.allowance import Told, enough
from iopsched.domain.message import Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import messages
from iopsched.usecases.messages.compose_text import Not

LOOKED_BACK, LOOKED_AHEAD = timedelta(days=8), timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Caps:
    """Right while these patients are locked."""

    told: dict[int, list[Told]]
    patients: Mapping[int, Patient]
    programs: Mapping[int, Program]
    now: datetime

    @classmethod
    def of(
        cls,
        batch: Sequence[Message],
        patients: Mapping[int, Patient],
        programs: Mapping[int, Program],
        now: datetime,
    ) -> Caps:
        """One query, and none where all that is to go was asked for. Called inside the transaction that sends."""
        limited = {message.patient_id for message in batch if not message.kind.is_asked_for}
        told: dict[int, list[Told]] = defaultdict(list)
        for patient_id, one in messages.told(limited, now - LOOKED_BACK, now + LOOKED_AHEAD) if limited else ():
            told[patient_id].append(one)
        return cls(told, patients, programs, now)

    def verdict(self, message: Message) -> Not | None:
        """Why it does not go now: later, where it is still of use then. None when it may."""
        program, patient = self.programs[message.program_id], self.patients[message.patient_id]
        one = Told(message.id, message.kind, message.state, self.now)
        tz = patient.zone_or(program.zone)
        full = enough(one, self.told[message.patient_id], program, tz, self.now)
        if full is None or message.is_again:
            return None
        is_of_use = full.until < message.useless_at
        return Not(State.DUE, full.why, full.until) if is_of_use else Not(State.WITHDRAWN, full.why)

    def count(self, message: Message) -> None:
        """It goes now."""
        others = [each for each in self.told[message.patient_id] if each.id != message.id]
        self.told[message.patient_id] = [*others, Told(message.id, message.kind, State.UNCLEAR, self.now)]
