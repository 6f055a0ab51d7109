"""The demo's people: those of the product description, and two more group leaders (decision 0240)."""

import random

import pytest

from pio.accounts import demo
from pio.accounts.models import User
from tests.accounts.test_login import log_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

PEOPLE = {
    "leder": "manager", "radgiver": "adviser", "radgiver2": "adviser", "gruppeleder": "group_leader",
    "gruppeleder2": "group_leader", "gruppeleder3": "group_leader", "kursvert": "course_host", "ombud": "ombud",
    "ombud2": "ombud", "redaktor": "editor", "redaktor2": "editor",
    "styret": "board", "tekniker": "technician", "parorende": "relative", "parorende2": "relative",
}  # fmt: skip


@pytest.fixture
def built():
    demo.build(year=2026, now=NOW, random=random.Random(1))


def test_demo_people_are_those_promised(built):
    assert dict(User.objects.values_list("email", "roles")) == {f"{n}@example.org": [r] for n, r in PEOPLE.items()}


def test_demo_password_opens(built, client, settings):
    assert log_in(client, "leder@example.org", settings.PIO_DEMO_PASSWORD).headers["Location"] == "/intern/"


def test_demo_is_built_twice_without_harm(built):
    demo.build(year=2026, now=NOW, random=random.Random(1))
    assert User.objects.count() == len(PEOPLE)


def test_login_page_names_the_people_in_a_demo_only(built, client, settings):
    assert "pio-demo" not in client.get("/konto/login/").content.decode()
    settings.DEMO = True
    page = client.get("/konto/login/").content.decode()
    assert [name for name in PEOPLE if f"{name}@example.org" not in page] == []
