"""Which quotes the map of the site names: those on the wall, so that a search engine forgets what was taken down."""

from datetime import datetime

from platform_stories.models import Quote

PREFIX = "/erfaringer/"


def paths(*, now: datetime) -> list[str]:
    """The permalinks, without language, in no order that tells when a quote came; one query."""
    return [f"{PREFIX}{key}/" for key in Quote.objects.published().order_by("id").values_list("id", flat=True)]
