"""What every test stands on: reference data, one fixed moment, and a signed-in client for any role.

Factories live in `tests/<app>/factories.py` (factory-boy, one class per model, boring defaults) and are imported as
`from tests.<app>.factories import …`. Browser tests: see `tests/browser/conftest.py`.
"""

import math
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from pio.accounts.models import User
from pio.core import reference
from pio.core.management.commands import texts
from pio.messaging import own_texts
from pio.portal import centre

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=OSLO)
"""A Tuesday at ten o'clock, an ordinary working day: `now=NOW` for services, or the fixture `at` for whole pages."""

GROUPS = {"browser": "browser", "races": "race", "bench": "bench", "setup": "slow"}
_numbers = count(1)

# Examples are the same in every run, and a slow machine is no fault; `PIO_EXAMPLES=500` draws others (decision 0255).
settings.register_profile(
    "portal", deadline=None, derandomize="PIO_EXAMPLES" not in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("portal")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in tests/browser, tests/races, tests/bench and tests/setup."""
    for item in items:
        for part in GROUPS.keys() & set(item.path.parts):
            item.add_marker(GROUPS[part])


def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages in English need compiled catalogues, also in a fresh clone."""
    texts.compile_all()


@pytest.fixture(scope="session")
def reference_rows() -> reference.Snapshot:
    """Choices and geography as the files have them, so that no test pays a query for them."""
    return reference.Snapshot({name: reference.read_file(name) for name in reference.FILES}, read_at=0.0)


@pytest.fixture(autouse=True)
def clean_state(reference_rows: reference.Snapshot) -> Iterator[None]:
    """Every test begins in Norwegian, with reference data and the centre's facts at hand and nothing in the cache."""
    reference._held[:] = [reference_rows]
    centre._remembered[:] = [(math.inf, centre.DEFAULT)]
    own_texts.remember({}, until=math.inf)
    with translation.override("nb"):
        yield
    cache.clear()


@pytest.fixture
def now() -> datetime:
    """The fixed moment of the tests; see `NOW`."""
    return NOW


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Stand still at a moment: `at(NOW)`; call it again to move on. PostgreSQL's own clock is not moved."""
    journeys: list[time_machine.travel] = []

    def stand(moment: datetime) -> None:
        while journeys:
            journeys.pop().stop()
        journeys.append(time_machine.travel(moment, tick=False))
        journeys[-1].start()

    yield stand
    while journeys:
        journeys.pop().stop()


@pytest.fixture
def login(db: None) -> Callable[..., Client]:
    """`login("adviser")` → a client signed in as a new person with the role(s); `client.user` is who.

    `login(user=somebody)` signs in an existing person; other keywords are attributes of the new one.
    """

    def sign_in(*roles: str, user: User | None = None, **attributes: object) -> Client:
        if user is None:
            number = next(_numbers)
            defaults = {"email": f"person{number}@example.org", "name": f"Person {number}", "created_on": NOW.date()}
            user = User.objects.create(roles=list(roles), **(defaults | attributes))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return sign_in
