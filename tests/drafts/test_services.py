"""Saving, finishing and discarding a draft."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from pio.accounts.models import User
from pio.core import retention
from pio.drafts import selectors, services
from pio.drafts.models import Draft, FormEnd
from tests.conftest import NOW
from tests.drafts.factories import DraftFactory, a_save

pytestmark = pytest.mark.django_db
ID = uuid4()


@pytest.fixture
def me() -> User:
    return User.objects.create(email="a@example.org", name="A", roles=["adviser"], created_on=NOW.date())


@pytest.fixture
def other() -> User:
    return User.objects.create(email="b@example.org", name="B", roles=["adviser"], created_on=NOW.date())


def words_of(client_id: object) -> str:
    return str(Draft.objects.get(client_id=client_id).content["fields"][0][1])


def test_a_page_writes_over_its_own_saves(me: User) -> None:
    save = a_save(me.pk)
    services.save_draft(ID, save, by=me, now=NOW)
    services.save_draft(ID, replace(save, version=2, fields=[["note", "sorg og"]]), by=me, now=NOW)
    assert (Draft.objects.count(), words_of(ID)) == (1, "sorg og")


def test_a_save_that_comes_late_changes_nothing(me: User) -> None:
    save = a_save(me.pk, version=2, fields=[["note", "nyest"]])
    services.save_draft(ID, save, by=me, now=NOW)
    services.save_draft(ID, replace(save, version=1, fields=[["note", "eldre"]]), by=me, now=NOW)
    assert words_of(ID) == "nyest"


def test_two_tabs_do_not_write_over_each_other(me: User) -> None:
    services.save_draft(ID, a_save(me.pk), by=me, now=NOW)
    second = services.save_draft(ID, a_save(me.pk, base=1, version=2, fields=[["note", "to"]]), by=me, now=NOW)
    assert second.version == 2
    with pytest.raises(services.WrittenElsewhere):
        services.save_draft(ID, a_save(me.pk, base=1, version=3, fields=[["note", "en"]]), by=me, now=NOW)
    assert words_of(ID) == "to"


def test_a_page_of_somebody_else_is_not_saved_as_mine(me: User, other: User) -> None:
    with pytest.raises(services.AnotherPerson):
        services.save_draft(ID, a_save(other.pk), by=me, now=NOW)
    assert Draft.objects.count() == 0


def test_two_people_with_one_id_have_two_drafts(me: User, other: User) -> None:
    for person in (me, other):
        services.save_draft(ID, a_save(person.pk, fields=[["note", person.name]]), by=person, now=NOW)
    assert [each.content["fields"] for each in Draft.objects.of(other.pk)] == [[["note", "B"]]]


def test_what_comes_after_sending_is_refused(me: User) -> None:
    services.save_draft(ID, a_save(me.pk), by=me, now=NOW)
    assert services.finish(str(ID), by=me, now=NOW)
    with pytest.raises(services.AlreadySent):
        services.save_draft(ID, a_save(me.pk, version=2), by=me, now=NOW)
    assert Draft.objects.count() == 0


def test_a_form_is_finished_once(me: User, other: User) -> None:
    assert [services.finish(ID, by=who, now=NOW) for who in (me, me, other)] == [True, False, True]


@pytest.mark.parametrize("posted", ["", None, "ikke en id"])
def test_a_form_without_an_id_is_always_the_first(me: User, posted: str | None) -> None:
    assert services.finish(posted, by=me, now=NOW)
    assert FormEnd.objects.count() == 0


def test_the_mark_names_nobody(me: User) -> None:
    services.finish(ID, by=me, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM drafts_formend")
        row = cursor.fetchone()
    assert [value for value in row if value in (me.pk, ID)] == []
    assert {field.name for field in FormEnd._meta.fields} == {"id", "form_key", "ended_on"}


def test_words_and_place_are_sealed(me: User) -> None:
    services.save_draft(ID, a_save(me.pk, title="Om Kari", fields=[["note", "hemmelig"]]), by=me, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text, content FROM drafts_draft d")
        text, sealed = cursor.fetchone()
    assert [word for word in ("hemmelig", "Kari", "/intern/") if word in text or word.encode() in bytes(sealed)] == []


@pytest.mark.parametrize(("days", "is_empty", "left"), [(30, False, 1), (31, False, 0), (1, True, 1), (2, True, 0)])
def test_drafts_are_kept_30_days_and_empty_ones_one(me: User, days: int, is_empty: bool, left: int) -> None:
    DraftFactory(owner=me, is_empty=is_empty)
    retention.forget(now=NOW + timedelta(days=days))
    assert Draft.objects.count() == left


def test_empty_ones_are_never_listed(me: User) -> None:
    DraftFactory(owner=me, is_empty=True)
    kept = DraftFactory(owner=me)
    assert [each.client_id for each in selectors.begun(me, now=NOW)] == [kept.client_id]


@pytest.mark.parametrize(("days", "is_old"), [(2, False), (3, True)])
def test_who_has_waited_three_days_is_reminded(me: User, days: int, is_old: bool) -> None:
    DraftFactory(owner=me)
    assert [each.is_old for each in selectors.begun(me, now=NOW + timedelta(days=days))] == [is_old]
