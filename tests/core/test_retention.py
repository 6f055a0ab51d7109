import io
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from pio.core import holds, retention, tasks
from pio.core.models import LegalHold, RetentionPeriod, RetentionRun
from pio.core.privacy import Retention
from tests.conftest import OSLO
from tests.core import factories
from tests.core.sample.models import Client, Visit


def run(on: date, *, hour: int = 3) -> dict[str, tuple[int, int]]:
    """Forget at an hour of a day; what the rules of the sample app did."""
    outcomes = retention.forget(now=datetime(on.year, on.month, on.day, hour, tzinfo=OSLO))
    return {each.rule.name: (each.due, each.held_back) for each in outcomes if each.rule.name.startswith("sample.")}


@pytest.mark.parametrize(
    ("today", "days", "months", "first"),
    [
        (date(2026, 3, 31), 30, None, date(2026, 3, 1)),
        (date(2026, 3, 31), None, 1, date(2026, 3, 1)),  # 28 February + 1 month = 28 March: due
        (date(2026, 2, 28), None, 1, date(2026, 1, 28)),  # 31 January + 1 month = 28 February: due tomorrow
        (date(2026, 3, 1), None, 1, date(2026, 2, 1)),
        (date(2028, 2, 29), None, 12, date(2027, 3, 1)),
        (date(2026, 1, 15), None, 12, date(2025, 1, 15)),
        (date(2026, 12, 31), None, 1, date(2026, 12, 1)),
        (date(2027, 1, 31), None, 2, date(2026, 12, 1)),
        (date(2026, 1, 31), None, 36, date(2023, 1, 31)),
    ],
)
def test_p08_first_day_kept(today, days, months, first):
    assert retention.first_day_kept(today, retention.Period(days, months)) == first


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "there"), [(date(2027, 3, 10), True), (date(2027, 3, 11), False)])
def test_p08_months_are_kept_to_the_day(day, there):
    row = factories.client(ended_on=date(2026, 3, 10))
    run(day)
    row = Client.objects.get(pk=row.pk)
    assert (row.note, row.name) == (("Et notat", "Prøve Person") if there else (None, ""))
    assert (row.short, row.channel, row.ended_on) == ("kort", "phone", date(2026, 3, 10))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "last_day"),
    [
        (datetime(2026, 3, 10, 23, 30, tzinfo=OSLO), date(2026, 4, 9)),
        (datetime(2026, 3, 10, 0, 30, tzinfo=OSLO), date(2026, 4, 9)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=OSLO), date(2026, 11, 23)),  # over the night the clock changes
    ],
)
def test_p08_a_moment_counts_by_its_day_in_oslo(at, last_day):
    row = factories.visit(factories.client(), at)
    run(last_day)
    assert Visit.objects.get(pk=row.pk).text == "Det vi snakket om"
    run(last_day + timedelta(days=1), hour=0)
    assert Visit.objects.get(pk=row.pk).text == ""


@pytest.mark.django_db
def test_p08_the_condition_of_a_rule_holds(now):
    row = factories.visit(factories.client(channel="letter"), now)
    run(now.date() + timedelta(days=400))
    assert Visit.objects.get(pk=row.pk).text == "Det vi snakket om"


@pytest.mark.django_db
def test_p08_a_rule_may_delete_rows_by_a_day_of_another_row(now):
    factories.visit(factories.client(ended_on=date(2026, 3, 10)), now)
    run(date(2026, 5, 9))
    assert Visit.objects.count() == 1
    assert run(date(2026, 5, 10))["sample.visit"] == (1, 0)
    assert Visit.objects.count() == 0


@pytest.mark.django_db
def test_p08_nothing_is_forgotten_twice():
    factories.client(ended_on=date(2025, 1, 1))
    assert run(date(2026, 6, 1))["sample.client"] == (1, 0)
    assert run(date(2026, 6, 2))["sample.client"] == (0, 0)


@pytest.mark.django_db
def test_p08_a_row_without_its_day_is_not_touched():
    row = factories.client(ended_on=None)
    run(date(2040, 1, 1))
    assert Client.objects.get(pk=row.pk).note == "Et notat"


@pytest.mark.django_db
def test_p08_a_hold_keeps_a_row_and_what_belongs_to_it_until_it_ends(now):
    row = factories.client(ended_on=date(2025, 1, 1))
    factories.visit(row, datetime(2025, 1, 1, 12, tzinfo=OSLO))
    holds.place_hold(row, by=factories.user().pk, reason="Tilsynssak", now=now)
    held = run(date(2026, 6, 1))
    assert held == {"sample.client": (0, 1), "sample.visit.text": (0, 1), "sample.visit": (0, 1)}
    assert (Client.objects.get().note, Visit.objects.get().text) == ("Et notat", "Det vi snakket om")
    assert holds.end_hold(row, now=now) == 1
    assert run(date(2026, 6, 2))["sample.client"] == (1, 0)
    assert LegalHold.objects.count() == 1


@pytest.mark.django_db
def test_a_second_hold_is_the_first_and_a_hold_needs_a_reason(now):
    row, by = factories.client(), factories.user().pk
    first = holds.place_hold(row, by=by, reason="Tilsynssak", now=now)
    assert holds.place_hold(row, by=by, reason="Noe annet", now=now) == first
    with pytest.raises(holds.HoldWithoutReason, match="Skriv hvorfor"):
        holds.place_hold(row, by=by, reason=" ", now=now)


def legal_hold(*words: object) -> str:
    out = io.StringIO()
    call_command("legal_hold", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_p08_a_hold_is_placed_and_ended_by_command():
    row, by = factories.client(ended_on=date(2025, 1, 1)), factories.user(email="leder@example.org")
    assert legal_hold("sample.Client", row.pk, "--by", by.email, "--reason", "Tilsynssak").startswith("Held.")
    assert [(each.reason, each.placed_by) for each in LegalHold.objects.all()] == [("Tilsynssak", by.pk)]
    assert run(date(2026, 6, 1))["sample.client"] == (0, 1)
    assert legal_hold("sample.Client", row.pk, "--end").startswith("Ended.")
    assert run(date(2026, 6, 2))["sample.client"] == (1, 0)
    with pytest.raises(CommandError, match="Nothing holds that row"):
        legal_hold("sample.Client", row.pk, "--end")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "sample.Nothing"}, "There is no such row or person"),
        ({"row": "7"}, "There is no such row or person"),
        ({"row": "0d2d4bb6-3f6d-4f0f-9a0c-6f1f3c0c7a01"}, "There is no such row or person"),
        ({"by": "nobody@example.org"}, "There is no such row or person"),
        ({"reason": " "}, "Skriv hvorfor"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused_in_words(change, said):
    row, by = factories.client(), factories.user(email="leder@example.org")
    told = {"model": "sample.Client", "row": row.pk, "by": by.email, "reason": "Tilsynssak"} | change
    with pytest.raises(CommandError, match=said):
        legal_hold(told["model"], told["row"], "--by", told["by"], "--reason", told["reason"])
    assert LegalHold.objects.count() == 0


@pytest.mark.django_db
def test_p08_the_centres_own_period_wins():
    row = factories.client(ended_on=date(2026, 3, 10))
    RetentionPeriod.objects.create(rule="sample.client", days=5)
    run(date(2026, 3, 15))
    assert Client.objects.get(pk=row.pk).note == "Et notat"
    run(date(2026, 3, 16))
    assert Client.objects.get(pk=row.pk).note is None


@pytest.mark.django_db
def test_p08_each_rule_leaves_a_heartbeat():
    assert retention.last_run() is None
    factories.client(ended_on=date(2025, 1, 1))
    run(date(2026, 6, 1))
    runs = RetentionRun.objects.all()
    assert sorted(r.rule for r in runs) == sorted(rule.name for _, rule in retention.rules())
    sample = RetentionRun.objects.get(rule="sample.client")
    assert (sample.forgotten, sample.held_back, sample.failed) == (1, 0, False)
    assert retention.last_run() == max(r.finished_at for r in runs)


@pytest.mark.django_db
def test_p08_a_rule_that_fails_is_said_and_stops_no_other(monkeypatch, caplog):
    row = factories.client(ended_on=date(2025, 1, 1))
    broken = Retention("sample.visit.text", since="at", days=1, by="pio.core.nowhere.at_all")
    factories.visit(row, datetime(2026, 1, 1, tzinfo=OSLO))
    monkeypatch.setattr(Visit.Privacy, "retention", broken)
    with pytest.raises(retention.RetentionFailedError, match=r"sample\.visit\.text"):
        run(date(2026, 6, 1))
    assert Client.objects.get().note is None
    failed = RetentionRun.objects.filter(failed=True)
    assert [r.rule for r in failed] == ["sample.visit.text"]


@pytest.mark.django_db
def test_p08_dry_run_counts_and_writes_nothing(at):
    row = factories.client(ended_on=date(2025, 1, 1))
    at(datetime(2026, 6, 1, 3, tzinfo=OSLO))
    out = io.StringIO()
    call_command("retention", "--dry-run", stdout=out)
    assert "sample.client\tsample.Client\t12 months\t1 due\t0 held\n" in out.getvalue()
    assert Client.objects.get(pk=row.pk).note == "Et notat"
    assert RetentionRun.objects.count() == 0


@pytest.mark.django_db
def test_the_command_fails_loudly(monkeypatch, now):
    factories.visit(factories.client(), datetime(2020, 1, 1, tzinfo=OSLO))
    monkeypatch.setattr(Visit.Privacy, "retention", Retention("sample.x", since="at", days=1, by="pio.core.nowhere.f"))
    with pytest.raises(CommandError, match=r"failed: sample\.x"):
        call_command("retention", stdout=io.StringIO())


@pytest.mark.django_db
def test_p08_the_nightly_task_forgets(at, settings):
    factories.client(ended_on=date(2025, 1, 1))
    at(datetime(2026, 6, 1, 3, 10, tzinfo=OSLO))
    tasks.forget()
    assert Client.objects.get().note is None
    assert settings.CELERY_BEAT_SCHEDULE["forget"]["task"] == tasks.forget.name


def test_a_rule_names_days_or_months():
    with pytest.raises(ValueError, match="give days or months"):
        Retention("x", since="at")
    with pytest.raises(ValueError, match="give days or months"):
        Retention("x", since="at", days=1, months=1)


def test_every_rule_has_a_name_of_its_own():
    names = [rule.name for _, rule in retention.rules()]
    assert sorted(set(names)) == sorted(names)
