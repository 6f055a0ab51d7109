"""What the nightly forgetting does beyond emptying fields: an experience nobody finished reading is closed."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from platform_stories.enums import StoryStatus
from platform_stories.models import Story


def close_unread(stories: models.QuerySet[Story], *, now: datetime) -> int:
    """Close what has waited 90 days; its original follows 30 days later. Returns how many.

    What was withdrawn or decided on in the meantime stays as it is: the condition is looked at again under the lock.
    """
    unread = stories.filter(status=StoryStatus.RECEIVED)
    return unread.update(status=StoryStatus.LAPSED, decided_date=timezone.localdate(now))
