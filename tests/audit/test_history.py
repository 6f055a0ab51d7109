import pytest
from django.db import models

from pio.audit import history
from pio.core.models import BaseModel
from tests.core import factories
from tests.core.sample.models import Client, ClientEvent

pytestmark = pytest.mark.django_db


def test_each_change_leaves_who_what_and_the_state_of_counted_fields():
    user = factories.user()
    with history.acting(user, "sample.edit"):
        row = factories.client(channel="phone")
        row.channel = "video"
        row.save()
    events = row.history.order_by("pgh_id")
    assert [(e.pgh_label, e.channel) for e in events] == [("insert", "phone"), ("update", "video")]
    assert [e.pgh_context for e in events] == [{"user": str(user.pk), "verb": "sample.edit"}] * 2


def test_bulk_and_raw_writes_are_caught_too():
    row = factories.client()
    Client.objects.filter(pk=row.pk).update(channel="chat")
    Client.objects.filter(pk=row.pk).delete()
    assert [e.pgh_label for e in ClientEvent.objects.order_by("pgh_id")] == ["insert", "update", "delete"]


def test_a_write_outside_any_verb_has_no_context():
    assert factories.client().history.get().pgh_context is None


def test_the_portal_itself_may_act():
    with history.acting(None, "retention"):
        row = factories.client()
    assert row.history.get().pgh_context == {"user": None, "verb": "retention"}


def test_p07_no_text_identity_or_sealed_value_has_a_column():
    columns = {field.name for field in ClientEvent._meta.concrete_fields}
    assert columns == {
        "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "id", "channel", "ended_on",
    }  # fmt: skip


def test_a_change_of_what_is_not_tracked_leaves_no_event():
    row = factories.client()
    row.note = "nytt"
    row.save()
    assert row.history.count() == 1


def test_a_field_that_is_erased_cannot_be_tracked():
    class Draft(BaseModel):
        name = models.CharField(max_length=10)

        class Meta:
            app_label = "sample"
            abstract = True

        class Privacy:
            erase = ("name",)

    with pytest.raises(ValueError, match="name is erased with the person"):
        history.track(fields=("name",))(Draft)
