"""Pages that are written from the code say what the code says."""

from docs import messages


def test_the_page_of_messages_is_what_the_code_says_now():
    assert messages.PAGE.read_text() == messages.page(), "./dev words writes it anew"
