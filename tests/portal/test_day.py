"""The greeting of the hour, and what colleagues are called."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pio.portal.day import greeting
from pio.portal.templatetags.portal import first_name


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "God natt"), (4, "God natt"), (5, "God morgen"), (9, "God morgen"), (10, "God formiddag"),
        (12, "God ettermiddag"), (17, "God ettermiddag"), (18, "God kveld"), (23, "God kveld"),
    ],
)  # fmt: skip
def test_the_greeting_of_the_hour(hour: int, words: str) -> None:
    assert str(greeting(now=datetime(2026, 11, 24, hour, 30, tzinfo=ZoneInfo("Europe/Oslo")))) == words


@pytest.mark.parametrize(("name", "first"), [("Ingrid Solberg", "Ingrid"), ("", "")])
def test_colleagues_are_called_by_first_name(name: str, first: str) -> None:
    assert first_name(name) == first
