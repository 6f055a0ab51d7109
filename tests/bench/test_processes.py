"""What a web process weighs after load, and how soon it answers."""

import time

from tests.bench.conftest import Measured
from tests.bench.load import press
from tests.bench.report import spread
from tests.bench.servers import Server, status, web

PATHS = ("/", "/kurs/", "/grupper/", "/radgivning/bestill/", "/tall/2025/", "/erfaringer/", "/personlig-ombud/")


def test_memory_of_a_web_process_after_load(computed: Server, measured: Measured) -> None:
    for path in PATHS:
        press(computed.address + path, seconds=2, connections=8)
    found = [process.memory_full_info().pss / 1e6 for process in computed.web()]
    assert len(found) == 2
    measured("memory of a web process after load", "≤ 130 MB PSS", spread(found, 0) + " MB", max(found) <= 130)


def test_start_of_a_web_process(portal: Server, measured: Measured) -> None:
    took = []
    for _round in range(3):
        begun = time.perf_counter()
        with web("pio.wsgi", "/healthz", data_dir=portal.data_dir) as server:
            took.append(time.perf_counter() - begun)
            assert status(server.address, "/kurs/") == 200
    measured("start of a web process until the first answer", "≤ 2 s", spread(took) + " s", sorted(took)[1] <= 2)
