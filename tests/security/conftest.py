"""A whole demo portal as real processes, made once for the tests that walk through it."""

from collections.abc import Iterator

import pytest

from tests.setup.conftest import Portal, free_port
from tests.setup.made import copy_of, open_folder, throw_away


@pytest.fixture(scope="session")
def demo_portal() -> Iterator[str]:
    """The address of a running portal with demo data; stopped, and whatever is left killed, at the end."""
    folder = open_folder("pio-demo-")
    portal = Portal(copy_of("demo", folder / "data"), free_port(), PIO_ENV="demo").start()
    try:
        portal.wait_until_ready(300)
        yield f"http://localhost:{portal.port}"
        portal.stop()
    finally:
        for process in portal.everything():
            process.kill()
        if portal.process:
            portal.process.wait()
        throw_away(folder)
