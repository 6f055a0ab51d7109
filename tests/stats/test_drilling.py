"""Every figure goes by month and weekday, and by what is kept of where, who and about what; or it says why not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Model

from stats import indicators as _registered  # noqa: F401
from stats.counting import WEEKDAY, Flow
from stats.dimensions import DIMENSIONS
from stats.periods import Period
from stats.registry import INDICATORS
from stats.selectors.drilling import breakdown, months
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW

ASKED = {"channel", "relation", "county", "theme", "themes", "topics", "audience", "gender", "caller_gender"}
YEAR = Period.year(2026)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", INDICATORS)
def test_every_figure_has_weekdays_or_says_why_not(key: str):
    item = INDICATORS[key]
    assert (WEEKDAY in item.dimensions) != bool(str(item.why_no_weekday))
    assert set(item.dimensions) <= set(DIMENSIONS)


def test_few_figures_have_no_weekday():
    without = {key for key, item in INDICATORS.items() if item.why_no_weekday}
    assert without == {
        "self_run_groups", "self_run_groups_new", "group_intake_stop_days", "ombud_clients", "group_waiting_days",
        "group_waiting_days_p90", "ombud_waiting_days", "ombud_days_over", "ombud_company_hours",
        "ombud_system_failures", "survey_answers", "course_presence_percent",
    }  # fmt: skip


@pytest.mark.parametrize("key", INDICATORS)
def test_every_figure_goes_by_month(key: str):
    cells = months(INDICATORS[key], 2026, today=date(2026, 12, 31))
    assert [cell.code for cell in cells] == [f"{number:02}" for number in range(1, 13)]


def models_of(flow: Flow) -> list[type[Model]]:
    """The model whose rows count, and those that say when."""
    found = [flow.rows.model]
    for name in flow.when.split("__")[:-1]:
        found.append(found[-1]._meta.get_field(name).related_model)
    if hasattr(found[-1], "group") or hasattr(found[-1], "offering"):
        found.append(found[-1]._meta.get_field("group" if hasattr(found[-1], "group") else "offering").related_model)
    return found


def test_what_is_kept_of_where_who_and_about_what_is_a_breakdown():
    left = {}
    for key, item in INDICATORS.items():
        part, *others = item.parts
        if isinstance(part, Flow) and not others:
            kept = {name for model in models_of(part) for name in ASKED & set(model.Privacy.keep)}
            left[key] = kept - {column.rsplit("__", 1)[-1] for column in part.dimensions.values()}
    nobody = left.pop("helpline_attempts")  # a silent call has no caller to ask
    assert nobody == {"relation", "county", "topics", "caller_gender"}
    assert {key: names for key, names in left.items() if names} == {}
    assert len(left) > 20


def test_weekdays_are_those_of_oslo_in_their_order():
    for moment in (
        datetime(2026, 3, 29, 22, 30, tzinfo=UTC),  # half past midnight on Monday
        datetime(2026, 3, 29, 21, 30, tzinfo=UTC),  # half past eleven on Sunday
        datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    ):  # fmt: skip
        CallFactory(started_at=moment)
    cells = breakdown(INDICATORS["helpline_calls"], WEEKDAY, YEAR)
    assert [(cell.code, cell.label, cell.count, cell.percent) for cell in cells] == [
        ("1", "Mandag", 2, 50.0), ("2", "Tirsdag", 1, 25.0), ("7", "Søndag", 1, 25.0)
    ]  # fmt: skip


def test_page_of_a_figure_has_months_and_weekdays_and_says_why_not(login, at):
    at(NOW)
    CallFactory(started_at=NOW - timedelta(days=1))
    manager = login("manager")
    addresses = ("helpline_calls/", "helpline_calls/?maaned=11", "survey_answers/")
    pages = [manager.get(f"/intern/tall/2026/{address}") for address in addresses]
    titles = [[title for title, _cells in page.context["breakdowns"]] for page in pages]
    assert [names[:3] for names in titles] == [
        ["Måned", "Ukedag", "Kanal"], ["Ukedag", "Kanal", "Type samtale"], ["Måned", "Karakter", "Type arrangement"]
    ]  # fmt: skip
    assert ["Vises ikke etter ukedag." in page.content.decode() for page in pages] == [False, False, True]
