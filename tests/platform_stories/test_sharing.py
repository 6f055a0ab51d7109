"""Sharing an experience: nothing before the last press, one row after it, a receipt that works."""

import re
import time
from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.test import Client

from pio.core import floods
from pio.core.floods import Bucket
from platform_stories import limits, receipts
from platform_stories.draft import StoryDraft, open_draft
from platform_stories.models import Story
from platform_stories.services import submitting
from platform_stories.services.submitting import submit_story
from tests.conftest import NOW
from tests.meanwhile import meanwhile
from tests.platform_stories.factories import TEXT, StoryFactory

pytestmark = pytest.mark.django_db
URL = "/erfaringer/del/"
ANSWERS = {
    "text": TEXT,
    "themes": ["confidentiality"],
    "relation": "sister",
    "county": "elsewhere",
    "consent": "website",
}
BEFORE_IT_IS_WRITTEN = {"after": 'FROM "platform_stories_story"', "before": "SAVEPOINT"}


def token(html: str) -> str:
    return re.search(r'name="form_token" value="([^"]+)"', html)[1]


def post(client: Client, url: str, **data):
    """Send a form of the page with a fresh token."""
    return client.post(url, {"form_token": token(client.get(url).content.decode()), **data})


def state(response) -> str:
    return re.search(r'name="state" value="([^"]*)"', response.content.decode())[1]


def share(client: Client, **changes) -> str:
    """Go through both pages; the receipt as it stands in the page."""
    checked = post(client, URL, **(ANSWERS | changes))
    assert checked.status_code == 200
    sent = post(client, URL, state=state(checked))
    assert sent.status_code == 200
    return re.search(r">([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})<", sent.content.decode())[1]


def test_nothing_is_stored_before_the_last_press(client: Client) -> None:
    checked = post(client, URL, **ANSWERS)
    assert (checked.status_code, Story.objects.count()) == (200, 0)
    assert open_draft(state(checked)).text == TEXT


def test_an_experience_is_one_row_and_its_receipt_opens_it(client: Client) -> None:
    receipt = share(client)
    story = Story.objects.get()
    assert (story.text, story.themes, story.relation, story.county) == (
        TEXT,
        ["confidentiality"],
        "sister",
        "elsewhere",
    )
    assert receipts.proves(receipts.read(receipt), story.verifier)
    opened = post(client, "/erfaringer/kvittering/", receipt=receipt.lower().replace("-", " "))
    assert "Det du har delt" in opened.content.decode()


def test_the_same_press_twice_is_one_experience_with_one_receipt(client: Client) -> None:
    sealed = state(post(client, URL, **ANSWERS))
    pages = [post(client, URL, state=sealed).content.decode() for _ in range(2)]
    codes = {re.search(r'id="kode"[^>]*>([^<]+)<', page)[1] for page in pages}
    assert (len(codes), Story.objects.count()) == (1, 1)


def test_two_that_draw_the_same_five_characters_at_once_are_both_stored(client: Client) -> None:
    sealed = state(post(client, URL, **ANSWERS))
    taken = open_draft(sealed).receipt[:5]
    with meanwhile(lambda: StoryFactory(selector=taken), **BEFORE_IT_IS_WRITTEN):
        page = post(client, URL, state=sealed)
    other, mine = Story.objects.get(selector=taken), Story.objects.exclude(selector=taken).get()
    code = re.search(r'id="kode"[^>]*>([^<]+)<', page.content.decode())[1]
    assert (page.status_code, other.verifier) == (200, "unusable")
    assert receipts.selector_of(receipts.read(code)) == mine.selector
    assert receipts.proves(receipts.read(code), mine.verifier)


def test_a_second_press_meanwhile_shows_the_receipt_that_was_stored(client: Client) -> None:
    sealed = state(post(client, URL, **ANSWERS))
    draft, first = open_draft(sealed), []

    def both() -> None:
        StoryFactory(selector=draft.receipt[:5])
        first.append(submit_story(draft, now=NOW))

    with meanwhile(both, **BEFORE_IT_IS_WRITTEN):
        page = post(client, URL, state=sealed).content.decode()
    assert [receipts.read(re.search(r'id="kode"[^>]*>([^<]+)<', page)[1])] == first
    assert Story.objects.count() == 2


def test_where_the_five_characters_are_always_taken_it_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(submitting, "_free_code", lambda draft: tried.append(draft.receipt) or draft.receipt)
    draft = StoryDraft(text=TEXT, consent="website")
    StoryFactory(selector=draft.receipt[:5])
    with pytest.raises(IntegrityError):
        submit_story(draft, now=NOW)
    assert len(tried) == submitting.MOST_TRIES


def test_an_error_keeps_the_words(client: Client) -> None:
    response = post(client, URL, text=TEXT)
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Feil: " in html
    assert TEXT in html
    assert "Velg hva vi kan bruke teksten til." in html


def test_an_old_token_loses_nothing(client: Client) -> None:
    sealed = state(post(client, URL, **ANSWERS))
    response = client.post(URL, {"form_token": "old", "state": sealed})
    assert response.status_code == 422
    assert sealed in response.content.decode()


def test_findings_are_pointed_out_and_can_be_replaced_or_kept(client: Client) -> None:
    text = "Jeg snakket med Trine Dahl. Ring 912 34 567."
    checked = post(client, URL, **(ANSWERS | {"text": text}))
    assert "<mark>Trine Dahl</mark>" in checked.content.decode()
    kept = post(client, URL, state=state(checked), behold="1")
    assert "<mark>Trine Dahl</mark>" not in kept.content.decode()
    replaced = post(client, URL, state=state(kept), fjern="alle")
    assert open_draft(state(replaced)).text == "Jeg snakket med Trine Dahl. Ring [telefonnummer]."
    assert Story.objects.count() == 0


def test_the_text_goes_as_it_stands_when_findings_are_ignored(client: Client) -> None:
    share(client, text="Jeg heter Trine Dahl.")
    assert Story.objects.get().text == "Jeg heter Trine Dahl."


def test_back_keeps_everything(client: Client) -> None:
    checked = post(client, URL, **ANSWERS)
    html = post(client, URL, state=state(checked), endre="1").content.decode()
    assert TEXT in html
    assert re.search(r'value="website"[^>]*checked|checked[^>]*value="website"', html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Han sier at han vil ta livet sitt.", True), ("He threatens me.", True), ("Hun vil dø.", True),
     ("Han sier at han ikke vil leve lenger.", True), ("Vi vil ikke leve sånn.", False),
     ("Vi var på voldsomt fin tur.", False), ("Livet er tungt.", False)],
)  # fmt: skip
def test_danger_shows_the_help_lines_clearly(client: Client, text: str, expected: bool) -> None:
    html = post(client, URL, **(ANSWERS | {"text": text})).content.decode()
    assert ("Er det noen som er i fare nå?" in html) is expected
    assert "Send inn anonymt" in html


@pytest.mark.parametrize("bucket", [limits.SUBMITS, limits.STORED])
def test_a_flood_keeps_the_words_on_the_page(client: Client, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = state(post(client, URL, **ANSWERS))
    standing = time.monotonic()  # else the bucket fills while a slow machine answers
    monkeypatch.setattr(floods, "time", SimpleNamespace(monotonic=lambda: standing))
    try:
        while bucket.take():
            pass
        response = post(client, URL, state=sealed)
    finally:
        for each in (limits.SUBMITS, limits.STORED):
            each.refill()
    assert (response.status_code, Story.objects.count()) == (429, 0)
    assert open_draft(state(response)).text == TEXT


def test_the_page_speaks_english(client: Client) -> None:
    html = client.get("/en/erfaringer/del/").content.decode()
    assert '<html lang="en"' in html


def test_the_longest_text_of_any_letters_fits(client: Client) -> None:
    for letters in ("😀" * 8000, "漢" * 8000, "\n" * 7999 + "x", "é" * 8000):
        draft = StoryDraft(text=letters, consent="website")
        assert open_draft(draft.seal()).text == letters
