"""A command: what a text of a patient asks for, read by rule. English and Spanish, however it is typed.

No command of ours is a word that a provider takes as an order (DOMAIN.md section 4). What is not understood for certain
is for a person to read; a refusal is believed at once, for missing one costs more than hearing one too many.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from iopsched.domain.objection import Objection, objection_in


class Word(StrEnum):
    """Everything that a text can ask for."""

    STOP = "stop"
    STOP_ALL = "stop_all"
    """No text, no e-mail, no notification."""
    START = "start"
    HELP = "help"
    CONFIRM = "confirm"
    CHANGE = "change"
    CHOOSE = "choose"
    PLAN = "plan"
    WEEK = "week"
    WAIT = "wait"
    LEAVE = "leave"
    TAKE_KEPT = "take_kept"
    THANKS = "thanks"
    """Nothing: kind words that want no answer."""
    UNSURE = "unsure"
    """A person has to read it."""

    @property
    def is_about_consent(self) -> bool:
        return self in {Word.STOP, Word.STOP_ALL, Word.START}


@dataclass(frozen=True, slots=True)
class Command:
    """``digit`` is from 1 to 9 where one was chosen."""

    word: Word
    digit: int = 0


UNSURE = Command(Word.UNSURE)
KIND_WORDS = frozenset(
    {
        *("please", "pls", "plz", "thanks", "thank", "thx", "you", "ty", "hi", "hello", "hey", "ok", "okay", "great"),
        *(
            "good",
            "morning",
            "evening",
            "kindly",
            "sir",
            "madam",
            "por",
            "favor",
            "gracias",
            "hola",
            "buenos",
            "buenas",
        ),
        *("dias", "tardes", "noches", "vale", "bueno", "muchas", "muy", "amable"),
    }
)
TO_COUNT = frozenset({"option", "number", "choice", "nr", "num", "opcion", "numero", "la", "el", "the"})
ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SPANISH = ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
DIGITS = {name: digit for names in ("123456789", ENGLISH, SPANISH) for digit, name in enumerate(names, 1)} | {"una": 1}
SAID = {
    Word.STOP: (
        *("stop", "unsubscribe", "end", "quit", "optout", "opt out", "cancel"),
        *("stop it", "stop now", "stop this", "stop these", "stop texts", "alto", "parar", "pare", "paren", "baja"),
        *("detener", "basta", "no mas", "no quiero mas", "no more", "remove", "remove me"),
    ),
    Word.STOP_ALL: ("stopall", "stop all", "stop everything", "revoke", "end all", "parar todo", "alto a todo"),
    Word.START: ("start", "yes", "unstop"),
    Word.HELP: ("help", "info", "ayuda", "informacion"),
    Word.CONFIRM: (
        *("c", "confirm", "confirmed", "i confirm", "confirmo", "confirmar", "confirmado", "confirmada"),
        *("i will be there", "ill be there", "i will come", "ill come", "ahi estare", "alli estare"),
    ),
    Word.CHANGE: (
        *("r", "replace", "reschedule", "change", "i cant come", "cant come", "i cannot come", "i can not come"),
        *("i cant make it", "cant make it", "i cannot make it", "i wont come", "i wont make it", "other times"),
        *("open times", "cambiar", "no puedo", "no puedo ir", "no puedo venir", "no puedo llegar", "otra hora"),
        *("otras horas", "reprogramar"),
    ),
    Word.PLAN: ("plan", "plan my week", "plan week", "planear", "planea", "planificar"),
    Word.WEEK: ("week", "my week", "semana", "mi semana", "schedule", "my schedule", "horario", "mi horario"),
    Word.TAKE_KEPT: ("take", "take it", "i take it", "ill take it", "i will take it", "tomar", "lo tomo", "la tomo"),
    Word.WAIT: ("wait", "waitlist", "wait list", "waiting list", "espera", "esperar", "lista de espera"),
    Word.LEAVE: (
        *("leave", "leave list", "leave waiting list", "leave waitlist", "stop waiting", "wait no more"),
        *("salir", "salir de la lista", "salir de la lista de espera", "dejar de esperar", "ya no espero"),
    ),
}
COMMANDS = {phrase: word for word, phrases in SAID.items() for phrase in phrases}
LEAVES = re.compile(
    r"\b(?:(?:take|get|remove|delete|drop) (?:me|us|my name) (?:off|from|out)(?: of)?|leave) "
    r"(?:(?:the|your|that|this|any|all) )*wait(?:ing)? ?lists?\b"
    r"|\b(?:quit|sa[cq]|borr)\w*me de (?:la |su )?lista de espera\b"
)
IN_PASSING = {"stop", "please stop", "stop it", "unsubscribe", "opt out", "basta"}
"""What refuses texts though more is said before or after it; of other words only a whole text can be sure."""


def understand(text: str) -> Command:
    """What the text asks for: a command that stands alone but for kind words, or a refusal in any words; else a person.

    Whoever seems to refuse, and to say the opposite too, has to be understood by a person.
    """
    plain = bare(text)
    for whole in (plain, _core(plain)):
        if whole in COMMANDS:
            return Command(COMMANDS[whole])
    clauses = [bare(clause) for clause in CLAUSE.split(text)]
    said = objection_in([*clauses, *(_core(clause.replace("thank you", "thanks"), {"you"}) for clause in clauses)])
    if said is None and any(clause in IN_PASSING for clause in clauses):
        said = Objection.TO_TEXTS
    if said:
        return OBJECTED[said]
    if LEAVES.search(plain):
        return Command(Word.LEAVE)
    if plain and not _core(plain):
        return Command(Word.THANKS)
    return _chosen(_core(plain).split())


CLAUSE = re.compile(r"[.,;:!?¡¿()\n\u2013\u2014…]+")
OBJECTED = {
    Objection.TO_TEXTS: Command(Word.STOP),
    Objection.TO_ALL: Command(Word.STOP_ALL),
    Objection.UNSURE: UNSURE,
}


def bare(text: str) -> str:
    """Small letters without accents, digits, and single spaces: 'Sí, por favor!' is 'si por favor'."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(each for each in folded if not unicodedata.combining(each) and each not in "'’‘´`")
    return " ".join(re.findall(r"[^\W_]+", letters))


def _core(plain: str, kept: Collection[str] = ()) -> str:
    """Without kind words, but for those that say who does what."""
    return " ".join(word for word in plain.split() if word not in KIND_WORDS or word in kept)


def _chosen(core: list[str]) -> Command:
    """One number, said once; two numbers, or one among other words, are not a choice."""
    left = [word for word in core if word not in TO_COUNT]
    return Command(Word.CHOOSE, DIGITS[left[0]]) if len(left) == 1 and left[0] in DIGITS else UNSURE
