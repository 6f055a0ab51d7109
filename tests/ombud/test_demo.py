"""The demo year gives the published figures, counted from rows."""

from datetime import date
from random import Random

import pytest
from django.db.models import Max, Min

from ombud import demo
from ombud.models import Case, ContactEntry, Deadline
from pio.accounts import demo as people
from pio.accounts.models import User
from stats.annual_report import gender_percent
from stats.indicators import ombud as figures
from stats.periods import Period
from stats.registry import INDICATORS
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


@pytest.fixture
def demo_year():
    people.build(year=2025, now=NOW, random=Random(1))
    demo.build(year=2025, now=NOW, random=Random(2025))


def test_demo_year_has_the_published_figures(demo_year):
    assert figures.__name__ == "stats.indicators.ombud"
    assert INDICATORS["ombud_clients"].value(YEAR) == 90
    assert INDICATORS["ombud_clients_new"].value(YEAR) == 20
    assert gender_percent(INDICATORS["ombud_clients"].by("gender", YEAR)) == {"female": 61, "male": 39}


def test_clients_of_the_year_are_twenty_to_eightynine(demo_year):
    born = Case.objects.filter(opened_date__lt=date(2026, 1, 1)).aggregate(Min("birth_year"), Max("birth_year"))
    assert born == {"birth_year__min": 2025 - 89, "birth_year__max": 2025 - 20}


def test_one_desk_has_fortyfive_and_there_is_no_deputy(demo_year):
    first = User.objects.get(email="ombud@example.org")
    assert Case.objects.worked_by(first, today=NOW.date()).open().count() == 45
    assert Case.objects.exclude(deputy=None).count() == 0


def test_the_desk_is_alive(demo_year):
    assert Deadline.objects.due_by(NOW.date()).count() > 0
    assert ContactEntry.objects.exclude(party="client").count() > 50
