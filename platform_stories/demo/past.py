"""The counted year: 162 experiences received, most of them read and forgotten as the rules say, some on the wall."""

import uuid
from datetime import date, timedelta
from random import Random

from pio.core import choices
from platform_stories.demo.texts import Voice, voices
from platform_stories.enums import TOPICS, Consent, QuoteStatus, StoryStatus
from platform_stories.models import Quote, Story

RECEIVED = 162
BY_CONSENT = {Consent.DOCUMENTATION: 61, Consent.WEBSITE: 58, Consent.SOCIAL: 43}
WITHDRAWN = 4
RELATIONS = ("mother", "mother", "mother", "father", "sister", "brother", "spouse", "daughter", "son", "partner", "")


def build(*, year: int, random: Random) -> None:
    """Make the year's experiences; the first of those that may be quoted have the invented voices."""
    days = _days(year, random)
    consents = [consent for consent, count in BY_CONSENT.items() for _ in range(count)]
    random.shuffle(consents)
    left = voices()
    stories, quotes = [], []
    for day, consent in zip(days, consents, strict=True):
        voice = _voice(left, consent, random)
        story = _story(day, consent, voice, random)
        stories.append(story)
        if voice is not None:
            quotes.append(_quote(story, voice, random))
    for story in [each for each in stories if each.status == StoryStatus.DECIDED][:WITHDRAWN]:
        story.status, story.relation, story.age_band, story.county, story.consent = (
            StoryStatus.WITHDRAWN,
            "",
            "",
            "",
            "",
        )
    Story.objects.bulk_create(stories)
    Quote.objects.bulk_create(quotes)


def read_before(today: date, random: Random) -> list[Story]:
    """Experiences of the running year that were read, and of which only day, themes and the like are left."""
    days = (today - date(today.year, 1, 1)).days - 45
    return [
        _story(
            date(today.year, 1, 1) + timedelta(days=random.randrange(days)), random.choice(list(Consent)), None, random
        )
        for _ in range(max(0, days) * RECEIVED // 365)
    ]


def _voice(left: list[Voice], consent: Consent, random: Random) -> Voice | None:
    """One of the voices that are left, for about every second experience that may be quoted."""
    return left.pop(0) if left and consent != Consent.DOCUMENTATION and random.random() < 0.4 else None


def _days(year: int, random: Random) -> list[date]:
    """Days spread over the year, more of them in the dark months."""
    first = date(year, 1, 1)
    weights = [1.5 if (first + timedelta(days=n)).month in {1, 2, 3, 10, 11, 12} else 1.0 for n in range(365)]
    return sorted(first + timedelta(days=n) for n in random.choices(range(365), weights=weights, k=RECEIVED))


def _story(day: date, consent: Consent, voice: Voice | None, random: Random) -> Story:
    return Story(
        received_date=day,
        themes=list(voice.themes) if voice else random.sample(TOPICS, random.choice((1, 1, 2, 2, 3))),
        relation=voice.relation if voice else random.choice(RELATIONS),
        age_band=random.choice(("", "26_35", "36_50", "36_50", "51_66", "51_66", "67_plus")),
        county=random.choice(("", "03", "03", "32", "elsewhere")),
        consent=consent,
        status=StoryStatus.PUBLISHED if voice else StoryStatus.DECIDED,
        decided_date=day + timedelta(days=random.randint(3, 20)),
    )


def _quote(story: Story, voice: Voice, random: Random) -> Quote:
    published = story.received_date + timedelta(days=random.randint(10, 41))
    return Quote(
        story=story, status=QuoteStatus.PUBLISHED, text=voice.quote, themes=list(voice.themes),
        relation_group=choices.group_of("relation", voice.relation), may_go_social=story.consent == Consent.SOCIAL,
        is_telling=random.random() < 0.25, proposed_by=_editor(random), approved_by=_editor(random),
        publish_date=published, published_month=published.replace(day=1),
    )  # fmt: skip


def _editor(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)
