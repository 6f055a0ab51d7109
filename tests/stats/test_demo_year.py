"""The demo's 2025 has the published figures, counted from its rows."""

from importlib import import_module
from random import Random

import pytest

from advising.demo.calls import unknown_codes
from pio.accounts import demo as accounts_demo
from pio.accounts.models import User
from pio.core import choices
from stats import demo as stats_demo
from stats.annual_report import annual_report
from stats.models import ManualFigure

pytestmark = pytest.mark.django_db


def test_demo_uses_only_codes_of_the_choice_lists():
    assert unknown_codes() == set()


def test_demo_year_of_helpline_and_sessions_is_the_published_one(now):
    from advising.demo import build

    random = Random(2025)
    accounts_demo.build(year=2025, now=now, random=random)
    build(year=2025, now=now, random=random)
    ManualFigure.objects.bulk_create(stats_demo.manual_figures(2025))
    report, published = annual_report(2025), stats_demo.published()
    keys = ("inquiries_total", "helpline_calls", "advice_sessions", "advice_participants")
    assert {key: report.figures[key] for key in keys} == {key: published["figures"][key] for key in keys}
    assert report.gender_percent == published["gender_percent"]
    assert report.relation_percent == published["relation_percent"]
    assert report.manual_figures == published["manual_figures"]
    assert User.objects.count() > 0
    assert len(choices.codes("relation")) == 32


def test_year_without_data_gives_zeros_and_empty_maps():
    report = annual_report(1999)
    assert set(report.figures.values()) == {0}
    assert (report.gender_percent, report.ombud_gender_percent, report.relation_percent) == ({}, {}, {})
    assert report.manual_figures == {}


def test_demo_year_of_courses_is_the_published_one(now):
    from courses import demo
    from courses.models import SurveyAnswer

    demo.build(year=2025, now=now, random=Random(2025))
    report, published = annual_report(2025), stats_demo.published()
    keys = ("event_attendances", "course_attendances", "writing_attendances")
    assert {key: report.figures[key] for key in keys} == {key: published["figures"][key] for key in keys}
    scores = [answer.score for answer in SurveyAnswer.objects.filter(offering__kind="seminar")]
    assert {str(n): scores.count(n) for n in range(1, 7)} == published["grand_seminar_survey"]["answers"]
    assert round(sum(scores) / len(scores), 2) == published["grand_seminar_survey"]["mean"]


def test_demo_year_of_groups_is_the_published_one(now):
    from groups import demo

    accounts_demo.build(year=2025, now=now, random=Random(2025))
    demo.build(year=2025, now=now, random=Random(2025))
    report, published = annual_report(2025), stats_demo.published()
    keys = ("group_attendances", "self_run_groups", "self_run_groups_new")
    assert {key: report.figures[key] for key in keys} == {key: published["figures"][key] for key in keys}


@pytest.mark.parametrize(
    ("part", "keys"),
    [("ombud", ("ombud_clients", "ombud_clients_new")), ("platform_stories", ("stories_received",))],
)
def test_demo_year_of_ombud_and_stories_is_the_published_one(now, part, keys):
    accounts_demo.build(year=2025, now=now, random=Random(2025))
    import_module(f"{part}.demo").build(year=2025, now=now, random=Random(2025))
    report, published = annual_report(2025), stats_demo.published()
    assert {key: report.figures[key] for key in keys} == {key: published["figures"][key] for key in keys}
    if part == "ombud":
        assert report.ombud_gender_percent == published["ombud_gender_percent"]


def test_report_has_the_keys_of_the_published_one_in_its_order():
    assert list(annual_report(1999).figures) == list(stats_demo.published()["figures"])
