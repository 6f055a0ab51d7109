"""P09, as it is read: one line for each person and day, paged by key, while the log keeps a row for each reading."""

import io
import re
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from ombud.services import codes
from ombud.services.own import export_case
from pio.audit.models import ReadEntry
from pio.audit.selectors import reading_days
from pio.audit.services import log_read
from tests.conftest import NOW, OSLO
from tests.ombud.factories import OmbudUserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
HOUR, DAY, REASON = timedelta(hours=1), timedelta(days=1), "Klienten ringte og ba om hjelp"
BY_CODE, ACCOUNT = "/personlig-ombud/min-sak/", "/min-side/ombud/"


def _read(case, by, when, reason=""):
    return log_read(by=by, subject=case, verb="ombud.case", reason=reason, now=when)


def _shown(page):
    return [(each.name, each.day, each.times, each.first, each.last, each.reasons) for each in page.rows]


def test_p09_a_day_of_one_person_is_one_line_and_the_log_stays_as_it_is(case):
    kari, ola = OmbudUserFactory(name="Kari Prøvesen"), OmbudUserFactory(name="Ola Prøvesen")
    _read(case, kari, NOW - DAY)
    for hours in range(3):
        _read(case, kari, NOW + hours * HOUR)
    _read(case, ola, NOW + HOUR, REASON)
    _read(case, ola, NOW + 2 * HOUR, REASON)
    _read(case, ola, NOW + 3 * HOUR, "En annen grunn")
    assert _shown(reading_days(case)) == [
        ("Ola Prøvesen", NOW.date(), 3, NOW + HOUR, NOW + 3 * HOUR, [REASON, "En annen grunn"]),
        ("Kari Prøvesen", NOW.date(), 3, NOW, NOW + 2 * HOUR, []),
        ("Kari Prøvesen", (NOW - DAY).date(), 1, NOW - DAY, NOW - DAY, []),
    ]
    out = io.StringIO()
    call_command("verify_reads", stdout=out)
    assert (ReadEntry.objects.count(), out.getvalue().strip()) == (7, "1 chains are whole")


def test_p09_the_day_is_the_one_in_oslo(case):
    late, early = datetime(2026, 11, 23, 23, 50, tzinfo=OSLO), datetime(2026, 11, 24, 0, 10, tzinfo=OSLO)
    user = OmbudUserFactory()
    for moment in (late, early):
        _read(case, user, moment, REASON)
    assert [(each.day.day, each.times, each.reasons) for each in reading_days(case).rows] == [
        (24, 1, [REASON]), (23, 1, [REASON]),
    ]  # fmt: skip


def test_p09_a_reason_stands_with_who_gave_it_and_on_its_day(case):
    kari, ola = OmbudUserFactory(name="Kari"), OmbudUserFactory(name="Ola")
    for number, (user, reason) in enumerate(((kari, REASON), (ola, ""), (kari, ""))):
        _read(case, user, NOW + number * DAY, reason)
    assert [each.reasons for each in reading_days(case).rows] == [[], [], [REASON]]


@pytest.mark.parametrize("number", [1, 3])
def test_p09_the_lines_cost_the_same_for_any_number(case, number, django_assert_num_queries):
    for _n in range(number):
        for days in range(number):
            _read(case, OmbudUserFactory(), NOW - days * DAY, REASON)
    with django_assert_num_queries(3):
        assert len(reading_days(case).rows) == number * number


def test_p09_pages_go_by_key_and_no_line_is_lost_or_shown_twice(case):
    user = OmbudUserFactory(name="Kari")
    for days in range(7):
        for _n in range(2):
            _read(case, user, NOW - (7 - days) * DAY)
    pages, before = [], 0
    while True:
        page = reading_days(case, before=before, most=3)
        pages.append([each.day.day for each in page.rows])
        if not (before := page.older):
            break
    assert pages == [[23, 22, 21], [20, 19, 18], [17]]
    assert [each.day.day for each in reading_days(case, most=None).rows] == [day for page in pages for day in page]


def test_p09_a_reader_whose_account_is_gone_has_no_name(case):
    user = OmbudUserFactory()
    _read(case, user, NOW)
    user.delete()
    assert [each.name for each in reading_days(case).rows] == [""]


@pytest.fixture
def long_log(case):
    """Fifty-one days of one person: a page and a line."""
    user = OmbudUserFactory(name="Kari Prøvesen")
    for days in range(51):
        _read(case, user, NOW - (51 - days) * DAY)
    _read(case, user, NOW - DAY + HOUR)
    return case


FIRST, LAST = "mandag 23. november kl. 10.00\u2060–\u206011.00", "søndag 4. oktober kl. 10.00"


def test_the_ombud_pages_through_who_has_opened_the_case(login, long_log):
    staff, path = login(user=long_log.ombud), reverse("ombud_opened", args=[long_log.pk])
    text = staff.get(path).content.decode()
    assert (FIRST in text, "2 ganger" in text, LAST in text) == (True, True, False)
    older = re.search(rf'href="({path}\?eldre=\d+)"', text)[1]
    text = staff.get(older).content.decode()
    assert (FIRST in text, LAST in text, f'rel="prev" href="{path}"' in text) == (False, True, True)
    assert [staff.get(f"{path}?eldre={odd}").status_code for odd in ("x", "-1", "9" * 30, "²")] == [200] * 4


def test_the_client_pages_through_it_with_an_account(login, long_log):
    client = login("relative")
    long_log.account = client.user
    long_log.save()
    text = client.get(ACCOUNT).content.decode()
    assert (FIRST in text, LAST in text) == (True, False)
    older = re.search(r'href="(\?eldre=\d+)#hv"', text)[1]
    text = client.get(ACCOUNT + older).content.decode()
    assert (FIRST in text, LAST in text, f'href="{ACCOUNT}#hv"' in text) == (False, True, True)


def test_the_client_pages_through_it_by_code(client, long_log):
    codes.TRIES.refill()
    page = {"code": codes.make_code(long_log, by=long_log.ombud, now=NOW)}
    seen = []
    for _n in range(3):
        token = re.search(r'name="form_token" value="([^"]+)"', client.get(BY_CODE).content.decode())[1]
        text = client.post(BY_CODE, {"form_token": token} | page).content.decode()
        seen.append((FIRST in text, LAST in text))
        before = re.search(r'name="before" value="(\d+)"', text)
        page = {"pass": re.search(r'name="pass" value="([^"]+)"', text)[1], "act": "older"}
        page |= {"before": before[1]} if before else {}
    assert seen == [(True, False), (False, True), (True, False)]
    assert client.cookies == {}


def test_the_export_has_every_line(long_log):
    lines = export_case(long_log)["opened_by"]
    assert (len(lines), lines[0]["times"], lines[0]["name"]) == (51, 2, "Kari Prøvesen")
