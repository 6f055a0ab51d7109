"""The canary sweep (P01, P02): who writes an experience is found in no store, not even in disguise."""

import base64
import hashlib
import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import redis
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from pio.core.models import ChoiceList
from platform_stories import limits
from platform_stories.models import Story
from tests.security.sweep import Sweep, disguises

pytestmark = pytest.mark.django_db(transaction=True)
OSLO = ZoneInfo("Europe/Oslo")
SHARE = "/erfaringer/del/"
PHRASE = "kanarifuglen sang ved vinduet i natt"
ADDRESS, AGENT, LANGUAGE = "198.51.100.77", "Kanari-Leser/77.1", "kl-GL-kanari"
COOKIE, REFERER, HINT = "kanarikake77verdi", "https://kanari.example.net/hemmelig", "Kanari-Phone 9"
HEADERS = {
    "user-agent": AGENT, "accept-language": LANGUAGE, "referer": REFERER, "x-forwarded-for": ADDRESS,
    "x-real-ip": ADDRESS, "forwarded": f"for={ADDRESS}", "sec-ch-ua-model": HINT, "cookie": f"pio={COOKIE}",
    "cf-connecting-ip": ADDRESS,
}  # fmt: skip
WHO = (ADDRESS, AGENT, LANGUAGE, COOKIE, REFERER, HINT)


@pytest.fixture
def sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sweep]:
    """All stores of this test run, every log record from now on, and temporary files in a folder of their own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = Sweep([tmp_path, Path(settings.PIO_DATA_DIR) / "log"])
    handler = logging.Handler()
    handler.emit = found.records.append
    root, levels = logging.getLogger(), {}
    for logger in (root, *(each for each in map(logging.getLogger, logging.root.manager.loggerDict))):
        levels[logger] = logger.level
        logger.setLevel(logging.INFO)
    root.addHandler(handler)
    limits.SUBMITS.refill()
    yield found
    root.removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)


def field(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def share(client: Client, text: str = PHRASE, **extra) -> str:
    """Write, look over, send; the receipt."""
    options = {"headers": HEADERS, "REMOTE_ADDR": ADDRESS} | extra
    page = client.get(SHARE, **options).content.decode()
    answers = {"text": text, "themes": ["burden"], "relation": "sister", "county": "03", "consent": "website"}
    checked = client.post(SHARE, {"form_token": field(page, "form_token"), **answers}, **options).content.decode()
    sealed = {"form_token": field(checked, "form_token"), "state": field(checked, "state")}
    done = client.post(SHARE, sealed, **options).content.decode()
    return re.search(r">([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})<", done)[1]


def test_the_sweep_finds_a_token_planted_in_each_store(sweep: Sweep, tmp_path: Path) -> None:
    """The self-test: a sweep that finds nothing because it looks nowhere would be worth nothing."""
    token = "plantet-pinne-4711"
    ChoiceList.objects.create(code=token, label_nb="x", label_en="x")
    store = redis.Redis.from_url(settings.REDIS_URL.split("?")[0], db=15)
    store.set("plantet", hashlib.sha256(token.encode()).hexdigest(), ex=60)
    logging.getLogger("django.request").warning("hei %s", token.encode().hex())
    mail.send_mail("hei", f"se {token}", "a@example.org", ["b@example.org"])
    (tmp_path / "glemt.tmp").write_bytes(base64.b64encode(b"x" + token.encode()))
    hits = sweep.hits(token)
    store.delete("plantet")
    assert {store for store, _token, _how in hits} == {"dump", "wal", "redis", "logs", "mail", "files"}
    assert {how for _store, _token, how in hits} >= {"raw", "hex", "sha256", "base64+1"}


@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
def test_every_alignment_of_base64_is_recognised(before: bytes) -> None:
    coded = base64.b64encode(before + b"kanarifuglen sang" + b"zz")
    assert any(form in coded for how, form in disguises("kanarifuglen sang").items() if how.startswith("base64"))


def test_p01_nobody_who_shares_is_found_in_any_store(sweep: Sweep) -> None:
    receipt = share(Client())
    assert Story.objects.get().text == PHRASE
    assert sweep.hits(*WHO, PHRASE, receipt, receipt.replace("-", ""), receipt[6:]) == set()


def test_p01_using_the_receipt_leaves_nobody_either(sweep: Sweep) -> None:
    client = Client()
    receipt = share(client)
    page = client.get("/erfaringer/kvittering/", headers=HEADERS).content.decode()
    data = {"form_token": field(page, "form_token"), "receipt": receipt}
    opened = client.post("/erfaringer/kvittering/", data, headers=HEADERS, REMOTE_ADDR=ADDRESS).content.decode()
    reply = "kanariens svar fra kjøkkenet"
    data = {"form_token": field(opened, "form_token"), "pass": field(opened, "pass"), "act": "reply", "message": reply}
    done = client.post("/erfaringer/kvittering/", data, headers=HEADERS, REMOTE_ADDR=ADDRESS)
    assert reply in done.content.decode()
    assert sweep.hits(*WHO, PHRASE, reply, receipt, receipt.replace("-", "")) == set()


def test_p01_failures_leave_nothing(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large, an exception with the text in it: a calm page, and nothing anywhere."""
    client = Client(raise_request_exception=True)
    page = client.get(SHARE, headers=HEADERS).content.decode()
    large = {"form_token": field(page, "form_token"), "text": PHRASE * 20_000}
    assert client.post(SHARE, large, headers=HEADERS, REMOTE_ADDR=ADDRESS).status_code == 413

    def fail(self: Story, **_options: object) -> None:
        raise RuntimeError(f"{self.text} {HEADERS}")

    monkeypatch.setattr(Story, "save", fail)
    answers = {"text": PHRASE, "consent": "website"}
    checked = client.post(SHARE, {"form_token": field(page, "form_token"), **answers}, headers=HEADERS).content.decode()
    sealed = {"form_token": field(checked, "form_token"), "state": field(checked, "state")}
    assert client.post(SHARE, sealed, headers=HEADERS, REMOTE_ADDR=ADDRESS).status_code == 500
    assert Story.objects.count() == 0
    assert sweep.hits(*WHO, PHRASE) == set()


def test_p01_a_database_that_is_away_leaves_nothing(sweep: Sweep, tmp_path: Path) -> None:
    client = Client(raise_request_exception=True)
    page = client.get(SHARE, headers=HEADERS).content.decode()
    answers = {"form_token": field(page, "form_token"), "text": PHRASE, "consent": "website"}
    checked = client.post(SHARE, answers, headers=HEADERS, REMOTE_ADDR=ADDRESS).content.decode()
    sealed = {"form_token": field(checked, "form_token"), "state": field(checked, "state")}
    place = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = str(tmp_path)
    try:
        gone = client.post(SHARE, sealed, headers=HEADERS, REMOTE_ADDR=ADDRESS)
    finally:
        connection.settings_dict["HOST"] = place
    assert (gone.status_code, PHRASE in gone.content.decode()) == (500, False)
    assert Story.objects.count() == 0
    assert sweep.hits(*WHO, PHRASE) == set()
    again = client.post(SHARE, sealed, headers=HEADERS, REMOTE_ADDR=ADDRESS)  # back, and the same press once more
    assert (again.status_code, Story.objects.get().text) == (200, PHRASE)


def tables() -> dict[str, tuple[int, str]]:
    """Every table: how many rows, and a digest of them all."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
            )
            found[name] = cursor.fetchone()
    return found


def test_p01_a_signed_in_relative_who_shares_changes_no_row_but_the_storys(login: Callable[..., Client]) -> None:
    client = login("relative")
    client.get("/min-side/")
    before = tables()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    share(client, headers=HEADERS | {"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    after = tables()
    assert {name for name in after if after[name] != before[name]} == {"platform_stories_story"}
    assert after["platform_stories_story"][0] == before["platform_stories_story"][0] + 1


def test_p02_five_past_midnight_and_ten_to_midnight_are_the_same_row(at: Callable[[datetime], None]) -> None:
    rows = []
    for hour, minute in ((0, 5), (23, 50)):
        at(datetime(2026, 11, 24, hour, minute, tzinfo=OSLO))
        share(Client())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT to_jsonb(t) - 'id' - 'text' - 'selector' - 'verifier', length(text), length(selector), "
                "length(verifier) FROM platform_stories_story t"
            )
            rows.append(cursor.fetchall())
        Story.objects.all().delete()
    assert rows[0] == rows[1]
    assert len(rows[0]) == 1


def test_p02_no_column_of_ours_knows_a_time_of_day() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name LIKE 'platform_stories%' "
            "AND (data_type LIKE 'time%' OR column_default IS NOT NULL)"
        )
        assert cursor.fetchall() == []


def test_p02_the_length_of_a_text_says_little() -> None:
    lengths = set()
    for text in ("Ja.", "Nei, " * 40):
        share(Client(), text=text)
        with connection.cursor() as cursor:
            cursor.execute("SELECT length(text) FROM platform_stories_story")
            lengths |= {row[0] for row in cursor.fetchall()}
    assert len(lengths) == 1


def test_p02_sharing_starts_no_task_and_no_message(sweep: Sweep) -> None:
    before = tables()
    share(Client())
    after = tables()
    assert after["messaging_outboxmessage"] == before["messaging_outboxmessage"]
    store = redis.Redis.from_url(settings.REDIS_URL)
    assert store.llen("celery") == 0
    assert mail.outbox == []
