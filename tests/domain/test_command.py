"""Texts are read by rule: however they are typed, a refusal is believed, and what is unsure is for a person."""

import pytest

from iopsched.domain.command import SAID, Command, Word, understand

PROVIDERS_STOP = ("STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL")
PROVIDERS = (*PROVIDERS_STOP, "START", "YES", "UNSTOP", "HELP", "INFO")


@pytest.mark.parametrize(
    "typed", [*PROVIDERS_STOP, "stop.", " Stop! ", "opt out", "Please stop", "STOP PLEASE", "ALTO"]
)
def test_a_providers_word_to_leave_is_one_for_us(typed: str):
    assert understand(typed).word in {Word.STOP, Word.STOP_ALL}


@pytest.mark.parametrize(
    "typed",
    [
        *("STOPALL", "Stop all", "REVOKE", "stop everything", "Leave me alone!", "Please leave me alone, thanks"),
        *("do not contact me again", "Don't contact me", "stop contacting me", "Don't bother me anymore"),
        *(
            "I revoke my consent",
            "I withdraw all consent",
            "I don't want to hear from you",
            "no contact please",
            "delete me from everything",
        ),
        *("I don't want to be contacted", "Stop texting me and don't contact me by e-mail", "Déjeme en paz"),
        *("no me contacten", "No me moleste más", "dejen de molestarme", "no quiero que me contacten"),
    ],
)
def test_who_wants_to_hear_nothing_is_believed_too(typed: str):
    assert understand(typed) == Command(Word.STOP_ALL)


@pytest.mark.parametrize(
    "typed",
    [
        *("leave", "Leave the waiting list", "take me off the waiting list", "Please remove me from your waitlist"),
        *("stop waiting", "get me off the wait list", "sáquenme de la lista de espera", "Salir"),
    ],
)
def test_a_waiting_list_is_left_in_plain_words(typed: str):
    assert understand(typed) == Command(Word.LEAVE)


@pytest.mark.parametrize(
    "typed",
    [
        "please stop texting me",
        "Stop sending me these messages!!",
        "stop messaging",
        "Don't text me anymore.",
        "Don’t text me",
        "never text me again",
        "No more texts please",
        "I don't want these texts",
        "i dont want to get any more messages",
        "I no longer wish to receive texts from you",
        "unsubscribe me from this",
        "I want to opt out of this",
        "opt me out",
        "take me off your list",
        "remove my number",
        "remove me from this list",
        "lose my number",
        "quit texting me",
        "cancel these messages",
        "No, stop texting me",
        "no stop texting me",
        "I can't. Stop texting me",
        "Stop. Who is this?",
        "no texts please",
        "No, no texts!",
        "no texts to this number",
        "could you please stop texting me?",
        "can you not text me",
        "I asked you not to text me",
        "don't write to me",
        "please do not message this number",
        "take me off these texts",
        "remove me from your text list",
        "delete this phone number",
        "I don't want any more of these",
        "How do I stop these?",
        "I already said STOP",
        "no quiero más",
        "Wrong number",
        "sorry you have the wrong number",
        "no me manden más mensajes",
        "No me escriban",
        "por favor no me envíe mensajes",
        "no me escribas más",
        "no me sigan escribiendo",
        "no me vuelva a mandar textos",
        "sáquenme de su lista",
        "dejen de mandarme textos",
        "ya no quiero mensajes",
        "No quiero recibir más mensajes",
        "quiero darme de baja",
        "denme de baja",
        "borren mi número",
        "basta de mensajes",
        "Número equivocado",
    ],
)
def test_a_refusal_in_plain_words_is_believed(typed: str):
    assert understand(typed) == Command(Word.STOP)


@pytest.mark.parametrize(
    "typed",
    [
        "please don't stop texting me",
        "You did not text me yesterday",
        "you don't text me anymore",
        "you never text me",
        "they don't message anybody",
        "why don't you text me?",
        "I don't want to stop texting",
        "I didn't unsubscribe",
        "I don't write English well",
        "I don't text while driving",
        "I got no texts",
        "I get no more reminders",
        "take me off Thursday",
        "take me off",
        "remove me from Thursday's group",
        "please don't lose my number",
        "please get me off the Tuesday session",
        "sáquenme del jueves",
        "no me mandaron mensaje ayer",
        "no me escribieron",
        "no me contactó nadie",
        "no me mandan nada",
        "no recibí ningún mensaje",
        "ya no me mandan mensajes",
        "no me molesta",
        "no dejen de escribirme",
        "cancel, I can't come Thursday",
        "I can't stop coughing, sorry",
        "text me tomorrow",
        "can you stop by?",
        "the bus stop is closed",
        "cancel my appointment on Tuesday",
        "cancelar",
        "when does it end?",
        "I will be 2 minutes late",
        "see you at 5",
        "1 and 3",
        "1 2",
        "12",
        "10",
        "0",
        "I took one",
        "call me",
        "cc",
        "why",
        "si",
        "no",
        "",
        "👍",
        "川",
        "I am not ok",
        "help me I am in trouble",
        "C u there but R is sick",
    ],
)
def test_what_is_unsure_is_for_a_person(typed: str):
    assert understand(typed) == Command(Word.UNSURE)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("C", Word.CONFIRM),
        ("c.", Word.CONFIRM),
        ("C thanks", Word.CONFIRM),
        ("Ok, C", Word.CONFIRM),
        ("Confirmed!", Word.CONFIRM),
        ("confirmo, gracias", Word.CONFIRM),
        ("I’ll be there", Word.CONFIRM),
        ("r", Word.CHANGE),
        ("R please", Word.CHANGE),
        ("(R)", Word.CHANGE),
        ("“R”", Word.CHANGE),
        ("Ｒ", Word.CHANGE),
        ("I can't come", Word.CHANGE),
        ("Hi, I can’t make it.", Word.CHANGE),
        ("No puedo ir", Word.CHANGE),
        ("PLAN", Word.PLAN),
        ("plan my week please", Word.PLAN),
        ("Planear", Word.PLAN),
        ("week", Word.WEEK),
        ("mi semana por favor", Word.WEEK),
        ("WAIT", Word.WAIT),
        ("lista de espera", Word.WAIT),
        ("TAKE", Word.TAKE_KEPT),
        ("I'll take it, thanks", Word.TAKE_KEPT),
        ("Lo tomo", Word.TAKE_KEPT),
        ("START", Word.START),
        ("Yes", Word.START),
        ("HELP", Word.HELP),
        ("info?", Word.HELP),
        ("Ayuda", Word.HELP),
        ("thank you!", Word.THANKS),
        ("muchas gracias", Word.THANKS),
        ("ok", Word.THANKS),
    ],
)
def test_a_command_is_known_in_any_dress(typed: str, word: Word):
    assert understand(typed) == Command(word)


@pytest.mark.parametrize(
    ("typed", "digit"),
    [
        ("1", 1),
        (" 2. ", 2),
        ("#3", 3),
        ("four", 4),
        ("Option 5", 5),
        ("number six please", 6),
        ("la 7", 7),
        ("opción ocho", 8),
        ("nueve, gracias", 9),
        ("②", 2),
        ("３", 3),
    ],
)
def test_a_number_is_a_choice(typed: str, digit: int):
    assert understand(typed) == Command(Word.CHOOSE, digit)


def test_no_command_of_ours_is_an_order_to_a_provider():
    ours = {
        phrase
        for word, phrases in SAID.items()
        if not word.is_about_consent and word is not Word.HELP
        for phrase in phrases
    }

    assert ours & {word.lower() for word in PROVIDERS} == set()


def test_no_words_mean_two_things():
    phrases = [phrase for each in SAID.values() for phrase in each]

    assert len(phrases) == len(set(phrases))
