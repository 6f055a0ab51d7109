"""The receipt (P03): the same answer for what is wrong, unknown, expired or withdrawn; withdrawal leaves nothing."""

import re
import statistics
import time
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from pio.accounts.models import User
from pio.core import floods, retention
from pio.drafts.models import Draft
from platform_stories import limits, receipts
from platform_stories.drafting import DRAFTS, may_keep
from platform_stories.enums import QuoteStatus, StoryStatus, Writer
from platform_stories.models import Quote, Story, StoryMessage
from platform_stories.services import receipts as services
from platform_stories.services.moderation import answer_writer
from tests.conftest import NOW
from tests.drafts.factories import DraftFactory
from tests.platform_stories.factories import QuoteFactory, StoryFactory, story_with_receipt
from tests.platform_stories.test_sharing import post, token

pytestmark = pytest.mark.django_db
URL = "/erfaringer/kvittering/"


@pytest.fixture(autouse=True)
def full_buckets() -> None:
    limits.RECEIPTS.refill()


def opened(client: Client, receipt: str) -> str:
    return post(client, URL, receipt=receipt).content.decode()


def act(client: Client, page: str, name: str, **data):
    sealed = re.search(r'name="pass" value="([^"]+)"', page)[1]
    return client.post(URL, {"form_token": token(page), "pass": sealed, "act": name, **data})


def shown(client: Client, pages: list[str], *words: str) -> list[str]:
    """The pages that hold one of the words, asked twice: the second answer may be a copy."""
    return [path for path in pages if any(w in client.get(path).content.decode() for w in words for _ in range(2))]


def test_a_receipt_has_100_bits_in_four_groups() -> None:
    codes = {receipts.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {letter for code in codes for letter in code} == set(receipts.ALPHABET)
    assert re.fullmatch(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){3}", receipts.shown(codes.pop()))


@pytest.mark.parametrize("typed", ["7KQ2M-XW4D9-0RTA8-ZB3F1", "7kq2mxw4d9orta8zb3fl", " 7KQ2M XW4D9 ORTA8 ZB3FI "])
def test_a_receipt_is_read_however_it_is_typed(typed: str) -> None:
    assert receipts.read(typed) == "7KQ2MXW4D90RTA8ZB3F1"


@pytest.mark.parametrize("typed", ["", "7KQ2M", "U" * 20, "7KQ2M-XW4D9-0RTA8-ZB3F1-0", "A" * 5000, "æøåæø" * 4])
def test_what_cannot_be_a_receipt_is_none(typed: str) -> None:
    assert receipts.read(typed) == ""


def test_p03_wrong_unknown_expired_and_withdrawn_receipts_get_the_same_answer(client: Client) -> None:
    _story, right = story_with_receipt()
    expired, old = story_with_receipt(received_date=NOW.date() - timedelta(days=400), status=StoryStatus.DECIDED)
    gone, withdrawn = story_with_receipt()
    services.withdraw(gone, now=NOW)
    retention.forget(now=NOW)
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    unknown = receipts.shown(receipts.new_code())
    answers = set()
    for typed in (wrong, unknown, old, withdrawn, "nonsense"):
        response = post(client, URL, receipt=typed)
        html = re.sub(r'name="form_token" value="[^"]+"', "", response.content.decode()).replace(typed, "")
        answers.add((response.status_code, html))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 422
    assert Story.objects.get(pk=expired.pk).verifier is None


def test_p03_a_wrong_receipt_costs_the_time_of_a_right_one() -> None:
    _story, right = story_with_receipt()
    code = receipts.read(right)
    verifier = receipts.hash_of(code)
    other = receipts.new_code()

    def cost(given: str, against: str | None) -> float:
        begun = time.process_time()
        receipts.proves(given, against)
        return time.process_time() - begun

    costs = {"right": [], "wrong": [], "unknown": []}
    for _ in range(9):
        costs["right"].append(cost(code, verifier))
        costs["wrong"].append(cost(other, verifier))
        costs["unknown"].append(cost(other, None))
    middle = {name: statistics.median(each) for name, each in costs.items()}
    assert max(middle.values()) < 2.0 * min(middle.values())
    assert (receipts.proves(code, verifier), receipts.proves(other, verifier), receipts.proves(other, None)) == (
        True, False, False,
    )  # fmt: skip


def test_an_overlong_receipt_is_never_hashed() -> None:
    begun = time.process_time()
    assert receipts.read("A" * 1_000_000) == ""
    assert time.process_time() - begun < 0.05


def test_p03_the_receipt_stands_in_no_address_and_is_kept_nowhere(client: Client) -> None:
    story, right = story_with_receipt()
    page = opened(client, right)
    assert right not in page
    assert right.replace("-", "") not in page
    row = Story.objects.filter(pk=story.pk).values_list().get()
    assert receipts.read(right)[5:] not in str(row)


def test_the_writer_reads_the_answer_and_answers_back(client: Client, login) -> None:
    story, right = story_with_receipt()
    answer_writer(story, text="Takk for at du skrev.", by=login("editor").user, now=NOW)
    page = opened(client, right)
    assert "Takk for at du skrev." in page
    after = act(client, page, "reply", message="Bare hyggelig.")
    assert (after.status_code, "Bare hyggelig." in after.content.decode()) == (200, True)
    written = StoryMessage.objects.order_by("number").values_list("number", "written_by", "written_date")
    assert list(written) == [(1, Writer.CENTRE, NOW.date()), (2, Writer.RELATIVE, timezone.localdate())]


def test_taking_back_the_consent_takes_the_quote_down_at_once(client: Client) -> None:
    story, right = story_with_receipt(status=StoryStatus.PUBLISHED, decided_date=NOW.date())
    quote = QuoteFactory(story=story)
    address = quote.get_absolute_url()
    assert client.get(address).status_code == 200
    act(client, opened(client, right), "consent", consent="documentation_only")
    assert client.get(address).status_code == 410
    assert Story.objects.get(pk=story.pk).status == StoryStatus.DECIDED
    assert quote.text not in client.get("/erfaringer/").content.decode()


def test_p03_withdrawing_leaves_day_themes_and_nothing_else(
    client: Client, settings, django_capture_on_commit_callbacks
) -> None:
    settings.PIO_PAGE_SECONDS = 60
    story, right = story_with_receipt(status=StoryStatus.PUBLISHED, decided_date=NOW.date(), redacted="Sladdet.")
    quote = QuoteFactory(story=story)
    answer_writer(story, text="Takk.", by=type("By", (), {"pk": story.pk}), now=NOW)
    address = quote.get_absolute_url()
    norwegian = ["/erfaringer/", address, f"{address}ramme/"]
    pages = [*norwegian, *(f"/en{path}" for path in norwegian), "/erfaringer/feed.xml", "/erfaringer/?sok=lytte", "/"]
    quote.text, quote.is_telling = "De lyttet til meg.", True
    quote.save()
    assert shown(client, pages, quote.text) == pages
    assert address in client.get("/sitemap.xml").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        done = act(client, opened(client, right), "withdraw", sure="on")
    assert done.status_code == 200
    assert shown(client, pages, quote.text) == []
    assert shown(client, ["/erfaringer/", "/erfaringer/feed.xml", "/sitemap.xml", "/"], address) == []
    assert [client.get(path).status_code for path in pages] == [200, 410, 410, 200, 410, 410, 200, 200, 200]
    row = Story.objects.values().get(pk=story.pk)
    kept = {"id": story.pk, "received_date": NOW.date(), "themes": ["confidentiality"], "status": "withdrawn"}
    assert {name: value for name, value in row.items() if value} == kept | {"decided_date": NOW.date()}
    assert StoryMessage.objects.count() == 0
    gone = Quote.objects.get()
    assert (gone.status, gone.text, gone.draft, gone.relation_group) == (QuoteStatus.REMOVED, "", None, "")
    assert post(client, URL, receipt=right).status_code == 422


def test_withdrawing_needs_the_tick(client: Client) -> None:
    story, right = story_with_receipt()
    refused = act(client, opened(client, right), "withdraw")
    assert (refused.status_code, Story.objects.get(pk=story.pk).status) == (422, StoryStatus.RECEIVED)


def test_a_page_left_open_after_withdrawal_says_what_a_wrong_receipt_says(client: Client) -> None:
    _story, right = story_with_receipt()
    page = opened(client, right)
    act(client, page, "withdraw", sure="on")
    again = act(client, page, "reply", message="Hallo?")
    assert (again.status_code, "Vi finner ingenting med denne kvitteringen" in again.content.decode()) == (200, True)


def test_all_tries_together_are_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    StoryFactory()
    statuses, standing = [], time.monotonic()  # else there is one more try after a second
    monkeypatch.setattr(floods, "time", SimpleNamespace(monotonic=lambda: standing))
    try:
        while limits.RECEIPTS.take():
            pass
        statuses.append(post(client, URL, receipt="7KQ2M-XW4D9-0RTA8-ZB3F1").status_code)
    finally:
        limits.RECEIPTS.refill()
    assert statuses == [429]


def test_p13_receipt_pages_are_stored_nowhere(client: Client) -> None:
    _story, right = story_with_receipt()
    for response in (client.get(URL), post(client, URL, receipt=right), client.get("/erfaringer/del/")):
        assert response.headers["Cache-Control"] == "no-store"


def test_p03_what_an_editor_has_begun_to_answer_goes_with_the_experience() -> None:
    story, other = StoryFactory(), StoryFactory()
    for about, form in (
        (story, "stories.answer"),
        (story, "stories.answer"),
        (story, "stories.redact"),
        (story, "stories.quote"),
        (other, "stories.answer"),
        (story, "call"),
    ):
        content = {"path": about.get_absolute_url(), "title": "En erfaring", "fields": [["answer", "Du skrev at"]]}
        owner = User.objects.get_or_create(email="e@example.org", defaults={"name": "E", "created_on": NOW.date()})[0]
        DraftFactory(form=form, content=content, owner=owner)
    services.withdraw(Story.objects.get(pk=story.pk), now=NOW)
    left = [(draft.form, draft.content["path"]) for draft in Draft.objects.order_by("form")]
    assert left == [("call", story.get_absolute_url()), ("stories.answer", other.get_absolute_url())]


@pytest.mark.parametrize("form", DRAFTS)
def test_p03_a_page_that_stands_open_keeps_nothing_after_the_withdrawal(login, form: str) -> None:
    client, story = login("editor"), StoryFactory()
    url = story.get_absolute_url()

    def save(version: int, path: str = url) -> tuple[int, str]:
        body = {
            "owner": str(client.user.pk), "form": form, "writer": str(uuid.UUID(int=version)), "base": 0, "version": 1,
            "empty": False, "path": path, "title": "En erfaring", "fields": [["text", "Hans ord."]],
        }  # fmt: skip
        answer = client.post(f"/intern/utkast/{uuid.uuid4()}/lagre/", body, content_type="application/json")
        return answer.status_code, answer.json().get("why", "")

    assert (save(1), save(2, "/intern/telefon/ny/")) == ((200, ""), (410, "PageGone"))
    services.withdraw(Story.objects.get(pk=story.pk), now=NOW)
    assert (Draft.objects.count(), save(3), Draft.objects.count()) == (0, (410, "PageGone"), 0)


def test_no_draft_of_the_redacted_text_is_begun_after_the_decision(login) -> None:
    story = StoryFactory(status=StoryStatus.DECIDED, decided_date=NOW.date())
    html = login("editor").get(story.get_absolute_url()).content.decode()
    assert re.findall(r'data-draft="([^"]+)"', html) == ["stories.quote", "stories.answer"]
    assert [may_keep(form, story.get_absolute_url()) for form in DRAFTS] == [False, True, True]


def test_p03_the_editors_forms_keep_their_drafts_under_the_names_that_are_thrown_away(login) -> None:
    html = login("editor").get(StoryFactory().get_absolute_url()).content.decode()
    story = Story.objects.get()
    assert re.findall(r'data-draft="([^"]+)"\s+data-draft-path="([^"]+)"', html) == [
        (form, story.get_absolute_url()) for form in DRAFTS
    ]
