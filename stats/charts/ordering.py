"""Charts with their drawings for a page; what is not drawn yet is ordered from the worker, and comes by itself."""

import logging

from kombu.exceptions import OperationalError

from stats.charts.chart import Chart
from stats.charts.store import pictures
from stats.tasks import draw_chart

logger = logging.getLogger(__name__)


def with_pictures(charts: list[Chart]) -> list[tuple[Chart, str]]:
    """Each chart with its drawing, or with none while it is not drawn: the table beside it is open then."""
    drawn = pictures(charts)
    try:
        for chart in charts:
            if chart.digest not in drawn:
                draw_chart.delay(chart.as_json())
    except OperationalError:  # the broker is away: the next reader orders it
        logger.warning("charts not ordered")
    return [(chart, drawn.get(chart.digest, "")) for chart in charts]
