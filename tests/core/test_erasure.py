import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from pio.core import emptying, erasure, holds
from tests.core import factories
from tests.core.sample.models import Client, ClientEvent, Visit, VisitEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.user(email="person@example.org")


def test_erasure_empties_what_identifies_and_keeps_what_is_counted(person, now):
    mine = factories.client(account=person)
    mine.helpers.add(factories.user())
    theirs = factories.client(account=factories.user(), name="En annen")
    factories.visit(mine, now)
    counts = erasure.erase_person(person.pk, now=now)
    row = Client.objects.get(pk=mine.pk)
    assert (row.account, row.note, row.short, row.facts, row.seed, row.name) == (None, None, None, None, None, "")
    assert (row.tags, row.answers, row.helpers.count(), row.channel) == ([], {}, 0, "phone")
    assert row.email.endswith("@slettet.invalid")
    assert Visit.objects.count() == 0
    assert Client.objects.get(pk=theirs.pk).name == "En annen"
    assert {label: count for label, count in counts.items() if label.startswith("sample.")} == {
        "sample.Client": 1, "sample.ClientEvent": 1, "sample.Visit": 1, "sample.VisitEvent": 2,
    }  # fmt: skip


def test_erasure_takes_the_history_with_it(person, now):
    mine, other = factories.client(account=person), factories.client()
    factories.visit(mine, now)
    erasure.erase_person(person.pk, now=now)
    assert VisitEvent.objects.count() == 0
    left = ClientEvent.objects.exclude(pgh_obj=mine.pk)
    assert [event.pgh_obj_id for event in left] == [other.pk]


def test_erasing_two_people_does_not_collide_on_what_is_unique(now):
    for _ in range(2):
        account = factories.user()
        factories.client(account=account)
        erasure.erase_person(account.pk, now=now)
    assert Client.objects.filter(email__endswith="@slettet.invalid").count() == 2


def test_a_hold_keeps_the_row(person, now):
    mine = factories.client(account=person)
    factories.visit(mine, now)
    holds.place_hold(mine, by=person.pk, reason="Tilsynssak", now=now)
    erasure.erase_person(person.pk, now=now)
    assert (Client.objects.get().note, Visit.objects.count()) == ("Et notat", 1)


def test_export_gives_everything_opened_but_secrets(person, now):
    mine = factories.client(account=person)
    factories.client(account=factories.user())
    visit = factories.visit(mine, now)
    exported = erasure.export_person(person.pk)
    assert exported["sample.Client"] == [{
        "id": mine.pk, "account": person.pk, "note": "Et notat", "short": "kort", "facts": {"a": [1, "æ"]},
        "name": "Prøve Person", "email": mine.email, "tags": ["en"], "answers": {"x": 1}, "channel": "phone",
        "ended_on": None,
    }]  # fmt: skip
    assert exported["sample.Visit"] == [{"id": visit.pk, "client": mine.pk, "text": "Det vi snakket om", "at": now}]
    assert "sample.ClientEvent" not in exported
    assert "password" not in exported.get("accounts.User", [{}])[0]
    json.dumps(exported, cls=DjangoJSONEncoder)


def test_a_stranger_has_nothing_to_export():
    factories.client(account=factories.user())
    assert {k: v for k, v in erasure.export_person(factories.user().pk).items() if k.startswith("sample.")} == {}


def test_a_column_that_can_hold_nothing_empty_is_said():
    field = models.DateField(name="day")
    field.model, field.name = Client, "day"
    with pytest.raises(emptying.CannotBeEmptiedError, match=r"sample\.Client\.day cannot be emptied"):
        emptying.empty_value(field)
