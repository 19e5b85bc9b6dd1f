"""The keyboard alone: what is reached with Tab, whether one sees that it is, how each kind of field is filled in."""

from playwright.sync_api import ElementHandle, Locator, Page

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
WATCH = """
    window.stops = [];
    window.wrong = [];
    window.round = false;
    document.addEventListener("keyup", () => {
        const here = document.activeElement;
        window.round ||= here === stops[0] && stops.length > 1 && here !== stops.at(-1);
        if (here === document.body || window.round || here === stops.at(-1)) return;
        stops.push(here);
        const said = inTheWay(here);
        if (said) wrong.push(`${said}: ${here.outerHTML.slice(0, 120)}`);
    });"""
MISSED = """
    (() => {
        const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
        const isStop = each => each.type !== "radio" || stopOf(each) === each;
        const wanted = all.filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.disabled)
            .filter(each => each.type !== "hidden" && isStop(each));
        const order = stops.map(each => wanted.indexOf(each)).filter(at => at >= 0);
        const back = order.filter((at, step) => step && at < order[step - 1]).length;
        const missed = wanted.filter(each => !stops.includes(each)).map(each => each.outerHTML.slice(0, 120));
        return [...wrong, ...missed.map(each => `no Tab to ${each}`), ...(back ? [`${back} steps back`] : [])];
    })()"""
AT_ONCE, MOST = 8, 600


def reach(page: Page, wanted: Locator | ElementHandle) -> None:
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
    stop = box.evaluate_handle(STOP_OF).as_element()
    assert stop
    reach(page, stop)
    page.keyboard.press("Space")
    for _ in range(box.evaluate(HOW_MANY)):
        if box.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: arrows do not come to it")


def missed_by_tab(page: Page) -> list[str]:
    """What one can press or fill in and is not come to from the top of the page, in its order, and seen to be."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(f"() => {{ window.inTheWay = {SIGHT}; window.stopOf = {STOP_OF}; }}")
    page.evaluate(WATCH)
    for _ in range(MOST // AT_ONCE):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        if page.evaluate("window.round"):
            return list(page.evaluate(MISSED))
    raise AssertionError(f"{page.url}: no end within {MOST} steps")
