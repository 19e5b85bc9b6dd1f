"""A command: what a text of a patient asks for, read by rule. English and Spanish, however it is typed.

No command of ours is a word that a provider takes as an order (DOMAIN.md section 4). What is not understood for certain
is for a person to read; a refusal is believed at once, for missing one costs more than hearing one too many.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """Everything that a text can ask for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    CONFIRM = "confirm"
    CHANGE = "change"
    CHOOSE = "choose"
    PLAN = "plan"
    WEEK = "week"
    WAIT = "wait"
    TAKE_KEPT = "take_kept"
    THANKS = "thanks"
    """Nothing: kind words that want no answer."""
    UNSURE = "unsure"
    """A person has to read it."""

    @property
    def is_about_consent(self) -> bool:
        return self in {Word.STOP, Word.START}


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
        *("stop", "stopall", "stop all", "unsubscribe", "end", "quit", "revoke", "optout", "opt out", "cancel"),
        *("stop it", "stop now", "stop this", "stop these", "stop texts", "alto", "parar", "pare", "paren", "baja"),
        *("detener", "basta", "no mas", "no more", "leave me alone", "remove", "remove me"),
    ),
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
}
COMMANDS = {phrase: word for word, phrases in SAID.items() for phrase in phrases}
TEXTS = r"(?:texts?|texting|txts?|txting|sms|messages?|messaging|msgs?|reminders?|notifications?|alerts?)"
MENSAJES = r"(?:mensajes?|mensajitos?|textos?|sms|recordatorios?|avisos?)"
WRITE = rf"(?:{TEXTS}|contact(?:ing)?|writ(?:e|ing)(?: to)?|send(?:ing)?|bother(?:ing)?|spam(?:ming)?)"
MORE = r"(?:(?:me|us|my|this|the|any|anymore|more|these|those|your|to|getting|receiving|please|with|all|of) )*"
MAS = r"(?:(?:recibir|mas|sus|estos|los|que me|me|ningun|tener) )*"
REFUSALS = (
    rf"(?:stop|quit|cease|end) {MORE}{WRITE}",
    rf"(?:dont|do not|never) (?:ever )?{MORE}(?:text|txt|message|msg|contact|write|bother|spam)",
    rf"(?:dont|do not|never) send {MORE}(?:{TEXTS}|anything|anymore)",
    rf"(?:dont|do not|no longer) (?:want|wish|need|like) {MORE}(?:{TEXTS}|(?:be |get )?(?:texted|messaged|contacted))",
    rf"(?:dont|do not|no longer) (?:want|wish) (?:to )?(?:get|receive|hear) {MORE}(?:{TEXTS}|from you|anything)",
    rf"no more {MORE}{TEXTS}",
    rf"no {TEXTS}$",
    rf"cancel {MORE}{TEXTS}",
    r"unsubscribe|opt(?:ing)? ?out|opt (?:me|us|this number) out",
    r"(?:take|get) (?:me|us|my number|this number) off|(?:remove|delete|erase|lose|forget) (?:me|my|this)(?: phone)? "
    r"?(?:number|from)",
    r"leave me alone|revoke (?:my )?consent|withdraw (?:my )?consent",
    r"wrong (?:number|person)|numero equivocado|se equivoco de numero|persona equivocada",
    r"no me (?:\w+ )?(?:mand|envi|escrib|text|contact|molest)\w*",
    rf"no (?:quiero|deseo|necesito) {MAS}(?:{MENSAJES}|recibir|escriban)",
    rf"(?:no mas|ya no|basta de|alto a|paren? (?:de|con)|ningun) {MAS}(?:{MENSAJES}|manden|envien|escriban)",
    r"(?:deje|dejen|deja) de (?:mand|envi|escrib|text|contact|molest)\w*|dejeme en paz|dejenme en paz",
    r"(?:dar|den|deme|denme|darme|dame|quiero|darse) (?:me )?de baja",
    r"(?:quit|borr|sac|elimin)\w*(?:me|nme| mi numero)\b",
)
REFUSED = re.compile(r"\b(?:" + "|".join(REFUSALS) + r")")
NOT_MEANT = re.compile(r"\b(?:dont|do not|didnt|did not|never|cant|cannot|wont|no) (?:ever )?(?:stop|quit|dejen? de)\b")
"""'Please don't stop texting me': whoever says so has to be understood by a person."""


def understand(text: str) -> Command:
    """What the text asks for: first a refusal, then a command that stands alone but for kind words, else a person."""
    plain = bare(text)
    if plain in COMMANDS:
        return Command(COMMANDS[plain])
    core = [word for word in plain.split() if word not in KIND_WORDS]
    said = " ".join(core)
    if said in COMMANDS:
        return Command(COMMANDS[said])
    if NOT_MEANT.search(plain):
        return UNSURE
    if REFUSED.search(plain):
        return Command(Word.STOP)
    if plain and not core:
        return Command(Word.THANKS)
    return _chosen(core)


def bare(text: str) -> str:
    """Small letters without accents, digits, and single spaces: 'Sí, por favor!' is 'si por favor'."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(each for each in folded if not unicodedata.combining(each) and each not in "'’‘´`")
    return " ".join(re.findall(r"[^\W_]+", letters))


def _chosen(core: list[str]) -> Command:
    """One number, said once; two numbers, or one among other words, are not a choice."""
    left = [word for word in core if word not in TO_COUNT]
    return Command(Word.CHOOSE, DIGITS[left[0]]) if len(left) == 1 and left[0] in DIGITS else UNSURE
