"""What the editors meet today: experiences to read, proposals that wait for a second person, one with an answer."""

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from pio.accounts.enums import Role
from pio.accounts.models import User
from platform_stories import receipts
from platform_stories.demo.past import read_before
from platform_stories.demo.texts import ANSWER, REPLY, waiting
from platform_stories.enums import TOPICS, Consent, Writer
from platform_stories.models import Story, StoryMessage
from platform_stories.services.publishing import approve_quote, propose_quote

RECEIPT = "DEM0E-RFAR1-NGKV1-TTER9"
"""Opens the demo's answered experience at /erfaringer/kvittering/."""
PROPOSALS = (
    ("Jeg har tre søsken, og det er alltid jeg som kjører.", "siblings", "sister"),
    ("Han lo i går. Jeg skrev det ned.", "burden", "mother"),
    ("De kalte det et vedtak. Jeg kalte det en seng for natten.", "coercion", "father"),
)


def build(*, now: datetime, random: Random) -> None:
    """The queue, two proposals, a scheduled quote, and a thread."""
    today = timezone.localdate(now)
    unread = [_unread(today, relation, text, random) for relation, text in waiting()]
    Story.objects.bulk_create(unread)
    Story.objects.bulk_create(read_before(today, random))
    _answered(now)
    _proposals(now)


def _unread(today: date, relation: str, text: str, random: Random) -> Story:
    code = receipts.new_code()
    return Story(
        received_date=today - timedelta(days=random.randint(1, 40)), text=text, relation=relation,
        themes=random.sample(TOPICS, 2), county=random.choice(("", "03", "32")), consent=random.choice(list(Consent)),
        selector=receipts.selector_of(code), verifier=receipts.hash_of(code),
    )  # fmt: skip


def _answered(now: datetime) -> None:
    code = receipts.read(RECEIPT)
    day = timezone.localdate(now) - timedelta(days=12)
    story = Story(
        received_date=day, text="Jeg ville bare si takk til hun som svarte på telefonen i mars. Det hjalp.",
        themes=["cooperation"], consent=Consent.WEBSITE, selector=receipts.selector_of(code),
        verifier=receipts.hash_of(code),
    )  # fmt: skip
    story.save(force_insert=True)
    thread = ((Writer.CENTRE, ANSWER, 8), (Writer.RELATIVE, REPLY, 6))
    for number, (writer, text, ago) in enumerate(thread, 1):
        written = timezone.localdate(now) - timedelta(days=ago)
        StoryMessage(story=story, number=number, written_by=writer, written_date=written, text=text).save()


def _proposals(now: datetime) -> None:
    editors = list(User.objects.filter(roles__contains=[Role.EDITOR]).order_by("email")[:2])
    if len(editors) < 2:
        return
    for place, (text, theme, relation) in enumerate(PROPOSALS):
        story = Story(
            received_date=timezone.localdate(now) - timedelta(days=20 + place), text=text, redacted=text,
            themes=[theme], relation=relation, consent=Consent.SOCIAL,
        )  # fmt: skip
        story.save(force_insert=True)
        by, other = editors[place % 2], editors[1 - place % 2]
        quote = propose_quote(story, text=text, themes=[theme], with_relation=True, by=by, now=now)
        if place == 2:
            approve_quote(quote, by=other, now=now)
