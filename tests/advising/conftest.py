"""Fixtures of the tests of calls and sessions."""

from pathlib import Path

import pytest

from pio.scheduling.models import Resource
from pio.scheduling.selectors import adviser_for
from tests.advising.factories.sessions import open_adviser
from tests.conftest import NOW


@pytest.fixture
def today(at):
    """The clock stands at NOW."""
    at(NOW)


@pytest.fixture
def adviser(login):
    """A signed-in adviser with an open calendar."""
    client = login(user=open_adviser().user)
    client.resource = adviser_for(client.user.pk)
    return client


@pytest.fixture
def anne(db: None) -> Resource:
    """An adviser with an open calendar."""
    return open_adviser("Anne Holm")


@pytest.fixture
def per(db: None) -> Resource:
    """Her colleague, open at the same hours."""
    return open_adviser("Per Lie")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a file of calls may be written."""
    return tmp_path / "calls.csv"
