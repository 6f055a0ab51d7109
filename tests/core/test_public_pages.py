"""What the outermost middleware promises about pages for visitors (P04, P13, P15)."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client

from pio.core import fast_redis, page_cache
from pio.core.middleware import CookieOnPublicPage
from pio.core.public import empty_page_cache, form_token
from tests.conftest import NOW
from tests.core import public_urls

pytestmark = pytest.mark.urls("tests.core.public_urls")
HEADERS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


@pytest.fixture
def copies(settings: LazySettings) -> Iterator[None]:
    """Copies of pages are kept, as outside the tests."""
    settings.PIO_PAGE_SECONDS = 60
    page_cache.empty()
    yield
    page_cache.empty()


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account, whose faults come as pages."""
    return Client(raise_request_exception=False)


def number(client: Client, path: str) -> str:
    """What the counting page says."""
    return client.get(path).content.decode().split()[0]


def test_p04_cookies_and_language_never_reach_a_public_view(visitor: Client) -> None:
    visitor.cookies["pio"] = "known"
    public_urls.seen.clear()
    visitor.get("/teller/", headers={"accept-language": "en", "cookie": "pio=known"})
    assert public_urls.seen == [{"cookie": None, "language": None, "query": ""}]


def test_p04_a_cookie_on_a_public_page_is_a_fault_in_tests() -> None:
    with pytest.raises(CookieOnPublicPage, match="a"):
        Client().get("/kapsel/")


def test_p04_a_cookie_on_a_public_page_is_dropped_elsewhere(visitor: Client, settings: LazySettings) -> None:
    settings.TEST = False
    response = visitor.get("/kapsel/")
    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_a_page_is_served_from_its_copy(visitor: Client, copies: None) -> None:
    assert number(visitor, "/teller/") == number(visitor, "/teller/")


def test_a_copy_is_kept_by_language_and_declared_parameters_only(visitor: Client, copies: None) -> None:
    plain = number(visitor, "/teller/")
    assert number(visitor, "/teller/?utm_source=x") == plain
    assert number(visitor, "/en/teller/") != plain
    assert number(visitor, "/teller/?kind=a") != plain
    assert number(visitor, "/teller/?kind=a&kind=b") != number(visitor, "/teller/?kind=a")


def test_a_view_sees_declared_parameters_only(visitor: Client) -> None:
    public_urls.seen.clear()
    visitor.get("/teller/?kind=a&utm_source=x")
    assert public_urls.seen[0]["query"] == "kind=a"


def test_a_copy_has_the_headers_of_the_page(visitor: Client, copies: None) -> None:
    first, second = visitor.get("/teller/"), visitor.get("/teller/")
    assert dict(first.headers) == dict(second.headers)


def test_emptying_after_commit_forgets_the_copies(visitor: Client, copies: None, transactional_db: None) -> None:
    before = number(visitor, "/teller/")
    with transaction.atomic():
        empty_page_cache()
        assert number(visitor, "/teller/") == before
    assert number(visitor, "/teller/") != before


def test_a_page_begun_before_the_emptying_is_not_kept(visitor: Client, copies: None) -> None:
    begun = page_cache.generation()
    page_cache.empty()
    assert begun is not None
    page_cache.fill("/teller/", visitor.get("/ord/"), begun)
    assert page_cache.find("/teller/") is None


def test_an_old_copy_is_not_served(visitor: Client, copies: None, settings: LazySettings) -> None:
    settings.PIO_PAGE_SECONDS = -1
    assert number(visitor, "/teller/") != number(visitor, "/teller/")


def test_any_write_through_the_web_forgets_the_copies(visitor: Client, copies: None, db: None) -> None:
    before = number(visitor, "/teller/")
    visitor.post("/ord/", {"word": "skriv", "form_token": form_token("/ord/")})
    assert number(visitor, "/teller/") != before


def test_a_visitor_who_has_only_turned_a_page_leaves_the_copies(visitor: Client, copies: None, db: None) -> None:
    before = number(visitor, "/teller/")
    assert visitor.post("/ord/", {"word": "les", "form_token": form_token("/ord/")}).content == b"took les"
    assert number(visitor, "/teller/") == before


def test_a_form_is_never_copied(visitor: Client, copies: None) -> None:
    first, second = visitor.get("/ord/"), visitor.get("/ord/")
    assert first.headers["Cache-Control"] == "no-cache, private"
    assert (first.status_code, second.status_code) == (200, 200)
    assert fast_redis.ask(("HLEN", page_cache.PAGES)) == [0]


def test_a_long_address_is_computed_each_time(visitor: Client, copies: None) -> None:
    path = "/teller/?kind=" + "a" * 400
    assert number(visitor, path) != number(visitor, path)


def test_pages_work_without_redis(visitor: Client, copies: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_redis, "ask", lambda *_commands: None)
    assert number(visitor, "/teller/") != number(visitor, "/teller/")
    page_cache.empty()


def test_p13_pages_of_one_person_are_stored_nowhere(visitor: Client) -> None:
    assert visitor.get("/kvittering/").headers["Cache-Control"] == "no-store"
    assert visitor.get("/intern/skriv/").headers["Cache-Control"] == "no-cache, private"
    assert visitor.get("/finnes-ikke/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"), [("/teller/", 200), ("/videre/", 302), ("/finnes-ikke/", 404), ("/feil/", 500)]
)
def test_security_headers_stand_on_every_answer(visitor: Client, path: str, status: int) -> None:
    response = visitor.get(path)
    assert response.status_code == status
    assert HEADERS - set(response.headers) == set()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_security_headers_stand_on_refusals_and_static_files(visitor: Client, settings: LazySettings) -> None:
    refused = visitor.post("/ord/", headers={"origin": "https://elsewhere.example"})
    settings.PIO_PUBLIC_POSTS_A_MINUTE = -1
    flooded = visitor.post("/ord/")
    static = visitor.get("/static/finnes-ikke.css")
    assert [each.status_code for each in (refused, flooded, static)] == [403, 429, 404]
    for response in (refused, flooded, static):
        assert HEADERS - set(response.headers) == set()


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("localhost", {}, 422),
        ("localhost", {"origin": "http://localhost"}, 422),
        ("localhost", {"origin": "http://localhost", "sec-fetch-site": "same-origin"}, 422),
        ("localhost", {"origin": "null"}, 403),
        ("localhost", {"origin": "http://localhost:81"}, 403),
        ("localhost", {"origin": "https://localhost"}, 403),
        ("localhost", {"sec-fetch-site": "cross-site"}, 403),
        ("localhost", {"sec-fetch-site": "same-site"}, 403),
        ("localhost", {"origin": "http://localhost", "sec-fetch-site": "cross-site"}, 403),
        ("testserver", {"sec-fetch-site": "cross-site"}, 422),
    ],
)
def test_p15_posts_from_other_sites_are_refused(
    visitor: Client, host: str, headers: dict[str, str], status: int
) -> None:
    assert visitor.post("/ord/", {"word": "hei"}, headers={"host": host, **headers}).status_code == status


def test_p15_a_large_body_is_refused_before_it_is_read(visitor: Client, settings: LazySettings) -> None:
    settings.PIO_PUBLIC_BODY = 100
    response = visitor.post("/ord/", {"word": "a" * 200})
    assert response.status_code == 413
    assert "Det du sendte, er for stort" in response.content.decode()


def test_the_flood_guard_counts_all_visitors_together(visitor: Client, settings: LazySettings) -> None:
    settings.PIO_PUBLIC_POSTS_A_MINUTE = 0
    assert visitor.post("/ord/").status_code == 429
    assert visitor.get("/ord/").status_code == 200


def test_a_form_with_its_token_is_taken(visitor: Client) -> None:
    token = re.search(r'name="form_token" value="([^"]+)"', visitor.get("/ord/").content.decode())
    assert token is not None
    answer = visitor.post("/ord/", {"word": "hei", "form_token": token[1], "website": ""})
    assert answer.content == b"took hei"


@pytest.mark.parametrize("token", ["", "nonsense", "other path"])
def test_a_form_without_its_token_is_shown_again_with_everything(visitor: Client, token: str) -> None:
    sent = {"word": "å <b>", "form_token": form_token("/kvittering/") if token == "other path" else token}
    response = visitor.post("/ord/?a=b", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Feil: " in page
    assert '<input type="hidden" name="word" value="å &lt;b&gt;">' in page
    fresh = re.search(r'name="form_token" value="([^"]+)"', page)
    assert fresh is not None
    assert visitor.post("/ord/?a=b", {"word": "å", "form_token": fresh[1]}).content == "took å".encode()


def test_a_token_of_yesterday_is_too_old(visitor: Client, at: Callable[[datetime], None]) -> None:
    at(NOW)
    token = form_token("/ord/")
    at(NOW + timedelta(hours=23, minutes=59))
    assert visitor.post("/ord/", {"word": "hei", "form_token": token}).status_code == 200
    at(NOW + timedelta(hours=24, seconds=1))
    assert visitor.post("/ord/", {"word": "hei", "form_token": token}).status_code == 422


def test_a_filled_honeypot_is_asked_again_with_the_pot_empty(visitor: Client) -> None:
    response = visitor.post("/ord/", {"word": "hei", "website": "spam", "form_token": form_token("/ord/")})
    assert response.status_code == 422
    assert "spam" not in response.content.decode()


def test_the_honeypot_is_the_last_input_and_never_required(visitor: Client) -> None:
    inputs = re.findall(r"<input[^>]*>", visitor.get("/ord/").content.decode())
    assert inputs[-1] == '<input type="text" name="website" value="" tabindex="-1" autocomplete="off">'


def test_a_public_page_takes_no_post(visitor: Client) -> None:
    assert visitor.post("/teller/").status_code == 405
