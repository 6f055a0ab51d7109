"""The public pages: list, month, detail, sign-up, receipt, page by link, calendar files. No account, no cookies."""

import json
import re
from datetime import timedelta

import pytest

from courses.models import Evening, Registration
from courses.services.registrations import sign_up, withdraw
from pio.core.public import form_token
from pio.messaging.models import OutboxMessage
from tests.conftest import NOW
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(at):
    at(NOW)


def weekly(**fields):
    """A drop-in of sixty Mondays, half of them past."""
    made = offering(NOW, evenings=0, takes_registrations=False, kind="drop_in", **fields)
    starts = [NOW + timedelta(weeks=n, days=6) for n in range(-30, 30)]
    Evening.objects.bulk_create(Evening(offering=made, starts_at=s, ends_at=s + timedelta(hours=1)) for s in starts)
    return made


def titles(response):
    """The titles in the list, in order."""
    return re.findall(r"<h3><a href=[^>]*>([^<]*)</a></h3>", response.content.decode())


def chips(response):
    """The choices with their counts, and those that are current."""
    found = re.findall(r'<a class="ds-chip"([^>]*)>(.*?)</a>', response.content.decode(), re.DOTALL)
    named = [(attributes, " ".join(re.sub(r"<[^>]*>", " ", text).split())) for attributes, text in found]
    return [text for _attributes, text in named], [text for attributes, text in named if "aria-current" in attributes]


def send(client, path, **data):
    return client.post(path, {"form_token": form_token(path), **data}, headers={"Origin": "http://testserver"})


@pytest.mark.parametrize("count", [1, 3])
def test_list_has_the_same_queries_for_1_and_3(client, count, django_assert_num_queries):
    for _number in range(count):
        offering(NOW, evenings=3)
        weekly()
    with django_assert_num_queries(3):
        response = client.get("/kurs/")
    assert len(titles(response)) == 2 * count
    assert response.cookies == {}


@pytest.mark.parametrize("count", [1, 3])
def test_month_has_the_same_queries_for_1_and_3(client, count, django_assert_num_queries):
    for _number in range(count):
        weekly()
    with django_assert_num_queries(1):
        assert client.get("/kurs/kalender/?maned=2026-12").status_code == 200


def test_list_is_narrowed_by_the_address(client):
    offering(NOW, title="Kurset", kind="course", place="centre")
    offering(NOW, title="Kurset på video", kind="course", place="digital", days_ahead=15)
    offering(NOW, title="Kafeen", kind="cafe", place="both", days_ahead=16)
    offering(NOW, title="Fagdagen", kind="seminar", audience="professionals", days_ahead=17)
    offering(NOW, title="Kladden", status="draft")
    everything = client.get("/kurs/")
    assert titles(everything) == ["Kurset", "Kurset på video", "Kafeen", "Fagdagen"]
    assert chips(everything)[0] == [
        "Alle 4", "Kurs 2", "Treff og kafé 2", "Skriving 0", "For fagfolk 1", "Overalt", "På senteret", "På video",
    ]  # fmt: skip
    assert titles(client.get("/kurs/?type=kurs")) == ["Kurset", "Kurset på video"]
    assert titles(client.get("/kurs/?type=fagfolk")) == ["Fagdagen"]
    digital = client.get("/kurs/?type=kurs&sted=digitalt")
    assert titles(digital) == ["Kurset på video"]
    assert chips(digital)[1] == ["Kurs 1", "På video"]
    assert 'href="?type=kurs&amp;sted=senteret"' in digital.content.decode()
    assert 'href="/kurs/kalender/?type=kurs&amp;sted=digitalt"' in digital.content.decode()
    assert titles(client.get("/kurs/?type=tull&sted=tull&ukjent=1")) == titles(everything)


def test_calendar_is_narrowed_and_keeps_what_is_chosen_from_month_to_month(client):
    offering(NOW, title="Kurset", kind="course", days_ahead=14)
    offering(NOW, title="Kafeen", kind="cafe", days_ahead=15)
    page = client.get("/kurs/kalender/?maned=2026-12&type=kurs").content.decode()
    assert (page.count("Kurset"), page.count("Kafeen")) == (2, 0)
    assert re.findall(r"<h2 class=\"h-s\">([^<]*)</h2>", page) == ["Tirsdag 8. desember"]
    assert re.findall(r'rel="(?:prev|next)" href="([^"]*)"', page) == [
        "?type=kurs&amp;maned=2026-11", "?type=kurs&amp;maned=2027-01",
    ]  # fmt: skip


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "tull", "-1"])
def test_calendar_of_a_month_that_is_none_shows_this_one(client, month):
    response = client.get("/kurs/kalender/", {"maned": month})
    assert (response.status_code, '<h1 class="h-l">November 2026</h1>' in response.content.decode()) == (200, True)


def test_long_list_comes_in_pages_with_the_same_queries(client, django_assert_num_queries):
    made = [offering(NOW, evenings=0, title=f"Kurs {n:02}", capacity=3) for n in range(60)]
    starts = [NOW + timedelta(days=1, hours=n) for n in range(60)]
    Evening.objects.bulk_create(
        Evening(offering=course, starts_at=at, ends_at=at + timedelta(hours=1))
        for course, at in zip(made, starts, strict=True)
    )
    for course in (made[0], made[59]):
        sign_up(course.pk, person(1), now=NOW)
    pages = []
    for path in ("/kurs/", "/kurs/?side=2", "/kurs/?side=999"):
        with django_assert_num_queries(3):
            pages.append(client.get(path))
    everything = [f"Kurs {n:02}" for n in range(60)]
    assert [titles(page) for page in pages] == [everything[:50], everything[50:], everything[50:]]
    assert [page.content.decode().count("2 ledige plasser") for page in pages] == [1, 1, 1]
    assert re.findall(r'rel="(\w+)" href="([^"]*)"', pages[0].content.decode())[-1] == ("next", "?side=2")


@pytest.mark.parametrize("count", [1, 3])
def test_detail_has_the_same_queries_for_1_and_3(client, count, django_assert_num_queries):
    course = offering(NOW, evenings=count, capacity=1)
    for number in range(count + 1):
        sign_up(course.pk, person(number), now=NOW)
    with django_assert_num_queries(4):
        assert client.get(course.get_absolute_url()).status_code == 200


def test_drop_in_shows_what_is_to_come(client):
    made = weekly()
    text = client.get(made.get_absolute_url()).content.decode()
    assert "Bare kom" in text
    assert len(json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])) == 8


def test_drafts_are_not_found_and_cancelled_ones_say_so(client):
    draft, gone = offering(NOW, status="draft"), offering(NOW, status="cancelled", cancelled_text="Kurslederen er syk")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Kurslederen er syk" in client.get(gone.get_absolute_url()).content.decode()


def test_sign_up_address_leads_to_the_form(client):
    course = offering(NOW)
    response = client.get(f"/kurs/{course.slug}/pamelding/")
    assert (response.status_code, response["Location"]) == (302, f"/kurs/{course.slug}/#paamelding")


def test_two_sign_up_in_one_go_and_get_a_receipt(client):
    course = offering(NOW, evenings=3, capacity=2)
    response = send(client, course.get_absolute_url(), party_size="2", email="kari@example.org")
    assert response.status_code == 200
    assert "Du har fått plass" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert Registration.objects.get().party_size == 2
    kinds = list(OutboxMessage.objects.order_by("send_after").values_list("kind", flat=True))
    assert kinds == ["course_registration", "course_reminder", "course_reminder", "course_reminder"]


def test_full_course_puts_one_in_the_queue_with_the_number(client):
    course = offering(NOW, capacity=1)
    sign_up(course.pk, person(1), now=NOW)
    sign_up(course.pk, person(2), now=NOW)
    assert "Sett meg på venteliste" in client.get(course.get_absolute_url()).content.decode()
    response = send(client, course.get_absolute_url(), party_size="1", email="kari@example.org")
    assert "Du er nummer 2 på ventelisten" in response.content.decode()


def test_second_sign_up_answers_like_the_first_and_sends_the_link_again(client):
    course = offering(NOW, capacity=5)
    fields = {"party_size": "1", "email": "kari@example.org"}
    first, second = (send(client, course.get_absolute_url(), **fields) for _time in range(2))
    titles = [re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode())[1] for answer in (first, second)]
    assert titles == ["Du har fått plass"] * 2
    assert Registration.objects.count() == 1
    assert OutboxMessage.objects.filter(part="link").count() == 1


def test_form_without_contact_is_shown_again_with_what_was_typed(client):
    course = offering(NOW)
    response = send(client, course.get_absolute_url(), party_size="1", name="Kari")
    text = response.content.decode()
    assert response.status_code == 422
    assert text.count("<title>Feil: ") == 1
    assert 'value="Kari"' in text


def test_page_by_link_accepts_and_declines(client):
    course = offering(NOW, capacity=1)
    rows = [sign_up(course.pk, person(n), now=NOW)[1] for n in (1, 2, 3)]
    withdraw(rows[0], now=NOW)
    page = f"/kurs/pamelding/{rows[1].token}/"
    assert "Det er en plass til deg" in client.get(page).content.decode()
    assert Registration.objects.get(pk=rows[1].pk).state == "offered"
    send(client, page, svar="ja")
    assert Registration.objects.get(pk=rows[1].pk).state == "confirmed"
    send(client, f"{page}meld-av/")
    assert list(Registration.objects.order_by("queue_number").values_list("state", flat=True)) == [
        "withdrawn", "withdrawn", "offered",
    ]  # fmt: skip


def test_unknown_link_is_not_found(client):
    assert client.get("/kurs/pamelding/abc/").status_code == 404
    assert client.get("/kurs/evaluering/abc/").status_code == 404


def test_calendar_files_have_every_evening(client):
    course = offering(NOW, evenings=3)
    assert client.get(f"/kurs/{course.slug}/kalender.ics").content.count(b"BEGIN:VEVENT") == 3
    assert client.get("/kurs/kalender.ics").content.count(b"BEGIN:VEVENT") == 3


def test_english_pages_show_english_texts_and_mark_norwegian_ones(client):
    offering(NOW, title_en="The course", summary_en="A course.", slug="engelsk")
    offering(NOW, slug="norsk")
    text = client.get("/en/kurs/").content.decode()
    assert "The course" in text
    assert '<span lang="nb">Oppdiktet kurs</span>' in text
    assert "<title>The course – PIO-senteret</title>" in client.get("/en/kurs/engelsk/").content.decode()
    assert "<title>Oppdiktet kurs – PIO-senteret</title>" in client.get("/kurs/engelsk/").content.decode()


def test_picture_says_what_it_shows(client):
    course = offering(NOW, picture="gruppe", picture_text="Fire mennesker rundt et bord")
    images = [
        re.findall(r"<img[^>]*>", " ".join(client.get(f"{start}/kurs/{course.slug}/").content.decode().split()))
        for start in ("", "/en")
    ]
    assert images == [
        ['<img src="/static/svg/gruppe.svg" width="72" height="72" alt="Fire mennesker rundt et bord">'],
        ['<img src="/static/svg/gruppe.svg" width="72" height="72" alt="Fire mennesker rundt et bord" lang="nb">'],
    ]


def test_search_engines_get_an_event_for_each_evening_to_come(client):
    course = offering(NOW, evenings=2, title="Kurs <b>& mer", place="digital", status="cancelled")
    page = client.get(course.get_absolute_url()).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    events = json.loads(text)
    assert [event["startDate"] for event in events] == [
        evening.starts_at.isoformat() for evening in course.evenings.all()
    ]
    event = events[0]
    assert (event["@type"], event["name"], event["isAccessibleForFree"]) == ("Event", "Kurs <b>& mer", True)
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event["location"]["@type"] == "VirtualLocation"
    assert event["image"].endswith("/static/svg/kurs.svg")


def test_full_course_says_how_long_others_have_waited(client):
    course = offering(NOW, capacity=1)
    for number in range(4):
        sign_up(course.pk, person(number), now=NOW)
    old = offering(NOW, capacity=20)
    for number in range(10):
        row = sign_up(old.pk, person(100 + number), now=NOW)[1]
        Registration.objects.filter(pk=row.pk).update(offered_at=NOW - timedelta(days=7 * (number + 1)))
    page = " ".join(client.get(course.get_absolute_url()).content.decode().split())
    assert "Det pleier å ta omtrent 4 uker før det er din tur. De fleste venter mellom 1 og 7 uker." in page


def test_sitemap_has_what_is_to_come(client):
    course = offering(NOW)
    offering(NOW, status="draft")
    text = client.get("/sitemap.xml").content.decode()
    assert set(re.findall(r"/kurs/[^<\"]+", text)) == {f"/kurs/{course.slug}/"}
