"""A whole demo portal as real processes, made once for the tests that walk through it."""

from collections.abc import Iterator

import pytest

from tests.setup.conftest import Portal, free_port


@pytest.fixture(scope="session")
def demo_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running portal with demo data; stopped, and whatever is left killed, at the end."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    folder.mkdir()
    portal = Portal(folder, free_port(), PIO_ENV="demo").start()
    try:
        portal.wait_until_ready(300)
        yield f"http://localhost:{portal.port}"
        portal.stop()
    finally:
        for process in portal.everything():
            process.kill()
        if portal.process:
            portal.process.wait()
