"""The middleware chain of the experiences: what a view there can know, and what happens to one that asks for more."""

import io
import logging
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.test import Client

from pio.core import floods, middleware
from pio.core.floods import Share
from pio.core.public import form_token
from platform_stories.models import Story
from tests.platform_stories import zone_urls

HEADERS = {
    "user-agent": "Leser/1", "accept-language": "kl", "referer": "https://x.example/",
    "x-forwarded-for": "198.51.100.7",
    "cookie": "pio=kjent",
    "sec-ch-ua-model": "Telefon", "accept": "text/html", "authorization": "Basic abc",
    "x-device": "1",
}  # fmt: skip
FORM_POST = {
    "REQUEST_METHOD": "POST", "PATH_INFO": "/erfaringer/del/", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "CONTENT_TYPE": "application/x-www-form-urlencoded",
}  # fmt: skip
WHO = ("Leser/1", "kl", "x.example", "198.51.100.7", "kjent", "Telefon", "Basic", "192.0.2.9")


@pytest.mark.urls("tests.platform_stories.zone_urls")
def test_p01_a_view_of_the_experiences_can_know_nothing_about_who() -> None:
    zone_urls.seen.clear()
    Client().get("/erfaringer/se/", headers=HEADERS, REMOTE_ADDR="192.0.2.9")
    (known,) = zone_urls.seen
    assert (known["cookies"], known["session"], known["user"]) == ({}, False, False)
    assert [word for word in WHO if word in str(known)] == []


@pytest.mark.urls("tests.platform_stories.zone_urls")
def test_other_pages_go_the_usual_way() -> None:
    """The control: the same view elsewhere sees the agent, so the test above looks at something."""
    zone_urls.seen.clear()
    Client().get("/andre/", headers=HEADERS, REMOTE_ADDR="192.0.2.9")
    assert [word for word in WHO if word in str(zone_urls.seen)] == [
        "Leser/1", "x.example", "198.51.100.7", "Telefon", "Basic", "192.0.2.9",
    ]  # fmt: skip


@pytest.mark.urls("tests.platform_stories.zone_urls")
@pytest.mark.parametrize("path", ["/erfaringer/okt/", "/erfaringer/hvem/"])
def test_p01_a_later_layer_that_asks_for_session_or_account_fails(path: str) -> None:
    assert Client().get(path).status_code == 500


@pytest.mark.urls("tests.platform_stories.zone_urls")
def test_p01_a_fault_is_logged_by_its_type_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        response = Client().get("/erfaringer/feil/?x=ord", headers=HEADERS)
    assert response.status_code == 500
    assert [record.getMessage() for record in caplog.records if "RuntimeError" in record.getMessage()] == [
        "anonymous_zone_failed: RuntimeError"
    ]
    assert [record for record in caplog.records if record.exc_info or "hemmelig" in str(record.__dict__)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/erfaringer/", "/en/erfaringer/del/", "/erfaringer/kvittering/", "/erfaringer/x/"])
def test_p04_no_cookie_and_no_vary(login: Callable[..., Client], path: str) -> None:
    response = login("relative").get(path)
    assert (dict(response.cookies), response.has_header("Vary")) == ({}, False)
    assert response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_flood_is_refused_cheaply_with_its_words_and_others_go_on(settings) -> None:
    settings.PIO_ANONYMOUS_SHARE = 0.0
    client, words = Client(), "Det jeg ville si. " * 100
    guard = {"form_token": form_token("/erfaringer/del/")}
    statuses = []
    while statuses[-1:] != [429] and len(statuses) < 1000:
        statuses.append(client.post("/erfaringer/del/", guard | {"text": words}).status_code)
    assert (statuses[0], statuses[-1]) == (422, 429)
    refused = client.post("/en/erfaringer/del/", guard | {"text": words})
    html = refused.content.decode()
    assert (refused.status_code, f'name="text" value="{words}"' in html) == (429, True)
    assert ("<title>Many people" in html, "js/again" in html, guard["form_token"] in html) == (True, True, False)
    assert client.get("/telefon/").status_code == 200
    assert Story.objects.count() == 0


@pytest.mark.parametrize("text", ["flom", "Det jeg ville si. " * 50])
def test_a_refused_post_costs_less_than_a_millisecond(settings, monkeypatch, text: str) -> None:
    """Of computing, headers and all; the cheapest of some rounds, since a busy machine only ever adds."""
    settings.PIO_ANONYMOUS_SHARE = 0.0
    monkeypatch.setattr(middleware, "IN_HAND", 0.0)
    ask = WSGIHandler()
    body = urlencode({"form_token": form_token("/erfaringer/del/"), "text": text}).encode()
    statuses: list[int] = []

    def post() -> None:
        environ = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), **FORM_POST}
        statuses.append(ask.get_response(WSGIRequest(environ)).status_code)

    post()
    rounds = []
    for _ in range(5):
        started = time.process_time()
        for _post in range(50):
            post()
        rounds.append((time.process_time() - started) / 50)
    assert set(statuses) == {429}
    assert min(rounds) < 0.001


def test_a_bucket_has_some_in_hand_and_fills_slowly(monkeypatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(floods.time, "monotonic", lambda: clock[0])
    bucket = floods.Bucket(3, in_hand=5)
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]
    clock[0] += 20
    assert [bucket.take() for _ in range(2)] == [True, False]
    clock[0] += 3600
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]


def test_a_share_is_earned_back_with_time(monkeypatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(floods.time, "monotonic", lambda: clock[0])
    share = Share(0.25, in_hand=0.1)
    assert share.is_left()
    share.spend(0.12)
    assert not share.is_left()
    clock[0] += 0.2
    assert share.is_left()
    share.spend(0.05)
    assert not share.is_left()
