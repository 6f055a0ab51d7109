"""`python -m tests.guides [NAME …]`: takes the pictures of docs/guides/ from a portal with demo data, each as its role.

Run it when pages have changed, and look at what it made: all of them, or those that are named (`styret-tall`). The
portal is started and stopped by the script.
"""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import chromium
from tests.bench import servers

FOLDER = servers.ROOT / "docs" / "guides" / "img"
DESK, PHONE = {"width": 1200, "height": 800}, {"width": 390, "height": 844}
PASSWORD = "pio-demo"
DRAWN = 60_000
"""Milliseconds the worker may take to draw the charts of a page."""


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, where, and which links lead on from there (the first whose address fits)."""

    name: str
    who: str
    start: str
    onward: tuple[str, ...] = ()
    is_phone: bool = False


UUID = r"[0-9a-f-]{36}/"
SHOTS = (
    Shot("parorende-bestill", "", "/radgivning/bestill/", is_phone=True),
    Shot("parorende-min-side", "parorende", "/min-side/"),
    Shot("radgiver-i-dag", "radgiver", "/intern/"),
    Shot("radgiver-samtale", "radgiver", "/intern/telefon/ny/"),
    Shot("radgiver-oppfolging", "radgiver", "/intern/telefon/oppfolging/"),
    Shot("radgiver-kalender", "radgiver", "/intern/radgivning/"),
    Shot("gruppeleder-grupper", "gruppeleder", "/intern/grupper/"),
    Shot("gruppeleder-oppmote", "gruppeleder", "/intern/", (rf"/intern/grupper/mote/{UUID}$",), is_phone=True),
    Shot("kursvert-kurs", "kursvert", "/intern/kurs/"),
    Shot("kursvert-tilbud", "kursvert", "/intern/kurs/", (rf"/intern/kurs/{UUID}$",)),
    Shot("ombud-oversikt", "ombud", "/intern/ombud/"),
    Shot("ombud-sak", "ombud", "/intern/ombud/", (rf"/intern/ombud/{UUID}$",)),
    Shot("redaktor-ko", "redaktor", "/intern/erfaringer/"),
    Shot("redaktor-tekst", "redaktor", "/intern/erfaringer/", (rf"/intern/erfaringer/{UUID}$",)),
    Shot("leder-tall", "leder", "/intern/tall/2026/"),
    Shot("leder-aret", "leder", "/intern/tall/2025/"),
    Shot("leder-oppsett", "leder", "/intern/oppsett/"),
    Shot("styret-tall", "styret", "/intern/tall/"),
    Shot("styret-arsrapport", "", "/tall/2025/"),
    Shot("tekniker-oppsett", "tekniker", "/intern/oppsett/"),
)


def take(browser: Browser, address: str, shot: Shot) -> str:
    """Take one picture; returns what went wrong, or nothing."""
    context = browser.new_context(
        base_url=address, locale="nb-NO", timezone_id="Europe/Oslo", viewport=PHONE if shot.is_phone else DESK,
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    if shot.who:
        log_in(page, shot.who)
    page.goto(shot.start)
    for pattern in shot.onward:
        links = page.eval_on_selector_all("a[href]", "found => found.map(link => link.getAttribute('href'))")
        onward = next((link for link in links if re.search(pattern, link.split("?")[0])), None)
        if onward is None:
            context.close()
            return f"{shot.name}: no link like {pattern} at {page.url}"
        page.goto(onward)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Diagrammet tegnes")).to_have_count(0, timeout=DRAWN)
    page.screenshot(path=FOLDER / f"{shot.name}.png")
    context.close()
    return ""


def log_in(page: Page, who: str) -> None:
    """Log in with the demo's password."""
    page.goto("/konto/login/")
    page.fill("input[name=login]", f"{who}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def main(names: list[str]) -> int:
    """Take those that are named, or all."""
    shots = [shot for shot in SHOTS if shot.name in names or not names]
    if unknown := set(names) - {shot.name for shot in shots}:
        print(f"no such picture: {', '.join(sorted(unknown))}")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.portal(Path(folder) / "data") as portal,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        faults = [fault for shot in shots if (fault := take(browser, portal.address, shot))]
        browser.close()
    print("\n".join(faults) or f"{len(shots)} pictures in {FOLDER.relative_to(servers.ROOT)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
