"""Whatever the names, zones, times, languages and wordings: one message, discreet unless both sides want more."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.manner import WITH_DETAIL, Wording
from iopsched.domain.message import Kind
from iopsched.domain.program import LONGEST_NAME
from iopsched.domain.reply import Say
from iopsched.domain.sample import Sample, sample
from iopsched.domain.words import Language
from iopsched.gateways import examples, gsm7, variants
from tests.builders import a_program
from tests.conftest import NOW
from tests.gateways.test_wording import ORDERS, REVEALING

REVELADOR = ("grupo", "individual", "habilidades", "familia", "video", "terapia", "tratamiento", "clinica", "sesion")
SAYS_MORE = (*REVEALING, "video", "in person", *REVELADOR)
ZONES = ["America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/Los_Angeles", "Asia/Kathmandu", "UTC"]
NAMES = st.text("aeioun Ñáé'-{[", min_size=1, max_size=LONGEST_NAME).map(str.strip).filter(bool)
PLACES = st.fixed_dictionaries(
    {
        "name": st.one_of(st.just("W" * LONGEST_NAME), NAMES),
        "timezone": st.sampled_from(ZONES),
        "phone": st.sampled_from(["", "+12125550100"]),
        "answers_texts": st.booleans(),
    }
)
MOMENTS = st.integers(0, 24 * 400).map(lambda hours: NOW + timedelta(hours=hours))


def a_sample(place: dict[str, Any], language: Language, moment: datetime, zone: str) -> Sample:
    found = sample(a_program(**place), language, moment)
    return replace(found, patient=replace(found.patient, timezone=zone))


@given(PLACES, st.sampled_from(Language), MOMENTS, st.sampled_from(ZONES), st.sampled_from(Wording))
def test_each_text_is_one_message_and_complete(
    place: dict[str, Any], language: Language, moment: datetime, zone: str, wording: Wording
):
    seen = a_sample(place, language, moment, zone)

    for kind in examples.TOLD:
        said = examples.told(kind, seen, wording)
        assert_is_sound(said, seen)
        if wording is Wording.DISCREET or kind not in WITH_DETAIL:
            assert_tells_nothing(said, seen)
        for _, otherwise in variants.forms(kind, seen, wording):
            assert_is_sound(otherwise, seen)
            if wording is Wording.DISCREET or kind not in WITH_DETAIL:
                assert_tells_nothing(otherwise, seen)


@given(PLACES, st.sampled_from(Language), MOMENTS, st.sampled_from(ZONES))
def test_each_reply_is_one_message_and_tells_nothing(
    place: dict[str, Any], language: Language, moment: datetime, zone: str
):
    seen = a_sample(place, language, moment, zone)

    for say, said in examples.answered(seen):
        assert say is not Say.HELP or "STOP" in said
        assert_is_sound(said, seen)
        assert_tells_nothing(said, seen)
    for _, said in variants.replies(seen):
        assert_is_sound(said, seen)
        assert_tells_nothing(said, seen)


def assert_is_sound(said: str, seen: Sample) -> None:
    """One message of the plain alphabet that was not cut, begins with no order to the provider and holds no link."""
    assert gsm7.septets(said) <= gsm7.SEGMENT
    assert set(said) <= gsm7.BASIC | gsm7.ESCAPED
    assert said[-1] in ".?!"
    assert not re.search(r"https?:|www\.|\.(?:com|org)\b", said)
    first = re.split(r"\W+", without_name(said, seen).strip(" :"))[0]
    assert first.upper() not in ORDERS


def assert_tells_nothing(said: str, seen: Sample) -> None:
    plain = without_name(said, seen).casefold()
    assert [word for word in SAYS_MORE if word in plain] == []


def without_name(said: str, seen: Sample) -> str:
    return said.replace(gsm7.plain(seen.program.name), "", 1)


def test_a_detailed_wording_says_what_and_how_but_never_where_or_with_whom():
    seen = a_sample({"name": "Riverside"}, Language.ENGLISH, NOW, "")

    said = {kind: examples.told(kind, seen, Wording.DETAILED) for kind in WITH_DETAIL}

    assert said[Kind.BOOKED] == (
        "Riverside: you have a new time: Fri Dec 4, 6 to 9 pm family in person. Can't come? Open your week."
    )
    assert said[Kind.MOVED].startswith(
        "Riverside: your time on Fri Dec 4, 6 pm is now Thu Dec 3, 6 pm skills by video."
    )
    assert said[Kind.DIGEST].startswith("Riverside: your week of Nov 30: 6 of 9 h. Still to go: 3 h family.")


def test_spanish_is_spoken_with_its_own_dates():
    seen = a_sample({"name": "Riverside", "answers_texts": True}, Language.SPANISH, NOW, "")

    said = examples.told(Kind.REMINDER, seen, Wording.DISCREET)

    assert said == "Riverside: mañana, mar 1 dic: 6 a 9 pm. Responda C para confirmar, R para otras horas."
