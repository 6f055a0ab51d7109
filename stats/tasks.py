"""What the worker does for the figures: it draws charts."""

from celery import shared_task
from django.utils import timezone

from stats.charts.chart import Chart
from stats.charts.store import forget_old_drawings, keep_drawing


@shared_task
def draw_chart(chart: dict[str, object]) -> None:
    """Draw one chart that a page asked for."""
    keep_drawing(Chart.from_json(chart), today=timezone.localdate())


@shared_task
def forget_drawings() -> None:
    """Delete drawings that nobody needs any more."""
    forget_old_drawings(today=timezone.localdate())
