"""The keyboard alone: what is reached with Tab, whether one sees that it is, how each kind of field is filled in."""

from playwright.sync_api import Locator, Page

SIGHT = """
    element => {
        if (document.activeElement !== element) return "Tab does not come to it";
        const ringOf = each => getComputedStyle(each);
        const clear = getComputedStyle(element).opacity === "0";
        const rings = [clear ? null : element, element.closest("label")].filter(Boolean).map(ringOf);
        const ringed = rings.some(ring => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) > 1);
        if (!element.matches(":focus-visible") || !ringed) return "nothing shows that it has the focus";
        const whole = clear ? element.closest("label") : element;
        const within = [whole, ...(element.labels ?? [])];
        const { left, top, width, height } = whole.getBoundingClientRect();
        const seen = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([across, down]) => {
            const there = document.elementFromPoint(left + width * across, top + height * down);
            return there && within.some(each => each.contains(there));
        });
        return seen ? "" : "it is out of sight, or behind something";
    }"""
"""What stands in the way of somebody who has come to it; WCAG 2.2, 2.1.1, 2.4.7 and 2.4.11."""
RADIOS = """
    (element) => {
        const all = [...document.querySelectorAll("input[type=radio]")];
        return all.filter(each => each.name === element.name && each.form === element.form);
    }"""
STOP_OF = f"element => (all => all.find(each => each.checked) ?? all[0])(({RADIOS})(element))"
HOW_MANY = f"element => ({RADIOS})(element).length"
KIND = "element => element.localName === 'input' ? element.type : element.localName"


def reach(page: Page, wanted: Locator) -> None:
    """With Tab, from whatever stands before it."""
    wanted.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    wrong = wanted.evaluate(SIGHT)
    assert not wrong, f"{page.url}: {wrong}: {wanted.evaluate('element => element.outerHTML')[:200]}"


def enter(page: Page, field: Locator, value: str) -> None:
    """Type it where it belongs; a choice by its words, a day as 2026-12-31, a time as 18:30."""
    kind = field.evaluate(KIND)
    reach(page, field)
    if kind in {"date", "time"}:
        page.keyboard.type(digits(kind, value))
    elif kind == "select":
        page.keyboard.type(value)
    else:
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
    got = field.locator("option:checked").inner_text() if kind == "select" else field.input_value()
    assert got.startswith(value), f"{page.url}: {kind} holds {got!r}, not {value!r}"


def digits(kind: str, value: str) -> str:
    """As an American keyboard puts them in: the month first, morning or evening last."""
    if kind == "date":
        year, month, day = value.split("-")
        return month + day + year
    hour, minute = map(int, value.split(":"))
    return f"{hour % 12 or 12:02}{minute:02}{'PM' if hour >= 12 else 'AM'}"


def tick(page: Page, box: Locator) -> None:
    """With Space; one of several that exclude each other with the arrows, from the one that Tab comes to."""
    if box.evaluate(KIND) != "radio":
        reach(page, box)
        page.keyboard.press("Space")
        return
    stop = box.evaluate_handle(STOP_OF)
    page.evaluate("element => element.setAttribute('data-stop', '')", stop)
    reach(page, page.locator("[data-stop]"))
    page.keyboard.press("Space")
    for _ in range(box.evaluate(HOW_MANY)):
        if box.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: arrows do not come to it")
