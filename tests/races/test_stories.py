"""The writer withdraws while the centre publishes, redacts, answers or closes; two editors say yes at once.

Each race is one interleaving, made for certain: the first one stops in the middle (`between`) while the other runs.
With the locks the other waits, or the first one finds nothing left. The controls take the locks away and show that the
withdrawn words come back.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from pio.core import choices
from pio.core.errors import Refusal
from platform_stories.enums import QuoteStatus, StoryStatus, Writer
from platform_stories.models import Quote, Story, StoryMessage
from platform_stories.services import forgetting, moderation, publishing, receipts
from tests.platform_stories.factories import StoryFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Jeg skulle ønske noen hadde hørt på meg."
PAUSE = [0.7]
"""Seconds the first one stands still at most; the other needs milliseconds when nothing holds it."""
NOW = timezone.now()
Act = Callable[[], object]


class Person:
    """An editor, of whom only the key matters here."""

    def __init__(self) -> None:
        self.pk = uuid.uuid4()


def started(act: Act, outcomes: list[str]) -> Thread:
    """`act` in a thread and a connection of its own; how it ended is added to `outcomes`."""

    def run() -> None:
        try:
            act()
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(type(refusal).__name__)
        except Exception as error:  # noqa: BLE001  # counted: the test names what it did not expect
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def meanwhile(module: ModuleType, name: str, first: Act, other: Act) -> tuple[str, str]:
    """Run `first`; when it calls `module.name`, run `other` and give it time. How both ended."""
    one, two, threads = [], [], []
    real = getattr(module, name)

    def between(*args: Any, **kwargs: Any) -> Any:
        if not threads:
            threads.append(started(other, two))
            threads[0].join(PAUSE[-1])
        return real(*args, **kwargs)

    with patch.object(module, name, between):
        started(first, one).join(30)
        threads[0].join(30)
    return one[0], two[0]


@contextmanager
def without_locks() -> Iterator[None]:
    """Nobody locks a row before looking at it; the other one gets the time it needs, on a slow machine too."""
    PAUSE.append(20)
    try:
        with patch.object(QuerySet, "select_for_update", lambda rows, **_options: rows):
            yield
    finally:
        PAUSE.pop()


def scheduled() -> Quote:
    """A quote of which two editors said yes and whose day has come."""
    story = StoryFactory(verifier="unusable")
    quote = publishing.propose_quote(story, text=WORDS, themes=[], with_relation=False, by=Person(), now=NOW)
    return publishing.approve_quote(quote, by=Person(), now=NOW - timedelta(days=60))


def remains(story: Story) -> list[str]:
    """The words that are still somewhere after the withdrawal; the status when it is not that of a withdrawn story."""
    kept = Story.objects.get(pk=story.pk)
    quotes = [text for quote in Quote.objects.filter(story=kept) for text in (quote.text, quote.draft) if text]
    messages = [message.text for message in StoryMessage.objects.filter(story=kept)]
    status = [] if kept.status == StoryStatus.WITHDRAWN else [str(kept.status)]
    return [text for text in (kept.text, kept.redacted, *quotes, *messages) if text] + status


def withdraw(story: Story) -> Act:
    return lambda: receipts.withdraw(story, now=NOW)


def publish_then_withdraw(quote: Quote) -> tuple[str, str]:
    return meanwhile(publishing, "_month_of", lambda: publishing.publish_due(now=NOW), withdraw(quote.story))


def test_withdrawing_while_the_night_publishes_leaves_no_word() -> None:
    quote = scheduled()
    assert publish_then_withdraw(quote) == ("done", "done")
    assert (remains(quote.story), Quote.objects.get().status) == ([], QuoteStatus.REMOVED)


def test_without_locks_the_withdrawn_words_come_on_the_wall() -> None:
    quote = scheduled()
    with without_locks():
        publish_then_withdraw(quote)
    assert (Quote.objects.get().text, Quote.objects.get().status) == (WORDS, QuoteStatus.PUBLISHED)


def test_publishing_while_somebody_withdraws_publishes_nothing() -> None:
    quote = scheduled()
    counts: list[int] = []
    publish = lambda: counts.append(publishing.publish_due(now=NOW))  # noqa: E731
    assert meanwhile(receipts, "empty_quote", withdraw(quote.story), publish) == ("done", "done")
    assert (counts, remains(quote.story), Quote.objects.get().status) == ([0], [], QuoteStatus.REMOVED)


def editors_acts(story: Story) -> dict[str, tuple[ModuleType, str, Act]]:
    """What an editor may be doing: where it stands still, and the act."""
    editor = Person()
    themes: list[str] = []
    return {
        "answer": (
            receipts, "StoryMessage",
            lambda: receipts.add_message(story, by=Writer.CENTRE, text=WORDS, now=NOW),
        ),
        "propose": (
            publishing, "Quote",
            lambda: publishing.propose_quote(
                story, text=WORDS, themes=themes, with_relation=False, by=editor, now=NOW
            ),
        ),
        "decide": (moderation, "StoryStatus", lambda: moderation.decide(story, by=editor, now=NOW)),
    }  # fmt: skip


class Stops:
    """A class of the services whose first use by name stands still; then it is itself."""

    def __init__(self, real: Any, between: Act) -> None:
        self.real, self.between = real, between

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.between()
        return self.real(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def act_then_withdraw(kind: str, story: Story) -> tuple[str, str]:
    module, name, act = editors_acts(story)[kind]
    one, two, threads = [], [], []

    def between() -> None:
        if not threads:
            threads.append(started(withdraw(story), two))
            threads[0].join(PAUSE[-1])

    with patch.object(module, name, Stops(getattr(module, name), between)):
        started(act, one).join(30)
    threads[0].join(30)
    return one[0], two[0]


@pytest.mark.parametrize("kind", ["answer", "propose", "decide"])
def test_withdrawing_while_an_editor_writes_leaves_no_word(kind: str) -> None:
    story = StoryFactory()
    assert act_then_withdraw(kind, story) == ("done", "done")
    assert remains(story) == []


@pytest.mark.parametrize(
    ("kind", "left"), [("answer", [WORDS]), ("propose", [WORDS, "quoted"]), ("decide", ["decided"])]
)
def test_without_locks_an_editors_words_outlive_the_withdrawal(kind: str, left: list[str]) -> None:
    story = StoryFactory()
    with without_locks():
        act_then_withdraw(kind, story)
    assert remains(story) == left


@pytest.mark.parametrize(
    ("act", "refused"),
    [("answer", "ReceiptNotFound"), ("propose", "NotAllowedToQuote"), ("decide", "StoryGone"), ("redact", "StoryGone")],
)
def test_an_editor_who_comes_second_is_told(act: str, refused: str) -> None:
    story = StoryFactory()
    redact = lambda: moderation.save_redaction(story, text=WORDS, themes=[], by=Person(), now=NOW)  # noqa: E731
    second = redact if act == "redact" else editors_acts(story)[act][2]
    first = withdraw(story)
    assert meanwhile(receipts, "empty_page_cache", first, second) == ("done", refused)
    assert remains(story) == []


def test_the_nightly_closing_leaves_what_is_withdrawn_meanwhile() -> None:
    story = StoryFactory()
    close = lambda: forgetting.close_unread(Story.objects.filter(pk=story.pk), now=NOW)  # noqa: E731
    assert meanwhile(receipts, "empty_page_cache", withdraw(story), close) == ("done", "done")
    assert remains(story) == []


def at_once(*acts: Act) -> list[str]:
    """All start together; how each ended, sorted."""
    outcomes: list[str] = []
    together = Barrier(len(acts))
    threads = [started(lambda act=act: (together.wait(), act()), outcomes) for act in acts]
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def test_of_two_editors_who_say_yes_at_once_one_is_the_second_editor() -> None:
    for _ in range(5):
        quote = publishing.propose_quote(
            StoryFactory(), text=WORDS, themes=[], with_relation=False, by=Person(), now=NOW
        )
        yes = [lambda quote=quote: publishing.approve_quote(quote, by=Person(), now=NOW) for _ in range(2)]
        assert at_once(*yes) == ["QuoteChanged", "done"]


def test_an_editor_never_says_yes_to_words_that_were_changed_meanwhile() -> None:
    story = StoryFactory()
    quote = publishing.propose_quote(story, text=WORDS, themes=[], with_relation=False, by=Person(), now=NOW)
    approve = lambda: publishing.approve_quote(quote, by=Person(), now=NOW)  # noqa: E731
    change = lambda: publishing.propose_quote(  # noqa: E731
        story, text="Noe annet.", themes=[], with_relation=True, by=Person(), now=NOW
    )
    assert meanwhile(choices, "group_of", change, approve) == ("done", "QuoteChanged")
    assert Quote.objects.get().status == QuoteStatus.PROPOSED


def test_many_rounds_of_everything_at_once_leave_nothing_of_what_was_withdrawn() -> None:
    for _ in range(8):
        quote = scheduled()
        story = quote.story
        outcomes = at_once(
            withdraw(story), lambda: publishing.publish_due(now=NOW),
            lambda story=story: moderation.save_redaction(story, text=WORDS, themes=[], by=Person(), now=NOW),
            lambda quote=quote: publishing.take_down(quote, by=Person(), now=NOW),
            lambda story=story: receipts.change_consent(story, consent="documentation_only", now=NOW),
        )  # fmt: skip
        assert set(outcomes) <= {"done", "StoryGone", "QuoteChanged", "ReceiptNotFound"}
        assert (remains(story), outcomes.count("done") >= 2) == ([], True)
