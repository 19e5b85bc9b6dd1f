"""Filters of templates share one room of names: none may take another's."""

from collections import Counter

from iopsched.web.words import OF_PATIENTS, OF_STAFF


def test_each_filter_has_a_name_of_its_own():
    named = Counter(name for room in (*OF_PATIENTS, *OF_STAFF) for name in room.FILTERS)

    assert [name for name, times in named.items() if times > 1] == []
