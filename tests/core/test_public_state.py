"""State that travels in a form: sealed, bound to its purpose, of limited age."""

import json
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from pio.core.public import StateInvalid, open_state, seal_state
from tests.conftest import NOW

DATA = {"tema": "rus", "personer": [{"relasjon": "søster"}], "antall": 2}


def test_state_comes_back_as_it_was() -> None:
    assert open_state(seal_state(DATA, "booking"), "booking") == DATA


def test_state_tells_nothing_and_never_looks_the_same() -> None:
    one, two = seal_state(DATA, "booking"), seal_state(DATA, "booking")
    assert one != two
    assert zlib.compress(json.dumps(DATA, ensure_ascii=False).encode()) not in urlsafe_b64decode(f"{one}==")


@pytest.mark.parametrize("text", ["", "a", "æøå", "A" * 40, "é" * 10])
def test_what_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(StateInvalid) as refusal:
        open_state(text, "booking")
    assert refusal.value.message == "Siden har stått åpen for lenge. Begynn på nytt."


def test_a_changed_letter_is_refused() -> None:
    sealed = seal_state(DATA, "booking")
    with pytest.raises(StateInvalid):
        open_state(sealed[:-3] + ("A" if sealed[-3] != "A" else "B") + sealed[-2:], "booking")


def test_state_of_another_purpose_is_refused() -> None:
    with pytest.raises(StateInvalid):
        open_state(seal_state(DATA, "booking"), "signup")


def test_state_grows_old(at: Callable[[datetime], None]) -> None:
    at(NOW)
    sealed = seal_state(DATA, "booking")
    at(NOW + timedelta(seconds=60))
    assert open_state(sealed, "booking", max_age=60) == DATA
    at(NOW + timedelta(seconds=61))
    with pytest.raises(StateInvalid):
        open_state(sealed, "booking", max_age=60)


def test_state_sealed_before_a_change_of_key_still_opens(settings: LazySettings) -> None:
    sealed, old = seal_state(DATA, "booking"), settings.SECRET_KEY
    settings.SECRET_KEY = "a new one"
    with pytest.raises(StateInvalid):
        open_state(sealed, "booking")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert open_state(sealed, "booking") == DATA
