"""What can no longer be done with an experience or a quote, and what the writer's new consent changes at once."""

import pytest

from platform_stories import receipts as receipts_of
from platform_stories.draft import StoryDraft
from platform_stories.enums import QuoteStatus, StoryStatus
from platform_stories.models import Quote, Story
from platform_stories.services import moderation, publishing, receipts
from platform_stories.services.receipts import ReceiptNotFound
from platform_stories.services.submitting import submit_story
from tests.conftest import NOW
from tests.platform_stories.factories import TEXT, QuoteFactory, StoryFactory, story_with_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(login):
    return login("editor").user


def status() -> tuple[str, str]:
    return Story.objects.get().status, Quote.objects.get().status


def draft_that_clashes() -> StoryDraft:
    """A draft whose receipt begins as that of an experience which is there."""
    other, _code = story_with_receipt()
    return StoryDraft(text=TEXT, consent="website", receipt=other.selector + receipts_of.new_code()[5:])


def test_two_experiences_are_never_found_by_the_same_five_characters() -> None:
    draft = draft_that_clashes()
    code, again = (submit_story(draft, now=NOW) for _press in range(2))
    stored = Story.objects.get(pk=draft.key)
    assert (again, stored.selector, receipts_of.proves(code, stored.verifier)) == (code, code[:5], True)
    assert (code[:5] == draft.receipt[:5], set(code) <= set(receipts_of.ALPHABET), len(code)) == (False, True, 20)


def test_a_withdrawn_experience_is_gone_for_the_editor_and_the_writer(editor) -> None:
    story = StoryFactory()
    receipts.withdraw(story, now=NOW)
    for act in (
        lambda: moderation.save_redaction(story, text="x", themes=[], by=editor, now=NOW),
        lambda: moderation.decide(story, by=editor, now=NOW),
    ):
        with pytest.raises(moderation.StoryGone):
            act()
    for act in (
        lambda: moderation.answer_writer(story, text="Takk", by=editor, now=NOW),
        lambda: receipts.change_consent(story, consent="website", now=NOW),
        lambda: receipts.withdraw(story, now=NOW),
    ):
        with pytest.raises(ReceiptNotFound):
            act()


def test_a_reading_that_is_finished_stays_finished_on_its_day(editor) -> None:
    story = StoryFactory(status=StoryStatus.DECIDED, decided_date=NOW.date().replace(day=1))
    assert moderation.decide(story, by=editor, now=NOW).decided_date == NOW.date().replace(day=1)


@pytest.mark.parametrize("before", [QuoteStatus.PROPOSED, QuoteStatus.SCHEDULED])
def test_a_quote_is_sent_back_while_it_is_not_on_the_wall(editor, before) -> None:
    quote = QuoteFactory(story__status=StoryStatus.QUOTED, status=before, text="", draft="Ord.", published_month=None)
    publishing.send_back(quote, by=editor, now=NOW)
    assert (Story.objects.get().status, Quote.objects.count()) == ("decided", 0)


def test_a_quote_on_the_wall_is_taken_down_once_and_not_sent_back(editor) -> None:
    quote = QuoteFactory()
    with pytest.raises(publishing.QuoteChanged):
        publishing.send_back(quote, by=editor, now=NOW)
    publishing.mark_telling(quote, is_telling=True, by=editor, now=NOW)
    assert Quote.objects.get().is_telling is True
    publishing.take_down(quote, by=editor, now=NOW)
    assert (*status(), Quote.objects.get().text) == ("decided", "removed", "")
    with pytest.raises(publishing.QuoteChanged):
        publishing.take_down(quote, by=editor, now=NOW)


def test_less_consent_takes_the_words_down_at_once() -> None:
    story, _code = story_with_receipt(status=StoryStatus.PUBLISHED, consent="website_and_social_media")
    QuoteFactory(story=story, may_go_social=True)
    assert receipts.change_consent(story, consent="website", now=NOW).consent == "website"
    assert (Quote.objects.get().may_go_social, *status()) == (False, "published", "published")
    receipts.change_consent(story, consent="documentation_only", now=NOW)
    assert (*status(), Quote.objects.get().text, Story.objects.get().decided_date) == (
        "decided", "removed", "", NOW.date()
    )  # fmt: skip


def test_another_consent_where_nothing_is_on_the_wall_changes_the_consent_alone() -> None:
    story, _code = story_with_receipt(consent="website")
    assert receipts.change_consent(story, consent="documentation_only", now=NOW).status == StoryStatus.RECEIVED
    day = NOW.date().replace(day=1)
    taken_down = StoryFactory(status=StoryStatus.DECIDED, decided_date=day)
    QuoteFactory(story=taken_down, status=QuoteStatus.REMOVED, text="", published_month=None, publish_date=None)
    changed = receipts.change_consent(taken_down, consent="documentation_only", now=NOW)
    assert (changed.status, changed.decided_date, changed.consent) == ("decided", day, "documentation_only")


def test_a_story_that_a_backup_brought_back_is_taken_back_again() -> None:
    story = StoryFactory()
    for _time in range(2):
        receipts.withdraw_again(story.pk, now=NOW)
    assert Story.objects.get().status == "withdrawn"


def test_a_thread_has_room_for_so_many_messages(editor) -> None:
    story = StoryFactory()
    for _number in range(receipts.MOST_MESSAGES):
        moderation.answer_writer(story, text="Takk", by=editor, now=NOW)
    with pytest.raises(receipts.ThreadFull):
        moderation.answer_writer(story, text="Takk", by=editor, now=NOW)
    assert story.messages.count() == receipts.MOST_MESSAGES
