"""Figures of the experience platform. A withdrawn experience still counts: it was received."""

from django.utils.translation import gettext_lazy as _

from platform_stories.models import Story
from stats.counting import Flow
from stats.registry import Chapter, indicator


@indicator(
    name=_("Erfaringer delt anonymt"),
    unit=_("erfaringer"),
    definition=_("Erfaringer som er sendt inn i året, også de som siden er trukket. En tekst kan ha flere temaer."),
    chapter=Chapter.STORIES,
    source="platform_stories.Story",
)
def stories_received() -> Flow:
    """Experiences received."""
    return Flow(Story.objects.all(), "received_date", dimensions={"topic": "themes", "story_consent": "consent"})
