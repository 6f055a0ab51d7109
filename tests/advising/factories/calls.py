"""Factories of the helpline log: `a_call()`, `answers()`, `a_follow_up()`."""

import datetime as dt
from zoneinfo import ZoneInfo

import factory

from advising.models import Call, CallFollowUp
from advising.services.calls import CallAnswers

OSLO = ZoneInfo("Europe/Oslo")
STARTED = dt.datetime(2026, 11, 24, 9, 0, tzinfo=OSLO)


class CallFactory(factory.django.DjangoModelFactory):
    """A phone conversation of this morning with a mother about being worn out."""

    class Meta:
        model = Call

    started_at = STARTED
    duration_minutes = 15
    channel = "phone"
    kind = "support"
    caller_role = "relative"
    relation = "mother"
    topics = ["burden"]
    county = "03"


class FollowUpFactory(factory.django.DjangoModelFactory):
    """A promise to call back today."""

    class Meta:
        model = CallFollowUp

    number = "+4721525353"
    due_date = STARTED.date()
    created_on = STARTED.date()


def answers(**changes: object) -> CallAnswers:
    """The answers of a typical call; keywords change some."""
    usual = {
        "started_at": STARTED, "duration_minutes": 15, "kind": "support", "channel": "phone", "relation": "mother",
        "topics": ("burden", "boundaries"), "county": "03", "caller_role": "relative",
    }  # fmt: skip
    return CallAnswers(**(usual | changes))
