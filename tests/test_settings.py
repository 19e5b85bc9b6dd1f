"""What an installation may set, and how it hears what is wrong."""

import pytest

from iopsched.domain.errors import Invalid
from iopsched.settings import Settings

ENOUGH = {"SECRET_KEY": "a long random text"}
TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "token", "TWILIO_FROM": "+14155550100"}


def test_a_key_is_all_that_must_be_set():
    settings = Settings.from_env(ENOUGH)

    assert settings.database_url.startswith("sqlite:///")
    assert settings.sms_sender == "print"
    assert not settings.demo


def test_everything_that_is_wrong_is_said_at_once():
    wrong = {"PUBLIC_URL": "week.example.org", "TRUSTED_PROXIES": "many", "TICK_SECONDS": "0", "SMS_SENDER": "pigeon"}

    with pytest.raises(Invalid) as invalid:
        Settings.from_env(wrong)

    assert set(invalid.value.problems) == {*wrong, "SECRET_KEY"}


@pytest.mark.parametrize(
    "rate", ["lots", "5", "0 per hour", "five per hour", "5 per 15 minutes; never", "5 per year 2026"]
)
def test_a_limit_that_cannot_be_read_is_refused_and_does_not_mean_none(rate: str):
    with pytest.raises(Invalid) as invalid:
        Settings.from_env(ENOUGH | {"RATE_LIMIT_CODE": rate})

    assert invalid.value.problems == {"RATE_LIMIT_CODE": f"{rate!r} will not do. Give one such as 5 per 15 minutes."}


@pytest.mark.parametrize("rate", ["1 per second", "3 per hour", "20 per 5 minutes", "1000 per 1 day"])
def test_a_limit_says_how_many_in_what_time(rate: str):
    assert Settings.from_env(ENOUGH | {"RATE_LIMIT_FEED": rate}).rate_limit_feed == rate


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgresql_url_means_the_driver_that_is_installed(scheme: str):
    settings = Settings.from_env(ENOUGH | {"DATABASE_URL": f"{scheme}://me@localhost/week"})

    assert settings.database_url == "postgresql+psycopg://me@localhost/week"


@pytest.mark.parametrize("url", ["https://week.example.org", "https://week.example.org/"])
def test_https_and_the_slash_are_read_off_the_public_url(url: str):
    settings = Settings.from_env(ENOUGH | {"PUBLIC_URL": url})

    assert settings.is_https
    assert settings.public_url == "https://week.example.org"


def test_an_account_means_that_texts_go_out():
    assert Settings.from_env(ENOUGH | TWILIO).sms_sender == "twilio"


@pytest.mark.parametrize(
    ("missing", "named"), [("TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN"), ("TWILIO_FROM", "TWILIO_FROM")]
)
def test_an_account_without_its_key_or_its_number_is_refused(missing: str, named: str):
    environ = ENOUGH | TWILIO | {missing: ""}

    with pytest.raises(Invalid) as invalid:
        Settings.from_env(environ)

    assert named in invalid.value.problems


def test_a_key_pair_does_instead_of_the_token():
    pair = {"TWILIO_AUTH_TOKEN": "", "TWILIO_API_KEY": "SK1", "TWILIO_API_SECRET": "secret"}

    assert Settings.from_env(ENOUGH | TWILIO | pair).twilio_api_key == "SK1"
