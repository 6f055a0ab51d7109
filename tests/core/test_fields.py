import pickle
import uuid

import pytest
from django.core import serializers
from django.db import connection
from django.db.models import F, Value
from hypothesis import given
from hypothesis import strategies as st

from pio.core import fields
from pio.core.fields import SealedValueError
from pio.core.keys import Keys
from tests.core import factories
from tests.core.sample.models import Client

KEY_ID, NONCE, TAG = 1, 12, 16


def stored(row: Client, column: str = "note") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sample_client WHERE id = %s", [row.pk])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def swap(value: bytes, into: Client, column: str = "note") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE sample_client SET {column} = %s WHERE id = %s", [value, into.pk])


@pytest.mark.django_db
class TestOneRow:
    def test_p07_every_kind_reads_as_it_was_written(self):
        row = Client.objects.get(pk=factories.client().pk)
        assert (row.note, row.short, row.facts, row.seed) == ("Et notat", "kort", {"a": [1, "æ"]}, b"\x00\x01")

    def test_p07_nothing_of_the_text_stands_in_the_database(self):
        row = factories.client(note="hemmelighet")
        assert b"hemmelighet" not in stored(row)

    def test_none_stays_null_and_empty_is_sealed(self):
        row = factories.client(note=None, short="", facts=[])
        row = Client.objects.get(pk=row.pk)
        assert (row.note, row.short, row.facts) == (None, "", [])
        assert stored(row) is None
        assert len(stored(row, "short")) == KEY_ID + NONCE + 32 + TAG

    @pytest.mark.parametrize(("length", "blocks"), [(0, 1), (255, 1), (256, 2), (511, 2), (512, 3)])
    def test_p02_the_stored_length_tells_the_bucket_only(self, length, blocks):
        row = factories.client(note="x" * length)
        assert len(stored(row)) == KEY_ID + NONCE + blocks * 256 + TAG

    def test_a_field_may_have_a_bucket_of_its_own(self):
        assert len(stored(factories.client(short="x" * 31), "short")) == KEY_ID + NONCE + 32 + TAG

    def test_the_same_text_is_never_sealed_alike(self):
        assert stored(factories.client(note="a")) != stored(factories.client(note="a"))

    def test_text_that_ends_like_the_padding_keeps_its_end(self):
        text = "slutt\x00\x00\x80\x00"
        row = factories.client(note=text, seed=b"\x80\x00\x80")
        row = Client.objects.get(pk=row.pk)
        assert (row.note, row.seed) == (text, b"\x80\x00\x80")

    def test_p07_a_value_of_another_row_is_refused(self):
        one, other = factories.client(note="min"), factories.client(note="din")
        swap(stored(other), into=one)
        with pytest.raises(SealedValueError, match=r"sample\.client\.note: row .* does not open"):
            _ = Client.objects.get(pk=one.pk).note

    def test_p07_a_value_of_another_column_is_refused(self):
        row = factories.client()
        swap(stored(row, "short"), into=row)
        with pytest.raises(SealedValueError, match="does not open"):
            _ = Client.objects.get(pk=row.pk).note

    @pytest.mark.parametrize("place", [1, 13, 40, -1])
    def test_p07_a_damaged_value_is_refused(self, place):
        row = factories.client()
        value = bytearray(stored(row))
        value[place] ^= 1
        swap(bytes(value), into=row)
        with pytest.raises(SealedValueError, match="does not open"):
            _ = Client.objects.get(pk=row.pk).note

    @pytest.mark.parametrize("value", [b"", b"\x01", b"\x01short"])
    def test_p07_a_value_too_short_is_refused(self, value):
        row = factories.client()
        swap(value, into=row)
        with pytest.raises(SealedValueError):
            _ = Client.objects.get(pk=row.pk).note

    def test_p07_a_key_that_is_gone_is_said(self):
        row = factories.client()
        swap(b"\xfe" + stored(row)[1:], into=row)
        with pytest.raises(SealedValueError, match="key that is not here"):
            _ = Client.objects.get(pk=row.pk).note

    def test_p07_the_key_id_is_bound_too(self, settings):
        same = settings.KEYS.fields[1]
        settings.KEYS = Keys("", {1: same, 2: same}, settings.KEYS.index, b"")
        row = factories.client()
        assert stored(row)[0] == 2
        swap(b"\x01" + stored(row)[1:], into=row)
        with pytest.raises(SealedValueError, match="does not open"):
            _ = Client.objects.get(pk=row.pk).note

    def test_the_error_tells_nothing_of_the_text(self):
        one, other = factories.client(note="min sak"), factories.client(note="din sak")
        swap(stored(other), into=one)
        with pytest.raises(SealedValueError) as caught:
            _ = Client.objects.get(pk=one.pk).note
        assert "sak" not in str(caught.value)
        assert caught.value.__cause__ is None


@pytest.mark.django_db
class TestPaths:
    def test_saving_without_reading_keeps_the_sealed_bytes(self):
        row = factories.client()
        before = stored(row)
        loaded = Client.objects.get(pk=row.pk)
        loaded.name = "Ny"
        loaded.save()
        assert stored(row) == before

    def test_saving_after_reading_seals_again(self):
        row = factories.client()
        before = stored(row)
        loaded = Client.objects.get(pk=row.pk)
        assert loaded.note == "Et notat"
        loaded.save(update_fields=["note"])
        assert stored(row) != before
        assert Client.objects.get(pk=row.pk).note == "Et notat"

    def test_bulk_create_get_or_create_defer_only_refresh_pickle(self):
        Client.objects.bulk_create([Client(email="a@example.org", note="en"), Client(email="b@example.org", note="to")])
        assert sorted(c.note for c in Client.objects.all()) == ["en", "to"]
        row, made = Client.objects.get_or_create(email="c@example.org", defaults={"note": "tre"})
        assert (made, Client.objects.defer("note").get(pk=row.pk).note) == (True, "tre")
        assert Client.objects.only("name").get(pk=row.pk).note == "tre"
        loaded = Client.objects.get(pk=row.pk)
        assert pickle.loads(pickle.dumps(loaded)).note == "tre"
        loaded.note = "annet"
        loaded.refresh_from_db()
        assert loaded.note == "tre"

    def test_update_with_plaintext_raises(self):
        row = factories.client()
        with pytest.raises(SealedValueError, match="plaintext reached the database"):
            Client.objects.filter(pk=row.pk).update(note="klartekst")

    def test_update_with_none_forgets(self):
        row = factories.client()
        Client.objects.filter(pk=row.pk).update(note=None)
        assert stored(row) is None

    def test_bulk_update_raises(self):
        row = factories.client()
        row.note = "klartekst"
        with pytest.raises(SealedValueError, match="plaintext reached the database"):
            Client.objects.bulk_update([row], ["note"])

    def test_an_upsert_leaves_no_row_that_opens_wrongly(self):
        """An upsert seals for the new key, which the kept row has not: it must not pass unseen."""
        factories.client(email="a@example.org", note="gammel")
        Client.objects.bulk_create(
            [Client(email="a@example.org", note="ny")], update_conflicts=True, unique_fields=["email"],
            update_fields=["note"],
        )  # fmt: skip
        with pytest.raises(SealedValueError, match="does not open"):
            _ = Client.objects.get(email="a@example.org").note

    @pytest.mark.parametrize("lookup", ["note", "note__exact", "note__contains", "note__in", "note__gt", "facts__a"])
    def test_a_search_raises(self, lookup):
        with pytest.raises(SealedValueError, match="cannot be searched"):
            list(Client.objects.filter(**{lookup: ["x"] if lookup.endswith("in") else "x"}))

    def test_isnull_is_the_only_question(self):
        factories.client(note=None)
        full = factories.client()
        assert list(Client.objects.filter(note__isnull=False)) == [full]

    def test_values_and_expressions_never_give_plaintext(self):
        row = factories.client(note="hemmelighet")
        value = Client.objects.values_list("note", flat=True).get()
        assert isinstance(value, fields.Sealed)
        assert bytes(value) == stored(row)
        Client.objects.update(short=F("note"))
        with pytest.raises(SealedValueError):
            _ = Client.objects.get().short
        with pytest.raises(SealedValueError):
            Client.objects.update(note=Value("x", output_field=Client._meta.get_field("note")))

    def test_dumpdata_refuses(self):
        with pytest.raises(SealedValueError, match="not serialised"):
            serializers.serialize("json", [factories.client()])

    def test_a_copy_under_a_new_key_does_not_open_unread_fields(self):
        row = Client.objects.get(pk=factories.client().pk)
        row.pk, row.email, row._state.adding = uuid.uuid4(), "kopi@example.org", True
        row.save()
        with pytest.raises(SealedValueError):
            _ = Client.objects.get(email="kopi@example.org").note

    @pytest.mark.parametrize(("name", "value"), [("note", b"bytes"), ("note", 3), ("seed", "tekst"), ("facts", {1, 2})])
    def test_the_wrong_type_is_refused_before_it_is_sealed(self, name, value):
        row = Client(email="a@example.org", **{name: value})
        with pytest.raises(TypeError):
            row.save()

    def test_a_row_without_a_key_cannot_be_sealed(self):
        with pytest.raises(SealedValueError, match="needs its key"):
            Client._meta.get_field("note").seal("x", None)


def test_migrations_keep_the_label_and_the_bucket():
    _, path, _, kwargs = Client._meta.get_field("short").deconstruct()
    assert path == "pio.core.fields.EncryptedTextField"
    assert kwargs == {"label": "sample.client.short", "bucket": 32, "editable": True, "null": True}


def test_a_form_shows_a_text_area():
    field = Client._meta.get_field("note").formfield()
    assert (type(field).__name__, type(field.widget).__name__, field.required) == ("CharField", "Textarea", False)


@given(text=st.text(), bucket=st.integers(min_value=1, max_value=600))
def test_any_text_comes_back(text, bucket):
    pk = uuid.uuid4()
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return
    sealed = fields.seal(raw, label="x", pk=pk, bucket=bucket)
    assert fields.unseal(sealed, label="x", pk=pk) == raw
    assert (len(sealed) - KEY_ID - NONCE - TAG) % bucket == 0


@given(raw=st.binary(max_size=600), place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_any_flipped_bit_is_refused(raw, place, bit):
    pk = uuid.uuid4()
    value = bytearray(fields.seal(raw, label="x", pk=pk))
    value[place % len(value)] ^= 1 << bit
    with pytest.raises(SealedValueError):
        fields.unseal(bytes(value), label="x", pk=pk)
