"""What editors have begun to write about an experience: it may repeat what was told, so it goes when that goes (P03).

A withdrawal deletes these drafts. A page that still stands open would save its words anew a second later, so each save
asks here first (`DRAFT_KEEPERS`), under a lock on the experience: the withdrawal finds the draft, or is seen by it.
"""

from django.urls import Resolver404, resolve

from platform_stories.enums import StoryStatus
from platform_stories.models import Story

REDACT, QUOTE, ANSWER = DRAFTS = ("stories.redact", "stories.quote", "stories.answer")


def may_keep(form: str, path: str) -> bool:
    """Whether a draft of `form` on the page `path` may be kept. To be called in the transaction that stores it.

    The redacted text begins as the original, which is kept 30 days after the decision at the most; a draft is kept 30
    days as well, so none is begun after the decision.
    """
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return False
    if found.view_name != "stories_read":
        return False
    kept = Story.objects.select_for_update(no_key=True).exclude(status=StoryStatus.WITHDRAWN)
    story = kept.filter(pk=found.kwargs["pk"]).only("decided_date").first()
    return story is not None and (form != REDACT or story.decided_date is None)
