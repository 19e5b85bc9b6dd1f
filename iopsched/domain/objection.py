"""An objection in plain words, English or Spanish: to texts, or to hearing from us at all.

Read generously, for missing one costs more than hearing one too many; but a complaint that no text came, a seat that is
given up and a place in a waiting list are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

TEXTS = r"(?:texts?|texting|txts?|txting|sms|messages?|messaging|msgs?|reminders?|notifications?|alerts?)"
MENSAJES = r"(?:mensajes?|mensajitos?|textos?|sms|recordatorios?|avisos?)"
WRITE = rf"(?:{TEXTS}|send(?:ing)?|spam(?:ming)?|writ(?:e|ing)(?: to)?(?: me| us|$))"
REACH = r"(?:contact(?:ing)?|bother(?:ing)?|harass(?:ing)?)"
MORE = (
    r"(?:(?:me|us|my|a|another|this|the|any|anymore|more|these|those|your|to|getting|receiving|please|with|all|of) )*"
)
MAS = r"(?:(?:recibir|mas|sus|estos|los|que me|me|ningun|tener) )*"
NOBODY_ELSE = "".join(rf"(?<!\b{who} )" for who in ("i", "you", "u", "we", "they", "he", "she", "why"))
"""'I don't write English well' and 'you never text me' say what is so, not what is to be."""
DONT = rf"{NOBODY_ELSE}(?:dont|do not|never) (?:ever )?"
NOT_TO = r"(?:(?:can|could|will|would) (?:you|u)|asked (?:you|u)|told (?:you|u)|prefer|please) not (?:to )?"
LIST = (
    r"(?:(?:your|the|this|that|these|all|any|of) )*"
    r"(?:(?:text|texting|sms|message|messaging|mailing|email|contact|call|calling|phone|reminder) )?"
    rf"(?:lists?|system|database|{TEXTS})\b"
)
NUMBER = r"(?:my|this|the)(?: cell| phone| mobile)? (?:number|phone)"
ESCRIBIR = r"(?:mand|envi|escrib|text|llam)"
SUBJUNCTIVE = r"(?:(?:mand|envi|text|texte|llam)e[ns]?|escriba[ns]?)\b"
DEJAR = r"(?:deje|dejen|deja|pare|paren|para) de"
TO_TEXTS = (
    rf"(?:stop|quit|cease|end) {MORE}{WRITE}",
    rf"(?:{DONT}|{NOT_TO}){MORE}(?:text|txt|message|msg|spam|write(?: to)? (?:me|us|again|anymore|any)|write$)",
    rf"{DONT}send {MORE}(?:{TEXTS}|anything|anymore)",
    rf"(?:dont|do not|no longer) (?:want|wish|need|like) {MORE}(?:{TEXTS}|(?:be |get )?(?:texted|messaged))",
    rf"(?:dont|do not|no longer) (?:want|wish) (?:to )?(?:get|receive|hear) {MORE}{TEXTS}",
    rf"(?<!get )(?<!got )(?<!getting )(?<!receive )(?<!received )(?<!have )no more {MORE}{TEXTS}",
    rf"^(?:no )?no {TEXTS}(?: (?:for me|to me|at all|anymore|any more|ever|from you|to this number))?$",
    rf"cancel {MORE}{TEXTS}",
    r"unsubscribe|opt(?:ing)? ?out|opt (?:me|us|this number) out",
    rf"(?:take|get|remove|delete|drop) (?:me|us|my name|{NUMBER}) (?:off|from|out)(?: of)? {LIST}",
    rf"(?<!dont )(?<!not )(?<!never )(?:remove|delete|erase|lose|forget|take) {NUMBER}(?! is)",
    r"(?:dont|do not|no longer) want (?:any )?(?:more )?of (?:these|this|them)$",
    r"how (?:do|can) i (?:stop|end) (?:(?:all|of) )*(?:these|this)$",
    r"(?:i|already|have) (?:wrote|said|texted|sent|typed) (?:you )?stop$",
    r"wrong (?:number|person)|numero equivocado|se equivoco de numero|persona equivocada",
    rf"no me (?:l[ao]s? )?(?:{SUBJUNCTIVE}|(?:siga|sigan|sigas) {ESCRIBIR}\w*)",
    rf"no me (?:vuelva|vuelvan|vuelvas) a {ESCRIBIR}\w*",
    rf"no (?:quiero|deseo|necesito) {MAS}(?:{MENSAJES}|recibir(?: nada)?$|{SUBJUNCTIVE})",
    rf"(?:no mas|ya no|basta de|alto a|paren? (?:de|con)) {MAS}(?:{MENSAJES}|manden|envien|escriban)",
    rf"{DEJAR} {ESCRIBIR}\w*",
    r"(?:dar|den|deme|denme|darme|dame|quiero|darse) (?:me )?de baja",
    r"(?:quit|borr|sa[cq]|elimin)\w* mi numero\b|(?:borr|elimin)\w*me$",
    r"(?:quit|borr|sa[cq]|elimin)\w*me de (?:(?:la|su|esta|esa|las|sus) )*listas?\b(?! de espera)",
)
TO_ALL = (
    rf"(?:stop|quit|cease) {MORE}{REACH}",
    rf"(?:{DONT}|{NOT_TO}){MORE}(?:contact|bother|harass)",
    rf"(?:dont|do not|no longer) (?:want|wish|need|like) {MORE}(?:be |get )?(?:contacted|bothered)",
    rf"(?:dont|do not|no longer) (?:want|wish) (?:to )?(?:get|receive|hear) {MORE}(?:from you|anything)",
    r"(?:remove|delete|take) (?:me|us) (?:from|off) everything\b",
    r"leave me alone|(?:revoke|withdraw)(?:ing)? (?:my |all )*consent|no (?:more )?contact\b",
    r"no me (?:contacte|moleste)[ns]?\b|no me (?:vuelva|vuelvan|vuelvas) a (?:contact|molest)\w*",
    rf"{DEJAR} (?:contact|molest)\w*|deje(?:n)?me en paz|(?:revoco|retiro) (?:mi )?consentimiento",
    r"no (?:quiero|deseo) (?:que me |ser )(?:contact|molest)\w*|no (?:quiero|deseo) saber (?:nada )?de ustedes",
)
NOT_MEANT = re.compile(
    r"\b(?:dont|do not|didnt|did not|never|cant|cannot|wont) (?:ever )?(?:(?:want|mean|wish|like) to )?"
    r"(?:stop|quit|unsubscribe|opt out|revoke)\b|\bno (?:dejen? de|paren?)\b"
)
"""'Please don't stop texting me.'"""
REFUSED = re.compile("|".join(rf"(?:^|\b)(?:{each})" for each in TO_TEXTS))
REFUSED_ALL = re.compile("|".join(rf"(?:^|\b)(?:{each})" for each in TO_ALL))


class Objection(Enum):
    """``UNSURE``: both an objection and its opposite."""

    TO_TEXTS = auto()
    TO_ALL = auto()
    UNSURE = auto()


def objection_in(clauses: Sequence[str]) -> Objection | None:
    """What the clauses of a text object to, in small letters without accents; the wider one where they say both."""
    if any(map(NOT_MEANT.search, clauses)):
        return Objection.UNSURE
    if any(map(REFUSED_ALL.search, clauses)):
        return Objection.TO_ALL
    return Objection.TO_TEXTS if any(map(REFUSED.search, clauses)) else None
