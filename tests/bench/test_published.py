"""The open pages of a published year with their charts, drawn once and cached by content: p95 under 50 ms."""

import pytest

from tests.bench.conftest import Measured
from tests.bench.load import press
from tests.bench.servers import Server

PAGE_MS, SECONDS = 50, 4.0


@pytest.mark.parametrize("path", ["/tall/", "/tall/2025/", "/en/tall/2025/"])
def test_cached_page_of_figures_within_50_ms(path: str, portal: Server, measured: Measured) -> None:
    press(portal.address + path, seconds=0.5, connections=1)
    took = press(portal.address + path, seconds=SECONDS, connections=1)
    p95 = took.percentile(0.95)
    assert len(took.milliseconds) > 100
    measured(f"cached page with charts, `{path}`", f"p95 ≤ {PAGE_MS} ms alone", f"{p95:.1f} ms", p95 <= PAGE_MS)
