"""Every figure goes by month and weekday, and by what is kept of where, who and about what; or it says why not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Model

from groups.models import IntakeStop
from stats import indicators as _registered  # noqa: F401
from stats.counting import WEEKDAY, Flow
from stats.dimensions import DIMENSIONS
from stats.gaps import DRILLS, drills_of, gaps_of
from stats.periods import Period
from stats.registry import INDICATORS
from stats.selectors.drilling import breakdown, months
from tests.advising.factories.calls import CallFactory
from tests.advising.factories.sessions import AdviceSessionFactory, ParticipantFactory
from tests.conftest import NOW
from tests.groups.factories import support_group
from tests.ombud.factories import AssignmentFactory, CaseFactory

ASKED = {"channel", "relation", "county", "theme", "themes", "topics", "audience", "gender", "caller_gender"}
LETTERS = {"weekday": "W", "channel": "H", "relation": "R", "county": "C", "theme": "T", "audience": "A"}
DRILLED = {
    "WHRCTA": {"helpline_calls"},
    "WHRCT": {"people_in_contact"},
    "WRCTA": {"group_attendances", "group_first_timers", "group_seats_used"},
    "RCTA": {"group_waiting_days", "group_waiting_days_p90"},
    "WCTA": {"group_meetings", "group_meetings_cancelled", "group_seats"},
    "WHCT": {"inquiries_total"},
    "WHRT": {"advice_participants"},
    "CTA": {"group_intake_stop_days"},
    "WCT": {
        "ombud_assignments",
        "ombud_assignments_achieved",
        "ombud_assignments_closed",
        "ombud_deadlines_kept",
        "ombud_deadlines_missed",
    },
    "WHC": {"ombud_contacts", "ombud_office_contacts"},
    "WHT": {"advice_sessions"},
    "WTA": {
        "course_attendances",
        "course_first_timers",
        "course_seats",
        "course_waiting",
        "event_attendances",
        "writing_attendances",
    },
    "CT": {"ombud_days_over", "ombud_system_failures"},
    "TA": {"course_presence_percent", "survey_answers"},
    "WA": {"self_run_heads", "self_run_meetings"},
    "WC": {"ombud_clients_new"},
    "WH": {"helpline_attempts"},
    "WT": {"stories_received"},
    "A": {"self_run_groups", "self_run_groups_new"},
    "C": {"ombud_clients", "ombud_company_hours", "ombud_waiting_days"},
}  # fmt: skip
"""Which figures go by what, beside the month that all go by."""
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
            columns = [column for column in part.dimensions.values() if isinstance(column, str)]
            left[key] = kept - {column.rsplit("__", 1)[-1] for column in columns}
    nobody = left.pop("helpline_attempts")  # a silent call has no caller to ask
    assert nobody == {"relation", "county", "topics", "caller_gender"}
    assert {key: names for key, names in left.items() if names} == {}
    assert len(left) > 20


def test_what_each_figure_is_drilled_by():
    found: dict[str, set[str]] = {}
    for key, item in INDICATORS.items():
        known = [name for name in DRILLS if name in drills_of(item)]
        found.setdefault("".join(LETTERS[name] for name in known), set()).add(key)
        gaps = [(str(title), str(reason)) for title, reason in gaps_of(item)]
        assert len(gaps) == len(DRILLS) - len(known)
        assert all(title and reason for title, reason in gaps), key
    assert found == DRILLED


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


def test_what_one_part_does_not_ask_is_not_asked():
    """A session has no county, and heads in a group no relation: the sum of the values stays the figure."""
    CallFactory(started_at=NOW - timedelta(days=1), county="18")
    session = AdviceSessionFactory(status="held", starts_at=NOW - timedelta(days=2))
    ParticipantFactory(session=session, present=True)
    for key in ("inquiries_total", "people_in_contact"):
        cells = breakdown(INDICATORS[key], "county", YEAR)
        assert [(cell.code, cell.label, cell.count) for cell in cells] == [
            ("18", "Nordland", 1), ("not_asked", "Ikke spurt", 1)
        ]  # fmt: skip


def test_county_of_a_case_and_a_group_is_that_of_the_municipality():
    CaseFactory(opened_date=date(2026, 2, 1), municipality="1804")
    AssignmentFactory(case__municipality="0301", opened_date=date(2026, 2, 2))
    group = support_group(NOW, municipality="0301")
    IntakeStop.objects.create(group=group, starts_date=date(2026, 3, 1), ends_date=date(2026, 3, 3))
    found = {
        key: [(cell.label, cell.count) for cell in breakdown(INDICATORS[key], "county", YEAR)]
        for key in ("ombud_clients", "ombud_assignments", "group_intake_stop_days")
    }
    assert dict(found["ombud_clients"])["Nordland"] == 1
    assert (found["ombud_assignments"], found["group_intake_stop_days"]) == ([("Oslo", 1)], [("Oslo", 3)])


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
    gaps = [[str(title) for title, _reason in page.context["gaps"]] for page in pages]
    assert gaps == [[], [], ["Ukedag", "Kanal", "Relasjon", "Fylke"]]
    assert "Svarene er anonyme og har ingen egen dag." in pages[2].content.decode()
