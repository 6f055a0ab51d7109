"""Keeps each drawing once, under the hash of its content; the worker draws what is missing."""

from collections.abc import Iterable
from datetime import date, timedelta

from stats.charts.chart import Chart
from stats.models import Drawing

KEPT_DAYS = 400  # a drawing nobody has needed since is drawn again when somebody does


def pictures(charts: Iterable[Chart]) -> dict[str, str]:
    """The stored SVG of each chart by digest, in one query; what is not drawn yet is missing."""
    digests = [chart.digest for chart in charts]
    return dict(Drawing.objects.filter(digest__in=digests).values_list("digest", "svg"))


def keep_drawing(chart: Chart, *, today: date) -> None:
    """Draw the chart and store the picture, unless it is there."""
    if Drawing.objects.filter(digest=chart.digest).exists():
        return
    from stats.charts.drawing import draw

    Drawing.objects.get_or_create(digest=chart.digest, defaults={"svg": draw(chart), "drawn_date": today})


def forget_old_drawings(*, today: date) -> int:
    """Delete drawings older than `KEPT_DAYS`; returns how many."""
    return Drawing.objects.filter(drawn_date__lt=today - timedelta(days=KEPT_DAYS)).delete()[0]
