"""A timetable file is read whole or not at all, and says of every wrong line what is wrong and what would be right."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.errors import Invalid
from iopsched.domain.offering import NO_END, NO_START, Closure, problems
from iopsched.domain.timetable_file import Declared, WrongFile, parse
from iopsched.domain.words import Component, Modality

COLUMNS = (
    "what,program,key,name,timezone,phone,settings,component,modality,days,begins,ends,blocks,slot,counts,seats,"
    "clinician,place,track,from,until,note"
)
PROGRAM = {"what": "program", "program": "riverside", "name": "Riverside", "timezone": "America/New_York"}
CLINICIAN = {"what": "clinician", "program": "riverside", "name": "Dana Whitlock"}
EVENING = {
    "what": "offering",
    "program": "riverside",
    "key": "mon-evening",
    "component": "group",
    "modality": "in_person",
    "days": "MO",
    "begins": "18:00",
    "ends": "21:00",
    "seats": "12",
}
HOLIDAY = {"what": "closure", "program": "riverside", "from": "2026-12-25"}


def a_line(row: dict[str, str]) -> str:
    return ",".join(f'"{text}"' if "," in (text := row.get(name, "")) else text for name in COLUMNS.split(","))


def a_file(*rows: dict[str, str]) -> str:
    """The rows given after a line that declares Riverside; the first of them is line 3."""
    return "\n".join([COLUMNS, *map(a_line, [PROGRAM, *rows])]) + "\n"


def one(*rows: dict[str, str]) -> Declared:
    (program,) = parse(a_file(*rows))
    return program


def wrong(text: str) -> list[str]:
    with pytest.raises(WrongFile) as caught:
        parse(text)
    return [*map(str, caught.value.found)]


def test_a_program_keeps_the_defaults_that_the_file_leaves_out():
    riverside = one()

    assert (riverside.key, riverside.program.name, riverside.program.timezone) == (
        "riverside",
        "Riverside",
        "America/New_York",
    )
    assert (riverside.program.evening_from, riverside.program.count_breaks) == (time(17), False)


def test_a_program_takes_its_settings():
    text = a_file().replace(
        "America/New_York,,",
        "America/New_York,+12125550142,first_weekday=SU; evening_from=16:30; may_mix_tracks=yes; weeks_ahead=8",
    )

    (riverside,) = parse(text)

    assert riverside.program.phone == "+12125550142"
    assert (riverside.program.first_weekday, riverside.program.evening_from) == (6, time(16, 30))
    assert (riverside.program.may_mix_tracks, riverside.program.weeks_ahead) == (True, 8)


def test_an_offering_is_read_with_all_that_it_says():
    says = {
        "clinician": "Dana Whitlock",
        "place": "Room 2",
        "track": "evening",
        "from": "2026-12-01",
        "until": "2027-03-01",
    }

    (offered,) = one(CLINICIAN, EVENING | says | {"days": "MO we,TH"}).offered

    offering = offered.offering
    assert offered.clinician == "Dana Whitlock"
    assert (offering.key, offering.component, offering.modality) == ("mon-evening", Component.GROUP, Modality.IN_PERSON)
    assert (offering.weekdays, offering.begins, offering.minutes) == (frozenset({0, 2, 3}), time(18), 180)
    assert (offering.counted_minutes, offering.seats) == (180, 12)
    assert (offering.place, offering.track) == ("Room 2", "evening")
    assert (offering.first_day, offering.last_day) == (date(2026, 12, 1), date(2027, 3, 1))


def test_an_offering_without_dates_is_for_good():
    (offered,) = one(EVENING).offered

    assert (offered.offering.first_day, offered.offering.last_day) == (NO_START, NO_END)


@pytest.mark.parametrize(
    ("blocks", "counts"),
    [
        ("50+10+50+10+50+10", 150),
        ("50 + 10 + 50 + 70", 100),
        ("90 didactic + 90 process", 180),
        ("80 talk + 20 break + 80 talk", 160),
        ("180", 180),
    ],
)
def test_blocks_say_what_counts(blocks: str, counts: int):
    (offered,) = one(EVENING | {"blocks": blocks}).offered

    assert (offered.offering.minutes, offered.offering.counted_minutes) == (180, counts)


def test_breaks_count_where_the_program_counts_them():
    counting = a_file(EVENING | {"blocks": "50+10+50+10+50+10"}).replace("York,,,", "York,,count_breaks=yes,")

    (riverside,) = parse(counting)

    assert riverside.offered[0].offering.counted_minutes == 180


def test_minutes_that_count_may_be_written():
    (offered,) = one(EVENING | {"counts": "150"}).offered

    assert offered.offering.counted_minutes == 150


def test_a_slot_cuts_a_clinicians_hours():
    hours = {"component": "individual", "begins": "15:00", "ends": "18:00", "slot": "60", "seats": "1"}

    (offered,) = one(EVENING | hours | {"blocks": "50 talk + 10 break"}).offered

    assert (offered.offering.session_minutes, offered.offering.counted_minutes) == (60, 50)


def test_a_closure_closes_each_of_its_days():
    riverside = one(HOLIDAY | {"until": "2026-12-26", "name": "Holidays"})

    assert riverside.closures == (Closure(date(2026, 12, 25), "Holidays"), Closure(date(2026, 12, 26), "Holidays"))


def test_each_program_has_its_own():
    harbor = {"program": "harbor", "timezone": "America/Los_Angeles"}
    text = a_file(PROGRAM | harbor | {"name": "Harbor"}, EVENING, EVENING | {"program": "harbor"}, HOLIDAY)

    first, second = parse(text)

    assert (first.program.name, len(first.offered), len(first.closures)) == ("Riverside", 1, 1)
    assert (second.program.name, len(second.offered), len(second.closures)) == ("Harbor", 1, 0)


def test_what_spreadsheets_do_to_a_file_does_no_harm():
    text = (
        "\ufeff" + a_file(EVENING | {"note": "ours, not published"}).replace("\n", "\r\n") + ",,,\r\n\r\n# the end\r\n"
    )

    (riverside,) = parse(text.replace("what,", "What , ", 1))

    assert riverside.offered[0].offering.key == "mon-evening"


def test_a_text_in_quotes_may_have_commas_and_lines_and_the_count_of_lines_goes_on():
    talkative = EVENING | {"place": "Room 2, upstairs\nleft", "key": "a"}

    assert one(talkative).offered[0].offering.place == "Room 2, upstairs left"
    assert wrong(a_file(talkative, EVENING | {"begins": "late"}))[0].startswith("line 5, begins: ")


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"key": "Mon Evening"}, "key: 'Mon Evening' is no key. Use small letters, digits and hyphens"),
        (
            {"from": "2027-03-14", "until": "2027-03-14"},
            "days: None of these weekdays falls between the first and the last day. Choose others.",
        ),
        (
            {"days": "SU", "begins": "02:30", "ends": "03:30", "from": "2027-03-14", "until": "2027-03-14"},
            "begins: Clocks skip 02:30 on 2027-03-14. Write a time an hour later.",
        ),
        ({"component": "groups"}, "component: 'groups' is not one of the words used here. Use one of: group, skills,"),
        (
            {"modality": "video"},
            "modality: 'video' is not one of the words used here. Use one of: in_person, telehealth.",
        ),
        ({"days": "MO XX"}, "days: 'XX' is no weekday. Use MO TU WE TH FR SA SU."),
        ({"begins": "6 pm"}, "begins: '6 pm' is no time of day. Write hours and minutes in 24 hours, such as 18:00."),
        ({"begins": "25:00"}, "begins: '25:00' is no time of day."),
        ({"ends": "17:00"}, "ends: The end is not after the start. Write a later time of the same day."),
        ({"begins": "06:00"}, "ends: The length must be between 1 minute and 12 hours."),
        ({"blocks": "fifty"}, "blocks: 'fifty' is no row of blocks. Write minutes joined by a plus: 50+10+50"),
        ({"blocks": "50+10"}, "blocks: The blocks add up to 60 minutes and a session lasts 180. Make them agree."),
        ({"blocks": "180", "counts": "180"}, "counts: The blocks say what counts already. Keep one of the two."),
        ({"slot": "50"}, "slot: 180 minutes do not divide by 50: 30 are left over. Change one of them."),
        ({"slot": "240"}, "slot: A slot must fit into the length."),
        ({"slot": "0"}, "slot: A slot of 0 minutes holds nobody."),
        ({"counts": "200"}, "counts: Minutes that count must be at most the length of one session."),
        ({"counts": "2.5"}, "counts: '2.5' is no whole number. Write digits only, such as 12."),
        ({"seats": "0"}, "seats: Seats must be between 1 and 100."),
        ({"seats": ""}, "seats: This is empty, and every offering needs it. Fill it in."),
        ({"from": "12/1/2026"}, "from: '12/1/2026' is no date. Write year, month and day, such as 2027-01-04."),
        ({"from": "2027-02-30"}, "from: '2027-02-30' is no date."),
        ({"from": "2027-01-04", "until": "2027-01-03"}, "until: The last day is before the first."),
        ({"clinician": "Dan Whitlock"}, "clinician: No line declares 'Dan Whitlock' for this program. Add one,"),
        ({"program": "river"}, "program: No line declares 'river'. Add one, or correct the key."),
        ({"timezone": "America/Denver"}, "timezone: A line for 'offering' leaves this empty. Clear the cell."),
        ({"what": "group"}, "what: 'group' is not one of the words used here. Use one of: program, clinician,"),
        ({"what": ""}, "what: This is empty. Use one of: program, clinician, offering, closure, season."),
    ],
)
def test_a_wrong_cell_is_named_with_its_line_and_column(cell: dict[str, str], says: str):
    (said,) = wrong(a_file(CLINICIAN, EVENING | cell))

    assert said.startswith(f"line 4, {says}")


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"timezone": "EST"}, "timezone: 'EST' is no time zone. Write it as area and city, such as America/New_York."),
        ({"timezone": ""}, "timezone: This is empty, and every program needs it. Fill it in."),
        (
            {"phone": "212 555 0142"},
            "phone: '212 555 0142' is no phone number. Write a plus, the country and the number",
        ),
        ({"settings": "evening"}, "settings: 'evening' is no setting. Write name=value; the names are: first_weekday,"),
        ({"settings": "count_breaks=maybe"}, "settings: 'maybe' is neither yes nor no. Write yes or no."),
        ({"settings": "weeks_ahead=99"}, "settings: '99' weeks are too few or too many. Write a number from 1 to 52."),
        ({"settings": "send_from=20:00"}, "settings: No text could ever go out. Write a send_until that is later"),
        ({"seats": "4"}, "seats: A line for 'program' leaves this empty. Clear the cell."),
    ],
)
def test_a_wrong_program_is_named_and_its_offerings_are_not_blamed(cell: dict[str, str], says: str):
    harbor = PROGRAM | {"program": "harbor"} | cell

    (said,) = wrong(a_file(harbor, EVENING | {"program": "harbor"}))

    assert said.startswith(f"line 3, {says}")


@pytest.mark.parametrize("until", ["2026-12-24", "2027-12-25"])
def test_a_closure_lasts_a_while_at_most(until: str):
    (said,) = wrong(a_file(HOLIDAY | {"until": until}))

    assert said == "line 3, until: A closure lasts from 1 to 92 days. Write a later day, or a nearer one."


@pytest.mark.parametrize(
    ("row", "column"), [(PROGRAM, "program"), (CLINICIAN, "name"), (EVENING, "key"), (HOLIDAY, "from")]
)
def test_nothing_is_declared_twice(row: dict[str, str], column: str):
    said = wrong(a_file(row, row))

    assert said[-1].startswith(f"line 4, {column}: Line ")
    assert said[-1].endswith(f"declares the same {row['what']}. Keep one, or give this one another {column}.")


def test_a_name_that_is_capitalised_otherwise_is_declared_twice():
    said = wrong(a_file(CLINICIAN, CLINICIAN | {"name": "dana  whitlock"}))

    assert said == ["line 4, name: Line 3 declares the same clinician. Keep one, or give this one another name."]


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_lines():
    text = a_file(
        PROGRAM | {"program": "harbor", "timezone": "EST"},
        EVENING | {"program": "harbor", "ends": "17:00"},
        EVENING | {"days": "XX", "begins": "noon", "seats": "many"},
        HOLIDAY | {"from": "Christmas", "track": "day"},
    )

    assert [said.split(": ")[0] for said in wrong(text)] == [
        "line 3, timezone",
        "line 4, ends",
        "line 5, begins",
        "line 5, days",
        "line 5, seats",
        "line 6, from",
        "line 6, track",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The first line must name the columns, with commas between them: what,program,key and so on."),
        ("what;program;name\n", "The first line must name the columns"),
        ("what,program,clincian\n", "'clincian' is no column. The columns are: what, program, key,"),
        ("what,program,what\n", "The column 'what' is there twice. Keep one."),
        ("what,key\n", "The column 'program' is missing. Add it: every line says what it declares"),
        ("what,program\n", "There is no program in this file. Add a line that declares one."),
    ],
)
def test_a_wrong_heading_is_said_and_nothing_else(text: str, says: str):
    (said,) = wrong(text)

    assert said.startswith(f"line 1: {says}")


def test_a_cell_too_many_is_a_comma_without_quotes():
    (said,) = wrong(a_file(EVENING) + a_line(CLINICIAN) + ",upstairs\n")

    assert said == "line 4: 'upstairs' is in no column. Put text that has a comma in double quotes."


def test_a_quote_that_stays_open_is_named_where_it_opens():
    (said,) = wrong(a_file(EVENING) + 'clinician,riverside,,"Dana\nand more\n')

    assert said == "line 4: A double quote is open or out of place. Close it, or write it twice."


def test_what_is_wrong_is_input_that_doors_know_how_to_show():
    with pytest.raises(Invalid) as caught:
        parse(a_file(EVENING | {"seats": "0"}))

    assert caught.value.problems == {"line 3 seats": "Seats must be between 1 and 100."}


def test_a_file_that_is_read_holds_sound_offerings_only():
    (offered,) = one(EVENING).offered

    assert not [*problems(offered.offering)]
    assert replace(offered.offering, id=1).falls_on(date(2026, 11, 30))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_or_said_to_be_wrong(text: str):
    assert wrong(text)


@given(st.lists(st.text(alphabet='programclinicianoffering,:;"=+ 0123456789-\n\t\x00', max_size=60), max_size=5))
def test_any_lines_under_the_heading_are_read_or_said_to_be_wrong(lines: list[str]):
    with suppress(WrongFile):
        assert parse("\n".join([COLUMNS, a_line(PROGRAM), *lines]))
