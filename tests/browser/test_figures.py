"""Figures in Chromium: axe in both schemes, no sideways scroll on a phone, charts that come by themselves."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from stats import indicators as _registered  # noqa: F401
from stats.models import SavedReport
from stats.registry import INDICATORS
from stats.services.publications import freeze, order_publication
from stats.services.reports import ReportChoices, save_report
from stats.tasks import draw_chart
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW

SCHEMES = ("light", "dark")
STAFF = ("/intern/tall/2025/", "/intern/tall/2025/helpline_calls/", "/intern/tall/2025/publiser/",
         "/intern/tall/2025/manuelt/", "/intern/tall/2025/tekst/groups/nb/", "/intern/tall/2025/telefonen/",
         "/intern/tall/2025/kvalitet/", "/intern/tall/rapporter/", "/intern/tall/rapporter/ny/",
         "/intern/tall/2026/", "/intern/tall/2025/survey_answers/", "/intern/tall/2025/manuelt/fil/",
         "/intern/tall/2025/tekst/", "/intern/tall/2024/publiser/", "/intern/tall/2024/publisert-for/")  # fmt: skip
OF_A_REPORT = ("", "endre/", "slett/")


@pytest.fixture
def year_2025(db: None) -> None:
    CallFactory.create_batch(12, started_at=datetime(2025, 6, 2, 10, tzinfo=UTC), caller_gender="female")
    CallFactory.create_batch(3, started_at=datetime(2025, 6, 3, 10, tzinfo=UTC), caller_gender="male")
    freeze(order_publication(2025, reason="", by=None, now=NOW).pk)


@pytest.fixture
def report(year_2025: None) -> SavedReport:
    """Every figure by month, one of them held back, for the board too."""
    chosen = ReportChoices(name="Til kommunen", keys=tuple(INDICATORS), rule="last_year", by_month=True, for_board=True)
    return save_report(chosen, by=None, now=NOW)


@pytest.mark.parametrize("path", ["/tall/", "/tall/2025/", "/en/tall/2025/", "/tall/2025/?versjon=1"])
def test_axe_finds_nothing_on_open_pages(
    page: Page, portal: str, year_2025: None, assert_axe: Callable[..., None], path: str
) -> None:
    page.goto(path)
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)


@pytest.mark.parametrize("path", STAFF)
def test_axe_finds_nothing_on_staff_pages(
    context: BrowserContext, page: Page, portal: str, year_2025: None, sign_in: Callable[..., Client],
    assert_axe: Callable[..., None], path: str,
) -> None:  # fmt: skip
    sign_in(context, "manager")
    page.goto(path)
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)


@pytest.mark.parametrize("path", OF_A_REPORT)
def test_axe_finds_nothing_on_pages_of_a_report(
    context: BrowserContext, page: Page, portal: str, report: SavedReport, sign_in: Callable[..., Client],
    assert_axe: Callable[..., None], path: str,
) -> None:  # fmt: skip
    sign_in(context, "manager")
    page.goto(f"/intern/tall/rapporter/{report.pk}/{path}")
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)


def test_axe_finds_nothing_on_the_boards_pages(
    context: BrowserContext, page: Page, portal: str, report: SavedReport, sign_in: Callable[..., Client],
    assert_axe: Callable[..., None],
) -> None:  # fmt: skip
    sign_in(context, "board")
    for path in ("2025/", "2025/people_in_contact/", "2025/ombud_clients/", "rapporter/", f"rapporter/{report.pk}/"):
        page.goto(f"/intern/tall/{path}")
        assert_axe(page, widths=(360, 1280))


def test_chart_comes_by_itself(
    context: BrowserContext, page: Page, portal: str, year_2025: None, sign_in: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ordered: list[dict[str, object]] = []
    monkeypatch.setattr(draw_chart, "delay", ordered.append)
    sign_in(context, "manager")
    page.goto("/intern/tall/2025/")
    expect(page.locator("figure[data-waiting]")).not_to_have_count(0)
    for chart in ordered:
        draw_chart(chart)  # what the worker does
    expect(page.locator("figure[data-waiting]")).to_have_count(0, timeout=15_000)
