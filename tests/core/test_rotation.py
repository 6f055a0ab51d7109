import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from pio.core import rotation
from pio.core.keys import Keys
from tests.core import factories
from tests.core.sample.models import Client, Visit
from tests.core.test_fields import stored, swap

NOTE = Client._meta.get_field("note")


@pytest.fixture
def newer_key(settings):
    """Bring in key 2 after rows were sealed under key 1."""

    def bring() -> None:
        old = settings.KEYS
        settings.KEYS = Keys(old.secret_key, {**old.fields, 2: b"q" * 32}, old.index, old.calls)

    return bring


def test_every_encrypted_column_of_the_portal_is_found():
    found = {f"{model._meta.label}.{column.name}" for model, column in rotation.encrypted_columns()}
    assert {"sample.Client.note", "sample.Client.seed", "sample.Visit.text", "audit.ReadEntry.reason"} <= found


@pytest.mark.django_db
def test_rotation_seals_everything_again_and_the_old_key_may_go(newer_key, settings, now):
    rows = [factories.client(note=f"notat {n}") for n in range(5)]
    factories.visit(rows[0], now)
    newer_key()
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    assert "sample.Client.note: 5 sealed again, 0 left" in out.getvalue()
    assert out.getvalue().endswith("Nothing is left under an older key.\n")
    settings.KEYS = Keys("", {2: b"q" * 32}, settings.KEYS.index, b"")
    assert [Client.objects.get(pk=row.pk).note for row in rows] == [f"notat {n}" for n in range(5)]
    assert Visit.objects.get().text == "Det vi snakket om"


@pytest.mark.django_db
def test_rotation_goes_on_where_it_stopped(newer_key, monkeypatch):
    rows = [factories.client() for _ in range(3)]
    newer_key()
    monkeypatch.setattr(rotation, "BATCH", 1)
    first = next(row for row in Client.objects.order_by("pk"))
    first.note = "ny"
    first.save()
    untouched = stored(first)
    report = rotation.rotate_column(Client, NOTE)
    assert (report.rotated, report.left, report.broken) == (2, 0, [])
    assert stored(first) == untouched
    assert rotation.rotate_column(Client, NOTE).rotated == 0
    assert {stored(row)[0] for row in rows} == {2}


@pytest.mark.django_db
def test_a_value_that_does_not_open_is_named_and_left_alone(newer_key):
    good, bad = factories.client(note="god"), factories.client(note="dårlig")
    swap(stored(good), into=bad)
    newer_key()
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 do not open"):
        call_command("rotate_keys", stdout=io.StringIO(), stderr=err)
    assert err.getvalue() == f"sample.Client.note: row {bad.pk} does not open\n"
    assert (stored(good)[0], stored(bad)[0]) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_row_in_use_is_skipped_and_counted(newer_key):
    import threading

    row = factories.client()
    factories.client()
    newer_key()
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            Client.objects.select_for_update().get(pk=row.pk)
            locked.set()
            done.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(10)
    report = rotation.rotate_column(Client, NOTE)
    done.set()
    holder.join()
    assert (report.rotated, report.left) == (1, 1)
    assert rotation.rotate_column(Client, NOTE).rotated == 1
