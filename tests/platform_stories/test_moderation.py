"""The editors: random order, two different persons, a random day, nothing that tells who passed a text on."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pio.core import retention
from platform_stories.enums import QuoteStatus, StoryStatus, Writer
from platform_stories.models import Quote, Recusal, Story
from platform_stories.selectors import moderation as selectors
from platform_stories.services import moderation, publishing
from platform_stories.services.publishing import NotAllowedToQuote, QuoteChanged, SameEditor
from platform_stories.services.receipts import add_message
from tests.conftest import NOW
from tests.platform_stories.factories import QuoteFactory, StoryFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def editors(login) -> tuple[Client, Client]:
    return login("editor"), login("editor")


def propose(story: Story, by, text: str = "Jeg skulle ønske noen hadde hørt på meg.") -> Quote:
    return publishing.propose_quote(story, text=text, themes=["burden"], with_relation=True, by=by, now=NOW)


def test_the_queue_has_no_order_that_tells(editors) -> None:
    """Rank test: over 40 views, no text's mean place is far from the middle."""
    stories = [StoryFactory(text=f"Tekst {n}") for n in range(12)]
    places = {story.pk: [] for story in stories}
    for _ in range(40):
        for place, row in enumerate(selectors.queue(editors[0].user, today=TODAY)):
            places[row.story.pk].append(place)
    means = [sum(each) / len(each) for each in places.values()]
    assert (min(means) > 2.5, max(means) < 8.5) == (True, True)


def test_what_speaks_of_danger_stands_first(editors) -> None:
    for n in range(5):
        StoryFactory(text=f"En rolig tekst {n}.")
    urgent = StoryFactory(text="Han sier at han vil ta livet sitt.")
    assert {selectors.queue(editors[0].user, today=TODAY)[0].story.pk for _ in range(10)} == {urgent.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_two_questions(editors, count: int) -> None:
    StoryFactory.create_batch(count)
    with CaptureQueriesContext(connection) as asked:
        assert len(selectors.queue(editors[0].user, today=TODAY)) == count
    assert len(asked) == 2


def test_after_a_flood_some_are_shown_by_chance_and_what_is_urgent_among_them(editors, monkeypatch) -> None:
    monkeypatch.setattr(selectors, "MOST_SHOWN", 5)
    StoryFactory.create_batch(30)
    urgent = StoryFactory(text="Jeg vil ta livet mitt.")
    rows = [selectors.queue(editors[0].user, today=TODAY) for _ in range(4)]
    assert [(len(each), each[0].story.pk) for each in rows] == [(5, urgent.pk)] * 4
    assert len({row.story.pk for each in rows for row in each}) > 5
    assert "Du ser 5 av 31, trukket tilfeldig." in editors[0].get("/intern/erfaringer/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_who_answered_back_and_waits_is_found(editors, count: int) -> None:
    first, second = editors
    waiting = [StoryFactory(status=StoryStatus.DECIDED, decided_date=TODAY) for _ in range(count)]
    answered, passed_on = StoryFactory(), StoryFactory()
    for story in (*waiting, answered, passed_on):
        add_message(story, by=Writer.CENTRE, text="Takk.", now=NOW)
        add_message(story, by=Writer.RELATIVE, text="Ring Trine Dahl.", now=NOW)
    add_message(answered, by=Writer.CENTRE, text="Ja.", now=NOW)
    moderation.pass_on(passed_on, by=first.user, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        rows = selectors.replies(first.user)
    assert ({row.story_id for row in rows}, {row.start for row in rows}, len(asked)) == (
        {story.pk for story in waiting}, {"Ring [navn]."}, 2,
    )  # fmt: skip
    html = second.get("/intern/erfaringer/?vis=svar").content.decode()
    assert html.count("Ikke besvart") == count + 1


def test_a_row_shows_no_personal_data(editors) -> None:
    StoryFactory(text="Jeg heter Trine Dahl, ring 912 34 567.")
    assert selectors.queue(editors[0].user, today=TODAY)[0].start == "Jeg heter [navn], ring [telefonnummer]."


def test_passing_on_hides_it_from_one_and_tells_the_others_nothing(editors) -> None:
    first, second = editors
    story = StoryFactory()
    before = second.get(f"/intern/erfaringer/{story.pk}/").status_code
    assert first.post(f"/intern/erfaringer/{story.pk}/inhabil/").status_code == 302
    assert first.get(f"/intern/erfaringer/{story.pk}/").status_code == 404
    assert (before, second.get(f"/intern/erfaringer/{story.pk}/").status_code) == (200, 200)
    assert selectors.queue(first.user, today=TODAY) == []
    assert len(selectors.queue(second.user, today=TODAY)) == 1
    stored = bytes(Recusal.objects.get().editor_hash)
    assert first.user.pk.bytes not in stored
    assert stored != moderation.hash_of(StoryFactory().pk, first.user.pk)


def test_two_different_persons_publish(editors) -> None:
    first, second = editors
    quote = propose(StoryFactory(), first.user)
    with pytest.raises(SameEditor):
        publishing.approve_quote(quote, by=first.user, now=NOW)
    approved = publishing.approve_quote(quote, by=second.user, now=NOW)
    assert approved.status == QuoteStatus.SCHEDULED


def test_the_page_says_yes_to_what_it_showed(editors) -> None:
    first, second = editors
    quote = propose(StoryFactory(), first.user)
    url = f"/intern/erfaringer/sitat/{quote.pk}/"
    mark = re.search(r'name="mark" value="([^"]+)"', second.get(url).content.decode())[1]
    propose(quote.story, first.user, "Helt andre ord.")
    refused = second.post(f"{url}godkjenn/", {"mark": mark}, follow=True).content.decode()
    assert "Sitatet er endret siden du åpnet siden." in refused
    mark = re.search(r'name="mark" value="([^"]+)"', refused)[1]
    second.post(f"{url}godkjenn/", {"mark": mark})
    assert Quote.objects.get().status == QuoteStatus.SCHEDULED


def test_the_database_refuses_one_person_in_both_parts(editors) -> None:
    quote = propose(StoryFactory(), editors[0].user)
    with pytest.raises(IntegrityError, match="stories_two_different_editors"), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(approved_by=editors[0].user.pk)


def test_the_database_refuses_a_day_in_the_month(editors) -> None:
    quote = QuoteFactory()
    with pytest.raises(IntegrityError, match="stories_month_only"), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(published_month=date(2026, 11, 2))


def test_the_delay_is_random_and_at_least_a_week(editors) -> None:
    first, second = editors
    delays = set()
    for _ in range(40):
        approved = publishing.approve_quote(propose(StoryFactory(), first.user), by=second.user, now=NOW)
        delays.add((approved.publish_date - TODAY).days)
    assert (min(delays) >= 7, max(delays) <= 21, len(delays) > 5) == (True, True, True)


def test_a_quote_comes_on_its_day_with_its_month_only(editors, client: Client) -> None:
    first, second = editors
    story = StoryFactory()
    quote = publishing.approve_quote(propose(story, first.user), by=second.user, now=NOW)
    assert publishing.publish_due(now=NOW) == 0
    assert client.get(f"/erfaringer/{quote.pk}/").status_code == 404
    assert publishing.publish_due(now=NOW + timedelta(days=21)) == 1
    quote.refresh_from_db()
    assert (quote.draft, quote.published_month, quote.relation_group) == (None, date(2026, 12, 1), "siblings")
    assert client.get(f"/erfaringer/{quote.pk}/").status_code == 200
    assert Story.objects.get(pk=story.pk).status == StoryStatus.PUBLISHED


def test_a_draft_is_sealed_until_its_day(editors) -> None:
    quote = propose(StoryFactory(), editors[0].user, "Hemmelig til dagen er kommet.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, search::text, draft FROM platform_stories_quote WHERE id = %s", [quote.pk])
        text, search, draft = cursor.fetchone()
    assert (text, search, b"Hemmelig" in bytes(draft)) == ("", "", False)


def test_without_consent_nothing_is_quoted(editors) -> None:
    with pytest.raises(NotAllowedToQuote):
        propose(StoryFactory(consent="documentation_only"), editors[0].user)


def test_what_was_taken_down_is_not_quoted_again(editors, client: Client) -> None:
    quote = QuoteFactory()
    publishing.take_down(quote, by=editors[0].user, now=NOW)
    assert client.get(f"/erfaringer/{quote.pk}/").status_code == 410
    with pytest.raises(NotAllowedToQuote):
        propose(quote.story, editors[0].user)
    with pytest.raises(QuoteChanged):
        publishing.take_down(quote, by=editors[0].user, now=NOW)


def test_the_page_of_an_experience_marks_what_gives_people_away(editors) -> None:
    story = StoryFactory(text="Jeg snakket med Trine Dahl.")
    html = editors[0].get(f"/intern/erfaringer/{story.pk}/").content.decode()
    assert re.search(r"<mark\s+title=", html)
    assert "Jeg snakket med [navn]." in html


def test_redacting_keeps_text_and_themes(editors) -> None:
    story = StoryFactory()
    url = f"/intern/erfaringer/{story.pk}/sladd/"
    response = editors[0].post(url, {"text": "Uten navn.", "themes": ["burden", "parenting"]})
    story.refresh_from_db()
    assert (response.status_code, story.redacted, story.themes) == (302, "Uten navn.", ["burden", "parenting"])


def test_a_quote_with_a_number_is_refused(editors) -> None:
    story = StoryFactory()
    response = editors[0].post(f"/intern/erfaringer/{story.pk}/sitat/", {"quote": "Ring 912 34 567.", "looked": "on"})
    assert (response.status_code, Quote.objects.count()) == (422, 0)
    assert "<title>Feil: " in response.content.decode()


@pytest.mark.parametrize(
    ("days", "expected"),
    [(90, ("received", True)), (91, ("lapsed", True)), (121, ("lapsed", True)), (122, ("lapsed", False))],
)
def test_p08_an_original_nobody_reads_is_gone_after_120_days(days: int, expected: tuple[str, bool]) -> None:
    story = StoryFactory()
    for day in range(days + 1):
        if day in {91, days}:
            retention.forget(now=NOW + timedelta(days=day))
    story.refresh_from_db()
    assert (story.status, story.text is not None) == expected


@pytest.mark.parametrize(("days", "is_there"), [(30, True), (31, False)])
def test_p08_an_original_is_gone_30_days_after_the_decision(editors, days: int, is_there: bool) -> None:
    story = StoryFactory()
    moderation.save_redaction(story, text="Sladdet.", themes=[], by=editors[0].user, now=NOW)
    moderation.decide(story, by=editors[0].user, now=NOW)
    retention.forget(now=NOW + timedelta(days=days))
    story.refresh_from_db()
    assert (story.text is not None, story.redacted) == (is_there, "Sladdet.")


@pytest.mark.parametrize("role", ["adviser", "ombud", "board", "relative", "technician"])
def test_others_do_not_know_that_there_is_a_queue(login, role: str) -> None:
    assert login(role).get("/intern/erfaringer/").status_code == 404


@pytest.mark.parametrize("tab", ["les", "svar", "venter", "planlagt", "publisert", "tull"])
def test_every_tab_shows(editors, tab: str) -> None:
    propose(StoryFactory(), editors[0].user)
    QuoteFactory()
    assert editors[1].get(f"/intern/erfaringer/?vis={tab}").status_code == 200


def test_the_card_says_its_words_to_who_does_not_see_it(editors) -> None:
    quote = QuoteFactory(may_go_social=True, text="Han sa <ja> & lo.")
    response = editors[0].get(f"/intern/erfaringer/sitat/{quote.pk}/kort.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "<title>Sitat fra PIO-senteret: «Han sa &lt;ja&gt; &amp; lo.»" in response.content.decode()
    png = editors[0].get(f"/intern/erfaringer/sitat/{quote.pk}/kort.png")
    assert png.content[:8] == b"\x89PNG\r\n\x1a\n"
    publishing.take_down(quote, by=editors[0].user, now=NOW)
    kinds = [editors[0].get(f"/intern/erfaringer/sitat/{quote.pk}/kort.{kind}").status_code for kind in ("svg", "png")]
    assert kinds == [404, 404]


def test_no_card_without_consent_to_social_media(editors) -> None:
    quote = QuoteFactory()
    assert editors[0].get(f"/intern/erfaringer/sitat/{quote.pk}/kort.svg").status_code == 404


def test_small_groups_are_hidden_on_the_insight_page() -> None:
    from platform_stories.selectors import insight

    StoryFactory.create_batch(9, relation="mother")
    StoryFactory.create_batch(10, relation="sister")
    StoryFactory.create_batch(2, relation="friend")
    shown = {each.label: each.count for each in insight.by_relation(TODAY.year)}
    assert shown == {"Søsken": "10", "Foreldre": "skjult", "Nettverk": "skjult"}


def test_the_insight_page_and_the_file(editors) -> None:
    QuoteFactory(text="=1+1 er to", is_telling=True)
    assert editors[0].get("/intern/erfaringer/innsikt/").status_code == 200
    assert "'=1+1 er to" in editors[0].get("/intern/erfaringer/sitater.csv").content.decode()


def test_the_demo_year_has_the_published_number_and_a_living_queue(django_user_model) -> None:
    from random import Random

    from platform_stories import demo
    from stats.periods import Period
    from stats.registry import INDICATORS

    import stats.indicators  # noqa: F401  registers them  # isort: skip

    for number in range(2):
        django_user_model.objects.create(email=f"r{number}@example.org", name="R", roles=["editor"], created_on=TODAY)
    demo.build(year=2025, now=NOW, random=Random(2025))
    figure, year = INDICATORS["stories_received"], Period.year(2025)
    assert figure.value(year) == 162
    assert sum(figure.by("story_consent", year).values()) == 162
    assert len(figure.by("topic", year)) >= 14
    assert Quote.objects.published().count() >= 25
    assert (Story.objects.unread().count(), Quote.objects.waiting().count()) == (10, 2)
