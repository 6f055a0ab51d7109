from collections.abc import Iterator

import pytest

from pio.accounts import limits


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """No test pays for another's failed logins."""
    limits.forget()
    yield
    limits.forget()
