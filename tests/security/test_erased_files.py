"""What is withdrawn is in no file of the database after the night: tables, TOAST, indexes, log, samples."""

import random
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from platform_stories.enums import Writer
from platform_stories.models import Quote, Story, StoryMessage
from platform_stories.services import moderation, publishing, receipts
from platform_stories.services.scrubbing import scrub
from platform_stories.tasks import scrub as nightly
from tests.platform_stories.factories import QuoteFactory, StoryFactory
from tests.races.test_stories import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LONG = "".join(random.Random(7).choices("abcdefghijklmnopqrstuvwxyzæøå ", k=8000))  # lies in TOAST
SAID = "Kanarigulsangen klang gjennom huset."
PIECE = slice(40, 90)  # of a sealed value: long enough to be that one alone


def whole_cluster() -> bytes:
    """Every file of the database server, as it lies on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute("CHECKPOINT")
    files = (path for part in ("base", "global", "pg_wal") for path in (folder / part).rglob("*") if path.is_file())
    return b"\n".join(_read(path) for path in files)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # deleted by the server meanwhile
        return b""


def sealed_pieces() -> set[bytes]:
    """A piece of each sealed value of the experiences."""
    columns = (("text", "story"), ("redacted", "story"), ("draft", "quote"), ("text", "storymessage"))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT {name} FROM platform_stories_{table}" for name, table in columns))
        return {bytes(row[0])[PIECE] for row in cursor.fetchall() if row[0] is not None}


def found(pieces: set[bytes]) -> set[bytes]:
    content = whole_cluster()
    return {piece for piece in pieces if piece in content}


def told(text: str) -> tuple[Story, Quote, set[bytes]]:
    """An experience that was read, answered, redacted and quoted; every piece of it that ever was in the database."""
    others = sealed_pieces()
    story = StoryFactory(text=text)
    pieces = sealed_pieces()
    receipts.add_message(story, by=Writer.RELATIVE, text=text[:400], now=timezone.now())
    moderation.save_redaction(story, text=text, themes=[], by=Person(), now=timezone.now())
    quote = publishing.propose_quote(story, text=SAID, themes=[], with_relation=False, by=Person(), now=timezone.now())
    pieces |= sealed_pieces()
    Quote.objects.filter(pk=quote.pk).delete()
    shown = QuoteFactory(story=story, text=SAID)
    return story, shown, pieces - others | {SAID.encode()[:30], b"kanarigulsang"}


@pytest.mark.parametrize("text", ["Ingen hadde ringt oss.", LONG], ids=["row", "toast"])
def test_p03_after_the_night_no_file_of_the_database_holds_what_was_withdrawn(text: str) -> None:
    kept = StoryFactory(text="Den som blir.")
    story, _quote, pieces = told(text)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does sooner or later
    receipts.withdraw(story, now=timezone.now())
    assert found(pieces) == pieces  # the control: deleting alone leaves all of it
    nightly()
    assert found(pieces) == set()
    kept.refresh_from_db()
    assert (kept.text, StoryMessage.objects.count()) == ("Den som blir.", 0)


def test_p03_no_sample_of_the_words_is_kept_by_the_planner() -> None:
    for number in range(30):
        QuoteFactory(text=f"{SAID} {number % 3}", story=StoryFactory(selector=f"{number:05}"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(
            "SELECT tablename, attname FROM pg_stats WHERE tablename LIKE 'platform_stories%' "
            "AND (most_common_vals IS NOT NULL OR histogram_bounds IS NOT NULL OR most_common_elems IS NOT NULL)"
        )
        sampled = {f"{table.removeprefix('platform_stories_')}.{column}" for table, column in cursor.fetchall()}
    words = {"story.text", "story.redacted", "story.verifier", "quote.text", "quote.draft", "quote.search"}
    assert (sampled & words, "quote.themes" in sampled) == (set(), True)


def test_writing_anew_gives_way_to_who_uses_the_tables() -> None:
    """It ends with the error that the task tries again after, and what stood there still stands."""
    story = StoryFactory()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM platform_stories_story FOR UPDATE")
            with pytest.raises(OperationalError, match="lock timeout"):
                scrub()
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert Story.objects.get().text == story.text
    assert OperationalError in nightly.autoretry_for
