"""A published year is frozen: no edit, erasure or new definition changes it; a correction is a new version."""

from datetime import UTC, date, datetime

import pytest
from django.db import Error, transaction

from advising.models import Call
from stats.models import FrozenFigure, ManualFigure, Publication
from stats.models.publications import State
from stats.services.publications import (
    BeingPrepared,
    NothingEntered,
    ReasonMissing,
    YearNotOver,
    cells_of,
    checksum,
    enter_published_year,
    finish,
    freeze,
    left_behind,
    order_publication,
)
from stats.tasks import resume_publications
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime(2025, 6, 2, 10, tzinfo=UTC)


def published(now: datetime, reason: str = "") -> Publication:
    ordered = order_publication(2025, reason=reason, by=None, now=now)
    freeze(ordered.pk)
    return Publication.objects.get(pk=ordered.pk)


def test_published_year_stays_when_its_rows_are_gone(now):
    CallFactory.create_batch(9, started_at=LAST_YEAR)
    publication = published(now)
    Call.objects.all().delete()
    figures = {row.key: int(row.value) for row in publication.rows.filter(section="figures")}
    assert (figures["helpline_calls"], figures["inquiries_total"]) == (9, 9)
    assert checksum(publication, cells_of(publication)) == publication.checksum
    assert publication.definitions["helpline_calls"]["en"]["name"] != ""
    assert publication.state == State.PUBLISHED


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_database_refuses_to_change_a_frozen_figure(now, verb):
    CallFactory(started_at=LAST_YEAR)
    publication = published(now)
    rows = publication.rows.filter(key="helpline_calls")
    change = {"update": lambda: rows.update(value=5), "delete": rows.delete}[verb]
    with pytest.raises(Error), transaction.atomic():
        change()
    assert int(publication.rows.get(section="figures", key="helpline_calls").value) == 1


def test_correction_is_a_new_version_with_a_reason(now):
    CallFactory(started_at=LAST_YEAR)
    first = published(now)
    CallFactory(started_at=LAST_YEAR)
    with pytest.raises(ReasonMissing):
        order_publication(2025, reason=" ", by=None, now=now)
    second = published(now, "En samtale manglet.")
    values = [int(each.rows.get(section="figures", key="helpline_calls").value) for each in (first, second)]
    assert (values, second.version, second.reason) == ([1, 2], 2, "En samtale manglet.")


def test_year_that_is_not_over_is_not_published(now):
    with pytest.raises(YearNotOver):
        order_publication(2026, reason="", by=None, now=now)


def test_a_year_from_before_the_portal_is_over_too(now):
    with pytest.raises(YearNotOver):
        enter_published_year(2026, {"helpline_calls": 1}, reason="", by=None, now=now)
    assert Publication.objects.count() == 0


def test_two_orders_at_once_are_one(now):
    order_publication(2025, reason="", by=None, now=now)
    with pytest.raises(BeingPrepared):
        order_publication(2025, reason="", by=None, now=now)


def test_freezing_twice_changes_nothing(now):
    ordered = order_publication(2025, reason="", by=None, now=now)
    freeze(ordered.pk)
    rows = FrozenFigure.objects.count()
    assert freeze(ordered.pk) is None
    assert FrozenFigure.objects.count() == rows


def test_files_are_made_in_both_languages(now):
    CallFactory(started_at=LAST_YEAR)
    publication = published(now)
    kinds = [(each.kind, each.language) for each in publication.files.order_by("kind", "language")]
    assert kinds == [("pdf", "en"), ("pdf", "nb"), ("xlsx", "en"), ("xlsx", "nb")]


def test_year_from_before_the_portal_has_only_what_was_entered(now):
    publication = enter_published_year(2019, {"inquiries_total": 2100, "members": 700}, reason="", by=None, now=now)
    values = [(row.section, row.key, int(row.value)) for row in publication.rows.order_by("position")]
    assert values == [("figures", "inquiries_total", 2100), ("manual_figures", "members", 700)]
    with pytest.raises(NothingEntered):
        enter_published_year(2018, {}, reason="", by=None, now=now)


def test_manual_figure_changed_later_does_not_reach_the_published_year(now):
    figure = ManualFigure.objects.create(year=2025, key="members", value=831, entered_date=date(2026, 1, 6))
    publication = published(now)
    figure.value = 900
    figure.save()
    assert int(publication.rows.get(section="manual_figures", key="members").value) == 831


def test_publication_that_a_dead_worker_left_is_finished_by_itself(now):
    """The order is there and no worker was told, or it died and its transaction with it."""
    CallFactory(started_at=LAST_YEAR)
    ordered = order_publication(2025, reason="", by=None, now=now)
    assert left_behind() == [ordered.pk]
    resume_publications()
    assert (Publication.objects.get(pk=ordered.pk).state, left_behind()) == (State.PUBLISHED, [])


def test_publication_that_fails_is_stopped_and_can_be_ordered_again(now):
    ordered = order_publication(2025, reason="", by=None, now=now)
    ManualFigure.objects.create(year=2025, key="for stort", value=10**14, entered_date=date(2026, 1, 6))
    ManualFigure.objects.filter(key="for stort").update(key="members")  # more digits than a frozen figure holds
    finish(ordered.pk)
    assert Publication.objects.get(pk=ordered.pk).state == State.STOPPED
    assert FrozenFigure.objects.count() == 0
    ManualFigure.objects.all().delete()
    assert published(now).version == 2


def test_manager_can_try_again(login, at, now):
    at(NOW)
    ordered = order_publication(2025, reason="", by=None, now=now)
    client = login("manager")
    assert "Prøv igjen nå" in client.get("/intern/tall/2025/publiser/").content.decode()
    assert client.post("/intern/tall/2025/publiser/").status_code == 302
    assert list(Publication.objects.values_list("pk", flat=True)) == [ordered.pk]
