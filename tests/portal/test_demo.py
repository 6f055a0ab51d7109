"""The demo command: one go, in order, once, never in production."""

from datetime import datetime
from random import Random
from types import ModuleType

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from pio.core.models import DemoLoad
from pio.portal.management.commands import demo

calls: list[tuple[str, int]] = []


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three parts: one builds, one has no demo, one builds after it."""
    calls.clear()

    def part(name: str) -> ModuleType:
        module = ModuleType(name)

        def build(*, year: int, now: datetime, random: Random) -> None:
            calls.append((name, year))

        module.build = build
        return module

    monkeypatch.setattr(demo, "PARTS", ("accounts", "nothing", "advising"))
    monkeypatch.setattr(demo, "find_spec", lambda name: None if name.startswith("nothing") else name)
    monkeypatch.setattr(demo, "import_module", part)


@pytest.mark.django_db
def test_parts_are_built_in_order_and_marked(parts: None) -> None:
    call_command("demo", year=2024, verbosity=0)
    assert calls == [("accounts.demo", 2024), ("advising.demo", 2024)]
    assert [load.year for load in DemoLoad.objects.all()] == [2024]


@pytest.mark.django_db
def test_a_second_time_says_what_is_there(parts: None) -> None:
    call_command("demo", verbosity=0)
    with pytest.raises(CommandError, match="The demo data of 2025 are already loaded"):
        call_command("demo", verbosity=0)
    assert len(calls) == 2


@pytest.mark.django_db
def test_production_refuses(parts: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("demo")
    assert calls == []


@pytest.mark.django_db
def test_half_a_demo_is_no_demo(parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "PARTS", ("accounts", "advising"))
    monkeypatch.setattr(demo.DemoLoad.objects, "create", lambda **_values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("demo", verbosity=0)
    assert not DemoLoad.objects.exists()
