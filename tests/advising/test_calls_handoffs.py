"""What may follow a call: a link by SMS, a code word; and that nothing joins a call to what followed it."""

import datetime as dt
import re
import uuid
from collections.abc import Callable

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from advising import call_keys
from advising.messages import calls as call_messages
from advising.models import Call, CallCodeWord, CallFollowUp, CallLeaflet
from advising.services import call_code_words
from pio.core import retention
from pio.messaging.dispatch import send_due
from pio.messaging.models import OutboxMessage
from tests.advising.factories.calls import OSLO
from tests.conftest import NOW

LEAFLET, WORD, NEW = "/intern/telefon/lenke/", "/intern/telefon/kodeord/", "/intern/telefon/ny/"


@pytest.fixture
def adviser(login: Callable[..., Client], at: Callable[[dt.datetime], None]) -> Client:
    at(NOW)
    return login("adviser")


@pytest.fixture
def word_on(settings: LazySettings) -> None:
    settings.PIO_CALL_CODE_WORD = True


# --- a link by SMS ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "body"),
    [("nb", "Lenka du ba om: {base}/grupper/"), ("en", "The link you asked for: {base}/en/grupper/")],
)
def test_the_sms_has_the_link_and_does_not_tell(
    adviser: Client, settings: LazySettings, language: str, body: str
) -> None:
    adviser.post(LEAFLET, {"number": "912 34 567", "page": "grupper", "language": language})
    message = call_messages.compose(OutboxMessage.objects.get(), NOW)
    assert (message.to, message.body) == ("+4791234567", body.format(base=settings.PIO_BASE_URL))


def test_the_number_goes_when_the_message_has_gone(adviser: Client) -> None:
    adviser.post(LEAFLET, {"number": "912 34 567", "page": "kurs", "language": "nb"})
    assert CallLeaflet.objects.get().number == "+4791234567"
    send_due(now=NOW)
    assert (CallLeaflet.objects.count(), OutboxMessage.objects.get().state) == (0, "sent")
    assert call_messages.compose(OutboxMessage.objects.get(), NOW).reason == "content_gone"


def test_a_link_that_was_never_sent_is_forgotten(adviser: Client) -> None:
    adviser.post(LEAFLET, {"number": "912 34 567", "page": "kurs", "language": "nb"})
    retention.forget(now=NOW + dt.timedelta(days=4))
    assert CallLeaflet.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"number": ""}, {"number": "hei"}, {"page": "/etc/passwd"}, {"language": "xx"}])
def test_what_a_link_needs(adviser: Client, wrong: dict[str, str]) -> None:
    response = adviser.post(LEAFLET, {"number": "91234567", "page": "kurs", "language": "nb"} | wrong)
    assert (response.status_code, OutboxMessage.objects.count()) == (422, 0)


def test_samples_for_the_page_of_message_texts() -> None:
    assert [message.to for message in call_messages.samples("nb")] == ["+4700000000"]


# --- the code word ----------------------------------------------------------------------------------------------------
def keep(client: Client, word: str = "blå elefant") -> object:
    answers = {"ny-word": word, "ny-topics": ["burden"], "ny-agreement": "Ringer på fredag.", "gjor": "lagre"}
    return client.post(WORD, answers)


def test_the_code_word_is_off_until_the_centre_turns_it_on(adviser: Client) -> None:
    keep(adviser)
    assert (CallCodeWord.objects.count(), "Kodeord er ikke slått på." in adviser.get(WORD).content.decode()) == (
        0,
        True,
    )
    assert WORD not in adviser.get(NEW).content.decode()


def test_a_code_word_finds_what_was_agreed(adviser: Client, word_on: None) -> None:
    keep(adviser)
    page = adviser.post(WORD, {"word": " Blå  ELEFANT ", "gjor": "finn"}).content.decode()
    assert (page.count("Slitasje</dd>"), page.count("Ringer på fredag.</dd>")) == (1, 1)
    assert "Ingenting står under kodeordet" in adviser.post(WORD, {"word": "rød elefant"}).content.decode()


def test_the_word_itself_is_not_stored(adviser: Client, word_on: None) -> None:
    keep(adviser)
    assert (bytes(CallCodeWord.objects.get().word_key), CallCodeWord.objects.count()) == (
        call_keys.word_key("blå elefant"), 1,
    )  # fmt: skip


def test_saved_again_replaces_and_deleted_is_gone(adviser: Client, word_on: None) -> None:
    keep(adviser)
    keep(adviser)
    assert CallCodeWord.objects.count() == 1
    adviser.post(WORD, {"word": "blå elefant", "gjor": "slett"})
    assert CallCodeWord.objects.count() == 0
    response = adviser.post(WORD, {"word": "blå elefant", "gjor": "slett"}, follow=True)
    assert "Det sto ingenting under det kodeordet." in response.content.decode()


def test_a_word_that_others_would_guess_is_refused(adviser: Client, word_on: None) -> None:
    assert (keep(adviser, "katt").status_code, CallCodeWord.objects.count()) == (422, 0)
    assert adviser.post(WORD, {"word": "", "gjor": "finn"}).status_code == 422


@pytest.mark.parametrize(("days", "found"), [(90, True), (91, False)])
def test_a_code_word_lasts_90_days(adviser: Client, days: int, found: bool) -> None:
    call_code_words.keep_agreement("blå elefant", topics=(), agreement="", by=adviser.user, now=NOW)
    later = NOW + dt.timedelta(days=days)
    assert (call_code_words.find_word("blå elefant", now=later) is not None) == found
    call_code_words.keep_agreement("blå elefant", topics=("debt",), agreement="", by=adviser.user, now=later)
    assert CallCodeWord.objects.get().topics == ["debt"]
    retention.forget(now=later + dt.timedelta(days=92))
    assert CallCodeWord.objects.count() == 0


# --- nothing joins a call to what followed it -------------------------------------------------------------------------
def values_of(models: list[type]) -> dict[str, set[object]]:
    """Every value by which rows could be joined: keys, tokens, digests, instants finer than a day."""
    found: dict[str, set[object]] = {}
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            values = [value for row in cursor.fetchall() for value in row]
            found[model.__name__] = {
                bytes(value) if isinstance(value, memoryview) else value
                for value in values
                if isinstance(value, uuid.UUID | bytes | memoryview | dt.datetime)
            }
    return found


def test_call_and_what_followed_share_no_value(adviser: Client, at: Callable[[dt.datetime], None]) -> None:
    at(NOW + dt.timedelta(minutes=3, seconds=17))  # on the full hour rounded times would be equal by chance
    page = adviser.get(NEW).content.decode()
    draft = re.search(r'name="draft_id" value="([^"]+)"', page).group(1)
    call = {"channel": "phone", "kind": "support", "relation": "mother", "topics": ["groups"], "draft_id": draft}
    adviser.post(NEW, call | {"help_given": ["booked", "info_sent"], "duration_minutes": "12"})
    adviser.post(LEAFLET, {"number": "912 34 567", "page": "grupper", "language": "nb"})
    adviser.post("/intern/telefon/oppfolging/", {"number": "91234567", "due_date": "2026-11-25"})
    assert (Call.objects.count(), CallLeaflet.objects.count(), CallFollowUp.objects.count()) == (1, 1, 1)
    mine = values_of([Call])["Call"]
    tables = set(connection.introspection.table_names()) - {Call._meta.db_table}
    others = [model for model in apps.get_models() if model._meta.db_table in tables]
    shared = {name: mine & values for name, values in values_of(others).items() if mine & values}
    assert shared == {}
    stored = b"".join(value for value in mine if isinstance(value, bytes))
    assert [word for word in (uuid.UUID(draft).bytes, adviser.user.pk.bytes) if word in stored] == []


def test_the_search_for_shared_values_finds_one_that_is_planted(adviser: Client) -> None:
    planted = CallFollowUp.objects.create(number="1", due_date=NOW.date(), created_on=NOW.date())
    Call.objects.create(
        id=planted.pk, started_at=dt.datetime(2026, 11, 24, 9, tzinfo=OSLO), duration_minutes=1, kind="x"
    )
    found = values_of([Call, CallFollowUp])
    assert found["Call"] & found["CallFollowUp"] == {planted.pk}
