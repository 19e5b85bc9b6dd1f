"""What somebody wants to see of a week's offers: chips in a form, words in an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality, Part

Word = TypeVar("Word", bound=StrEnum)
PART, WAY, KIND = "part", "way", "kind"


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing to tick."""

    name: str
    word: Part | Modality | Component
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """Nothing chosen of a sort means all of it."""

    parts: frozenset[Part] = frozenset()
    ways: frozenset[Modality] = frozenset()
    kinds: frozenset[Component] = frozenset()

    def allow(self, session: Session, program: Program) -> bool:
        return not (
            (self.parts and program.part_of(session.starts) not in self.parts)
            or (self.ways and session.modality not in self.ways)
            or (self.kinds and session.component not in self.kinds)
        )

    @property
    def query(self) -> dict[str, list[str]]:
        """What ``url_for`` puts behind the question mark; empty when nothing is chosen."""
        said = {PART: self.parts, WAY: self.ways, KIND: self.kinds}
        return {name: sorted(str(word.value) for word in words) for name, words in said.items() if words}

    def chips(self, kinds: Iterable[Component]) -> Iterator[Chip]:
        """Parts and ways, and the kinds that are on offer where there is more than one."""
        offered = frozenset(kinds) | self.kinds
        for name, words, chosen in (
            (PART, (Part.EVENING, Part.WEEKEND, Part.DAYTIME), self.parts),
            (WAY, (Modality.TELEHEALTH, Modality.IN_PERSON), self.ways),
            (KIND, tuple(kind for kind in Component if kind in offered and len(offered) > 1), self.kinds),
        ):
            yield from (Chip(name, word, word in chosen) for word in words)


def filters_in(arguments: MultiDict[str, str]) -> Filters:
    """What an address asks for; words that nobody knows are passed over."""
    return Filters(
        parts=_known(Part, arguments.getlist(PART)),
        ways=_known(Modality, arguments.getlist(WAY)),
        kinds=_known(Component, arguments.getlist(KIND)),
    )


def _known(words: type[Word], said: Iterable[str]) -> frozenset[Word]:
    asked = frozenset(said)
    return frozenset(word for word in words if word.value in asked)
