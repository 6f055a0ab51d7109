"""What the worker does for the figures: it draws charts and finishes publications."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from stats.charts.chart import Chart
from stats.charts.store import forget_old_drawings, keep_drawing
from stats.services import publications, reports
from stats.services.counts import keep_changed, put_together
from stats.services.releases import release_months


@shared_task
def draw_chart(chart: dict[str, object]) -> None:
    """Draw one chart that a page asked for."""
    keep_drawing(Chart.from_json(chart), today=timezone.localdate())


@shared_task
def freeze_publication(publication_id: str) -> None:
    """Finish a publication that the manager ordered."""
    publications.finish(UUID(publication_id))


@shared_task
def resume_publications() -> None:
    """Finish what a worker that died has left behind; beat asks every other minute."""
    for publication_id in publications.left_behind():
        publications.finish(publication_id)


@shared_task
def let_months_out() -> None:
    """Each morning, before the reports, and when beat starts: what is finished is let out once."""
    release_months(now=timezone.now())


@shared_task
def send_reports() -> None:
    """Each morning: links to the reports that are due."""
    reports.send_due(now=timezone.now())


@shared_task
def tidy() -> None:
    """Each night: put counts together, delete drawings that nobody needs any more."""
    put_together()
    keep_changed()
    forget_old_drawings(today=timezone.localdate())
