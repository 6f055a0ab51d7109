"""The staff's page of the outbox, the message texts, and the demo's inbox."""

import pytest
from django.test import Client
from django.urls import reverse

from pio.messaging.enums import Channel
from pio.messaging.kinds import Message, MessageKind
from tests.messaging.factories import DemoDeliveryFactory, OutboxMessageFactory

pytestmark = pytest.mark.django_db
QUEUE, TEXTS, INBOX = "/intern/oppsett/meldinger/", "/intern/oppsett/meldinger/tekster/", "/demo/innboks/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_costs_the_same_with_one_and_three_rows(login, rows, django_assert_num_queries):
    for state, reason in (("failed", "smtp_550"), ("uncertain", "worker_lost"), ("dropped", "too_late")):
        OutboxMessageFactory.create_batch(rows, state=state, reason=reason, closed_at="2126-11-21T12:00Z")
    client = login("technician")
    client.get(QUEUE)
    with django_assert_num_queries(7):
        response = client.get(QUEUE)
    queue = response.context["queue"]
    assert (len(queue.failed), len(queue.uncertain), len(queue.missed)) == (rows, rows, rows)


def test_queue_shows_neither_key_nor_target(login):
    row = OutboxMessageFactory(state="failed", reason="smtp_550", person="p-17")
    page = login("manager").get(QUEUE).content.decode()
    assert [word for word in (row.dedup_key, str(row.target), "p-17") if word in page] == []
    assert page.count("Tjenesten som sender, svarte med kode 550") == 1


def test_late_queue_says_so(login):
    OutboxMessageFactory(send_after="2026-01-01T12:00Z")
    page = login("technician").get(QUEUE).content.decode()
    assert page.count("Utsendingen er forsinket") == 1


@pytest.mark.parametrize(("action", "state"), [("message_retry", "pending"), ("message_close", "cancelled")])
def test_decision_on_a_failed_message(login, action, state):
    row = OutboxMessageFactory(state="failed", closed_at="2026-11-21T12:00Z")
    response = login("technician").post(reverse(action, args=[row.pk]))
    row.refresh_from_db()
    assert (response.status_code, response["Location"], row.state) == (302, QUEUE, state)


@pytest.mark.parametrize("action", ["message_retry", "message_close"])
def test_decision_that_comes_second_says_so(login, action):
    row = OutboxMessageFactory(state="sent")
    page = login("technician").post(reverse(action, args=[row.pk]), follow=True).content.decode()
    assert page.count("Meldingen er allerede tatt hånd om.") == 1


@pytest.mark.parametrize("action", ["message_retry", "message_close"])
def test_decision_on_nothing_is_404_and_get_changes_nothing(login, action):
    row, client = OutboxMessageFactory(state="failed"), login("technician")
    assert client.post(reverse(action, args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    assert client.get(reverse(action, args=[row.pk])).status_code == 405
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.parametrize(
    ("role", "queue", "texts"),
    [
        ("manager", 200, 200),
        ("technician", 200, 404),
        ("adviser", 404, 404),
        ("board", 404, 404),
        ("relative", 404, 404),
    ],
)
def test_who_reaches_the_pages(login, role, queue, texts):
    client = login(role)
    assert (client.get(QUEUE).status_code, client.get(TEXTS).status_code) == (queue, texts)


def test_stranger_is_sent_to_login():
    assert Client().get(QUEUE)["Location"] == f"/konto/login/?next={QUEUE}"


def test_texts_stand_in_both_languages(login, probe):
    from pio.messaging import kinds

    def samples(language):
        words = {"nb": "Timen din er i morgen.", "en": "Your appointment is tomorrow."}
        return [Message(Channel.SMS, "+4790000123", "", words[language], language)]

    kinds.register(MessageKind("probe", probe.compose, "Prøve", samples=samples))
    client, seen = login("manager"), []
    for query in ("", "?sprak=en", "?sprak=x"):
        shown = {kind.key: kind for kind in client.get(TEXTS + query).context["kinds"]}["probe"]
        seen += [(each.language, each.body, each.sms_length) for each in shown.samples]
    norwegian, english = ("nb", "Timen din er i morgen.", 22), ("en", "Your appointment is tomorrow.", 29)
    assert seen == [norwegian, english, norwegian]


def test_inbox_exists_only_in_the_demo():
    delivery = DemoDeliveryFactory(calendar="BEGIN:VCALENDAR", calendar_method="REQUEST")
    assert Client().get(INBOX).status_code == 404
    assert Client().get(f"/demo/innboks/{delivery.pk}.ics").status_code == 404


def test_inbox_links_stay_inside_the_portal(demo, settings):
    settings.PIO_BASE_URL = "http://localhost:8000"
    DemoDeliveryFactory(body="Endre: http://localhost:8000/radgivning/time/x1/.\nLes http://example.org/a?b=1&c=2")
    page = " ".join(Client().get(INBOX).content.decode().split())
    assert page.count('<a href="/radgivning/time/x1/">http://localhost:8000/radgivning/time/x1/</a>. <br>') == 1
    assert page.count('<a href="http://example.org/a?b=1&amp;c=2">') == 1


def test_inbox_escapes_what_was_sent(demo):
    DemoDeliveryFactory(subject="<b>x</b>", body="<script>alert(1)</script>", to="a'\"<i>@example.org")
    page = Client().get(INBOX).content.decode()
    assert (page.count("<b>x"), page.count("<script>alert"), page.count("<i>@")) == (0, 0, 0)


def test_inbox_newest_first_and_by_recipient(demo):
    DemoDeliveryFactory(subject="gammel", sent_at="2026-11-20T12:00Z", to="ola@example.org")
    DemoDeliveryFactory(subject="ny", sent_at="2026-11-21T12:00Z")
    every, one = Client().get(INBOX).context["inbox"], Client().get(f"{INBOX}?til=ola@example.org").context["inbox"]
    assert [each.subject for each in every.deliveries] == ["ny", "gammel"]
    assert [each.subject for each in one.deliveries] == ["gammel"]
    assert one.recipients == ["kari@example.org", "ola@example.org"]


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_costs_the_same_with_one_and_three_rows(demo, rows, django_assert_num_queries):
    DemoDeliveryFactory.create_batch(rows)
    Client().get(INBOX)
    with django_assert_num_queries(1):
        assert len(Client().get(INBOX).context["inbox"].deliveries) == rows


def test_inbox_is_never_kept_and_sets_no_cookie(demo):
    response = Client().get(INBOX)
    assert (response["Cache-Control"], dict(response.cookies), response.has_header("Vary")) == ("no-store", {}, False)
    assert response.content.decode().count("Ingen meldinger ennå.") == 1


def test_inbox_calendar_file(demo):
    body = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    delivery = DemoDeliveryFactory(calendar=body, calendar_method="CANCEL")
    response = Client().get(f"/demo/innboks/{delivery.pk}.ics")
    assert (response.content.decode(), response["Content-Type"]) == (
        body,
        "text/calendar; charset=utf-8; method=CANCEL; component=VEVENT",
    )
    assert Client().get(f"/demo/innboks/{DemoDeliveryFactory().pk}.ics").status_code == 404


def test_inbox_is_also_in_english(demo):
    page = Client().get(f"/en{INBOX}").content.decode()
    assert ('<html lang="en"' in page, "Inbox of the demo" in page, 'href="/en/radgivning/"' in page) == (
        True,
        True,
        True,
    )
