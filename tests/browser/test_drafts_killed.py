"""A browser that is killed (SIGKILL) in the midst of typing loses two seconds of it at most, every time.

Five browsers by default; `PIO_KILLS=100` kills a hundred (some twelve minutes). The moment of each kill is drawn at
random from a seed that the failure names.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client
from playwright.sync_api import BrowserType, Page

from pio.drafts.models import Draft

KILLS = int(os.environ.get("PIO_KILLS", "5"))
MOST_LOST_SECONDS = 2.0
SHORTEST, LONGEST = 2.2, 5.0
KEY_EVERY = 0.03


def test_a_killed_browser_loses_two_seconds_at_most(
    portal: str, browser_type: BrowserType, browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any], sign_in: Callable[..., Client],
) -> None:  # fmt: skip
    for number in range(KILLS):
        mark = f"--pio-kill={os.getpid()}-{number}"
        chance = random.Random(number)
        arguments = [*browser_type_launch_args["args"], mark]
        browser = browser_type.launch(**browser_type_launch_args | {"args": arguments})
        context = browser.new_context(**browser_context_args)
        sign_in(context, "adviser")
        page = context.new_page()
        page.goto("/intern/telefon/ny/")
        draft_id = UUID(page.locator("[name=draft_id]").input_value())
        typed = type_for(page, chance.uniform(SHORTEST, LONGEST), chance)
        killed_at = time.monotonic()
        process = browser_process(mark)
        os.kill(process, signal.SIGKILL)
        written = sum(at < killed_at - MOST_LOST_SECONDS for at in typed)
        kept = letters_kept(draft_id)
        assert kept >= written > 0, f"kill {number}: {kept} kept of {written} typed 2 s before, {len(typed)} in all"
        assert is_dead(process)  # the control


def type_for(page: Page, seconds: float, chance: random.Random) -> list[float]:
    """Type letters into the note, with the uneven pauses of a person; when each had arrived."""
    page.get_by_label("Notat").focus()
    arrived, ends = [], time.monotonic() + seconds
    while time.monotonic() < ends:
        page.keyboard.press("x")
        arrived.append(time.monotonic())
        time.sleep(chance.uniform(0, 2 * KEY_EVERY))
    return arrived


def browser_process(mark: str) -> int:
    """The main process of the browser that was started with this argument."""
    for directory in Path("/proc").iterdir():
        if not directory.name.isdigit():
            continue
        try:
            words = (directory / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if mark.encode() in words and not any(word.startswith(b"--type=") for word in words):
            return int(directory.name)
    raise LookupError(mark)


def is_dead(process: int) -> bool:
    """Whether the process is gone, or waits as a zombie to be read by its parent; the kernel gets five seconds."""
    for _try in range(100):
        try:
            if (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):  # the latter when it goes between opening and reading
            return True
        time.sleep(0.05)
    return False


def letters_kept(draft_id: UUID) -> int:
    """How much of the note the server has; what was under way when the browser died may still arrive, and only adds."""
    draft = Draft.objects.filter(client_id=draft_id).first()
    return len(dict(draft.content["fields"])["note"]) if draft else 0
