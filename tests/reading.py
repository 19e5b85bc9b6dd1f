"""What a page says to somebody who reads it, without its markup."""

import html
import re

from werkzeug.test import TestResponse

HIDDEN = re.compile(r"<(head|script|style)\b.*?</\1>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
LINKS = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
BUTTONS = re.compile(r'<(button|a)\b[^>]*\bclass="btn([^"]*)"[^>]*>(.*?)</\1>', re.DOTALL)
OUTLINED = {"quiet", "bare", "brick"}
FORMS = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*\baction="([^"]*)"')


def said(response: TestResponse) -> str:
    """All words of the page in order, what only a screen reader hears among them."""
    words = " ".join(html.unescape(TAGS.sub(" ", HIDDEN.sub(" ", response.text))).split())
    return re.sub(r" ([.,:;])", r"\1", words)


def links(response: TestResponse) -> list[str]:
    return [html.unescape(href) for href in LINKS.findall(response.text)]


def posts(response: TestResponse) -> list[str]:
    """Where the forms of the page post to."""
    return [html.unescape(action) for action in FORMS.findall(response.text)]


def filled(response: TestResponse) -> list[str]:
    """What the filled buttons of the page say: there is one at most, the next step."""
    found = (words for _, look, words in BUTTONS.findall(response.text) if not OUTLINED & {*look.split()})
    return [" ".join(html.unescape(TAGS.sub(" ", words)).split()) for words in found]


def part(response: TestResponse, start: str, end: str = "") -> str:
    """The words from one to another."""
    words = said(response)
    begun = words[words.index(start) :]
    return begun[: begun.index(end)] if end else begun
