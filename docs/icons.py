"""Draws the icons of home screens from iopsched/static/icon.svg: python -m docs.icons, when the drawing changed."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[1] / "iopsched" / "static"
ICONS = (
    ("icon-32", 32, "22%"),
    ("icon-192", 192, "22%"),
    ("icon-512", 512, "22%"),
    ("icon-maskable-192", 192, "0"),
    ("icon-maskable-512", 512, "0"),
    ("apple-touch-icon", 180, "0"),
)
"""Name, size in pixels, how round the corners are: a mask or a phone rounds its own."""
STYLE = "html, body {{ margin: 0 }} svg {{ display: block; width: {size}px; border-radius: {rounding} }}"


def draw() -> None:
    """Write every icon beside the drawing."""
    drawing = (STATIC / "icon.svg").read_text()
    with sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, size, rounding in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>{STYLE.format(size=size, rounding=rounding)}</style>{drawing}")
            page.screenshot(path=STATIC / f"{name}.png", omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    draw()
