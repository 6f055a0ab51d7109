"""Differencing (privacy.md P16): what two readings, or a reading and the published year, tell together: nothing."""

import random
import re
from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.db import ProgrammingError, transaction

from advising.models import Call
from pio.celery import app, ask_at_start
from stats.models import MonthRelease
from stats.periods import Period
from stats.publishing.protection import POSSIBLE_VALUES, SMALL
from stats.publishing.releases import coarse, hold_back, total_tells
from stats.publishing.snapshot import cell
from stats.registry import INDICATORS
from stats.selectors.releases import released, value_of
from stats.services.publications import freeze, order_publication
from stats.services.releases import release_months
from tests.advising.factories.calls import CallFactory
from tests.ombud.factories import AssignmentFactory
from tests.stats.test_board import few, pages_of_the_board  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
FIRST, NEXT_DAY = datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 25, 8, tzinfo=UTC)
BUSY, QUIET_MONTH = datetime(2026, 9, 3, 10, tzinfo=UTC), datetime(2026, 10, 5, 10, tzinfo=UTC)
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
CALLS = "helpline_calls"


def seen(login, pages: list[str], at, now: datetime) -> dict[str, str]:
    """Everything the board can read at this moment: the content of each page, and files."""
    at(now)
    client = login("board")
    texts = {page: client.get(page).content.decode() for page in pages}
    return {page: text if page.endswith(".csv") else MAIN.findall(text)[0] for page, text in texts.items()}


@pytest.mark.slow
@pytest.mark.usefixtures("few")
def test_p16_two_readings_on_two_days_are_the_same_to_the_letter(login, at):
    """Meanwhile a brother has called, a call is written into a month that is out, one is deleted, a client asked."""
    at(FIRST)
    CallFactory.create_batch(40, started_at=BUSY, relation="mother", county="03")
    CallFactory.create_batch(9, started_at=BUSY, relation="brother", county="18")
    release_months(now=FIRST)
    pages = [page for page in pages_of_the_board() if not page.startswith("/tall/")]
    before, counted = seen(login, pages, at, FIRST), INDICATORS[CALLS].value(Period.year(2026))
    CallFactory(started_at=FIRST, relation="brother", county="18")
    CallFactory.create_batch(2, started_at=BUSY, relation="brother", county="18")
    Call.objects.filter(relation="mother").first().delete()
    AssignmentFactory(opened_date=date(2026, 11, 24))
    release_months(now=NEXT_DAY)
    after = seen(login, pages, at, NEXT_DAY)
    assert {page for page in before if before[page] != after[page]} == set()
    assert len(before) > 60
    assert INDICATORS[CALLS].value(Period.year(2026)) == counted + 2  # the control: something did happen


def test_a_month_is_let_out_on_the_fifth_and_once(login):
    CallFactory.create_batch(13, started_at=QUIET_MONTH)
    for day, months in ((4, 0), (5, 1), (6, 1)):
        release_months(now=datetime(2026, 11, day, 8, tzinfo=UTC))
        assert released(2026).months.get(CALLS, (None,) * 12).count(15) == months
    CallFactory.create_batch(9, started_at=QUIET_MONTH)
    assert release_months(now=FIRST) == 0
    assert released(2026).months[CALLS] == (0,) * 9 + (15, None, None)
    with pytest.raises(ProgrammingError), transaction.atomic():
        MonthRelease.objects.filter(key=CALLS).update(shown=22)


@pytest.mark.parametrize("day", [4, 5])
def test_after_an_upgrade_the_months_come_out_when_beat_starts(login, at, monkeypatch, day):
    """The board need not wait for the next morning; the fifth is the fifth all the same, and once is once."""
    CallFactory.create_batch(13, started_at=BUSY)
    CallFactory.create_batch(13, started_at=QUIET_MONTH)
    app.loader.import_default_modules()
    monkeypatch.setattr(app, "send_task", lambda name: app.tasks[name].apply(throw=True))
    at(datetime(2026, 11, day, 8, tzinfo=UTC))
    board = login("board")
    page = "/intern/tall/2026/helpline_calls/"
    assert "ca." not in board.get(page).content.decode()
    ask_at_start()
    CallFactory.create_batch(9, started_at=BUSY)
    ask_at_start()
    assert released(2026).months[CALLS][8:] == (15, 15 if day == 5 else None, None, None)
    html = board.get(page).content.decode().replace("&nbsp;", " ")
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1]
    assert " ".join(heading.split()) == f"Samtaler på rådgivningstelefonen 2026: ca. {30 if day == 5 else 15}"


def test_people_are_never_let_out_and_what_is_shown_is_coarse():
    CallFactory.create_batch(3, started_at=BUSY)
    release_months(now=FIRST)
    out = released(2026)
    assert {key for key in out.months if INDICATORS[key].small_numbers} == set()
    assert out.months[CALLS] == (0,) * 8 + (None, 0, None, None)
    assert [coarse(value) for value in (0, 1, 7, 8, 12, 13, 412)] == [0, None, None, 10, 10, 15, 410]


def test_a_year_is_the_sum_of_the_months_that_are_told():
    CallFactory.create_batch(3, started_at=QUIET_MONTH)
    CallFactory.create_batch(22, started_at=BUSY)
    release_months(now=FIRST)
    known = {2026: released(2026)}
    whole, october = Period(date(2026, 1, 1), date(2026, 11, 1)), Period.month(2026, 10)
    assert [value_of(INDICATORS[CALLS], each, known) for each in (whole, october)] == [20, None]


def test_months_of_a_figure_that_is_new_in_the_portal_come_out_later():
    CallFactory.create_batch(9, started_at=BUSY)
    release_months(now=FIRST)
    count = MonthRelease.objects.count()
    MonthRelease.objects.bulk_create([MonthRelease(year=2025, month=1, key="gone", shown=10)])
    assert release_months(now=NEXT_DAY) == 0
    assert MonthRelease.objects.count() == count + 1


def attacker(shown: list[int | None], total: int) -> list[set[int]]:
    """By trying everything: which values each hidden month of a whole year may have, the exact total being known."""
    ranges = [range(1, 8) if value is None else range(value - 2, value + 3) if value else range(1) for value in shown]
    found: list[set[int]] = [set() for _ in shown]
    for values in product(*ranges):
        if sum(values) == total:
            for place, value in enumerate(values):
                found[place].add(value)
    return [found[place] for place, value in enumerate(shown) if value is None]


def test_p16_total_that_would_tell_a_month_is_found_as_by_trying_everything():
    chance = random.Random(3)
    told = 0
    for _ in range(150):
        counts = [chance.choice((1, 2, 7, 8, 10, 12, 23)) for _ in range(chance.randint(1, 4))]
        shown = [coarse(value) for value in counts]
        narrow = any(len(values) < POSSIBLE_VALUES for values in attacker(shown, sum(counts)))
        whole = [*shown, *[0] * (12 - len(shown))]
        assert total_tells(whole, sum(counts)) == narrow, counts
        told += narrow
    assert 10 < told < 140


def test_p16_published_total_is_held_back_when_a_month_let_out_before_could_be_subtracted(now):
    """October was not told. The exact total of the year less September, which was told, would be October."""
    CallFactory.create_batch(42, started_at=BUSY)
    CallFactory.create_batch(1, started_at=QUIET_MONTH)
    release_months(now=datetime(2027, 1, 5, 8, tzinfo=UTC))
    months = released(2026).months[CALLS]
    assert months == (0,) * 8 + (40, None, 0, 0)
    assert total_tells(months, 43) is False  # 38 to 42 in September: one to five in October
    assert total_tells((0,) * 8 + (45, None, 0, 0), 50) is False
    cells = [cell("figures", CALLS, "", 39), cell("by_county", CALLS, "03", 39), cell("by_topic", CALLS, "care", 9)]
    left = hold_back(cells, {CALLS: months})  # 38 and 1: only 38 in September is possible
    assert [(each.section, each.shown) for each in left] == [("figures", None), ("by_topic", 9)]
    assert all(int(each.value) not in SMALL for each in left)


def test_a_total_without_such_months_stays_exact(now):
    CallFactory.create_batch(42, started_at=datetime(2025, 9, 3, tzinfo=UTC))
    release_months(now=now)
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    assert released(2025).total_of(INDICATORS[CALLS]) == 42


def test_after_publication_months_that_the_total_would_tell_are_not_let_out(now):
    AssignmentFactory.create_batch(38, opened_date=date(2025, 9, 3))
    CallFactory.create_batch(38, started_at=datetime(2025, 9, 3, tzinfo=UTC))
    CallFactory(started_at=datetime(2025, 10, 3, tzinfo=UTC))
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    release_months(now=now)
    assert released(2025).months[CALLS] == (None,) * 12
    assert released(2025).months["ombud_assignments"][8] == 40
