import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import Error, IntegrityError

from pio.audit import chain, selectors, services
from pio.audit.models import ReadChain, ReadEntry
from pio.core import retention
from pio.core.keys import Keys
from tests.core import factories


@pytest.fixture
def case(db):
    return factories.client()


def read(case, now, *, by=None, reason=""):
    return services.log_read(by=by or factories.user(), subject=case, verb="cases.read", reason=reason, now=now)


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def forge(sql: str, *values: object) -> None:
    """Write past the trigger, as somebody with the whole database in hand could."""
    run("SET LOCAL session_replication_role = replica")
    run(sql, *values)
    run("SET LOCAL session_replication_role = origin")


def verify() -> str:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_reads", stdout=out, stderr=err)
    except CommandError:
        return err.getvalue().strip().split(": ", 1)[1]
    return out.getvalue().strip()


def test_p09_each_reading_is_one_row_and_the_client_sees_who(case, now, django_assert_num_queries):
    kari, ola = factories.user(name="Kari Prøvesen"), factories.user(name="Ola Prøvesen")
    read(case, now, by=kari)
    read(case, now + timedelta(hours=1), by=ola)
    read(factories.client(), now, by=ola)
    with django_assert_num_queries(2):
        seen = selectors.who_opened(case)
    assert [(r.at, r.name, r.verb, r.reason, r.broke_glass) for r in seen] == [
        (now + timedelta(hours=1), "Ola Prøvesen", "cases.read", "", False),
        (now, "Kari Prøvesen", "cases.read", "", False),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_p09_the_list_costs_the_same_for_any_number(case, now, number, django_assert_num_queries):
    for _ in range(number):
        read(case, now)
    with django_assert_num_queries(2):
        assert len(selectors.who_opened(case)) == number


def test_p09_a_reader_whose_account_is_gone_has_no_name(case, now):
    user = factories.user()
    read(case, now, by=user)
    user.delete()
    assert [r.name for r in selectors.who_opened(case)] == [""]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_readentry SET verb = 'x'",
        "UPDATE audit_readentry SET at = now()",
        "UPDATE audit_readentry SET reader = gen_random_uuid()",
        "UPDATE audit_readentry SET digest = ''",
        "UPDATE audit_readentry SET number = 7",
        "DELETE FROM audit_readentry",
    ],
)
def test_p09_the_database_refuses_to_change_or_delete_an_entry(case, now, sql):
    read(case, now)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        run(sql)
    assert verify() == "1 chains are whole"


def test_p09_a_reason_may_be_sealed_again(case, now, settings):
    read(case, now, reason="En lang nok begrunnelse")
    old = settings.KEYS
    settings.KEYS = Keys(old.secret_key, {**old.fields, 2: b"q" * 32}, old.index, old.calls)
    call_command("rotate_keys", stdout=io.StringIO())
    assert selectors.who_opened(case)[0].reason == "En lang nok begrunnelse"
    assert verify() == "1 chains are whole"


def test_p09_nobody_forgets_by_accident_after_a_forgetting(case, now):
    read(case, now)
    read(factories.client(), now)
    services.forget_chains(ReadChain.objects.filter(subject=case.pk), now=now)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        run("DELETE FROM audit_readentry")
    assert ReadEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit_readentry SET verb = 'x' WHERE number = 2", "entry 2 has been changed"),
        ("UPDATE audit_readentry SET reader = gen_random_uuid() WHERE number = 1", "entry 1 has been changed"),
        ("UPDATE audit_readentry SET reason = NULL WHERE number = 3", "entry 3 has been changed"),
        ("UPDATE audit_readentry SET at = at + interval '1 second' WHERE number = 2", "entry 2 has been changed"),
        ("DELETE FROM audit_readentry WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM audit_readentry WHERE number = 3", "3 entries were written, 2 are there"),
        ("DELETE FROM audit_readentry", "3 entries were written, 0 are there"),
        ("UPDATE audit_readchain SET subject_type = 'x'", "entry 1 has been changed"),
    ],
)
def test_p09_verify_reads_finds_what_was_done_past_the_portal(case, now, sql, fault):
    for number in range(3):
        read(case, now + timedelta(minutes=number), reason="En lang nok begrunnelse")
    assert verify() == "1 chains are whole"
    forge(sql)
    assert verify() == fault


def test_p09_a_head_made_to_fit_a_shortened_chain_is_found(case, now):
    for _ in range(2):
        read(case, now)
    forge("DELETE FROM audit_readentry WHERE number = 2")
    run("UPDATE audit_readchain SET entries = 1, last_digest = (SELECT digest FROM audit_readentry)")
    assert verify() == "the head has been changed"


def test_p09_an_entry_of_another_past_does_not_fit_between_its_neighbours(case, now):
    """Cut back to an older state, written anew, then one old entry put in the place of the new one."""
    kari, ola = factories.user(), factories.user()
    read(case, now, by=kari)
    run("CREATE TEMP TABLE head ON COMMIT DROP AS TABLE audit_readchain")
    read(case, now, by=kari)
    run("CREATE TEMP TABLE old ON COMMIT DROP AS SELECT * FROM audit_readentry WHERE number = 2")
    forge("DELETE FROM audit_readentry WHERE number = 2")
    run("UPDATE audit_readchain c SET entries = h.entries, last_digest = h.last_digest, seal = h.seal FROM head h")
    for _ in range(2):
        read(case, now, by=ola)
    assert verify() == "1 chains are whole"
    forge("DELETE FROM audit_readentry WHERE number = 2")
    forge("INSERT INTO audit_readentry SELECT * FROM old")
    assert verify() == "entry 3 has been changed"


def test_p09_without_the_key_no_entry_fits(case, now, settings):
    read(case, now)
    chain._key.cache_clear()
    settings.KEYS = Keys("", settings.KEYS.fields, b"x" * 32, b"")
    try:
        assert verify() == "entry 1 has been changed"
    finally:
        chain._key.cache_clear()


def test_p08_the_log_stays_24_months_after_the_record(case, now, at):
    read(case, now)
    services.records_forgotten(type(case), [case.pk], now=now)
    services.records_forgotten(type(case), [case.pk], now=now + timedelta(days=100))
    assert ReadChain.objects.get().record_ended_on == now.date()
    last = date(now.year + 2, now.month, now.day)
    for day, left in ((last, 1), (last + timedelta(days=1), 0)):
        retention.forget(now=now.replace(year=day.year, month=day.month, day=day.day))
        assert (ReadChain.objects.count(), ReadEntry.objects.count()) == (left, left)


def test_p08_erasing_the_record_starts_the_24_months(case, now):
    read(case, now)
    case.ended_on = date(2020, 1, 1)
    case.save()
    retention.forget(now=now)
    assert ReadChain.objects.get().record_ended_on == now.date()


def test_a_number_is_given_once(case, now):
    entry = read(case, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadEntry(chain=entry.chain, number=1, reader=entry.reader, verb="x", at=now, digest=b"x").save()
