"""A reading whose SQL is composed once gives what its queryset gives, for other values too."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, QuerySet
from django.db.models.functions import Upper

from courses.models import Evening, Offering
from pio.core.composed import MOST_SHAPES, AnyOf, Reading, attach
from tests.conftest import NOW
from tests.courses.factories import offering

pytestmark = pytest.mark.django_db


def values(found: object) -> dict[str, Any]:
    return {name: value for name, value in vars(found).items() if name != "_state"}


def test_objects_are_those_of_the_queryset() -> None:
    offering(NOW, evenings=2, partners=["Oppdiktet forening"], video_link="https://video.example.org/rom")
    offering(NOW, evenings=1, title_en="Invented course")

    def lines(*, now: datetime) -> QuerySet[Offering]:
        return Offering.objects.with_line(now=now).order_by("slug")

    reading = Reading[Offering](lines)
    assert [values(each) for each in reading.objects(reading.rows(now=NOW))] == [
        values(each) for each in lines(now=NOW)
    ]


def test_objects_bring_what_is_selected_with_them() -> None:
    course = offering(NOW, evenings=2)
    reading = Reading[Evening](lambda: Evening.objects.select_related("offering").order_by("starts_at"))
    found = reading.objects(reading.rows())
    assert [values(each.offering) for each in found] == [values(Offering.objects.get(pk=course.pk))] * 2


def test_only_some_columns_may_be_read(django_assert_num_queries) -> None:
    offering(NOW, title="Oppdiktet kurs")
    reading = Reading[Offering](lambda: Offering.objects.only("title").annotate(loud=Upper("title")))
    with django_assert_num_queries(1):
        [found] = reading.objects(reading.rows())
        assert (found.title, found.loud) == ("Oppdiktet kurs", "OPPDIKTET KURS")  # type: ignore[attr-defined]
    assert found.get_deferred_fields() >= {"slug", "kind"}


def test_composed_once_and_sent_with_other_values() -> None:
    first, second = offering(NOW, days_ahead=1), offering(NOW, days_ahead=3)
    composed: list[object] = []

    def evenings(*, slug: str, after: datetime) -> QuerySet[Evening]:
        composed.append(slug)
        return Evening.objects.filter(offering__slug=slug, starts_at__gt=after)

    reading = Reading[Evening](evenings)
    asked = [(first.slug, NOW), (second.slug, NOW), (second.slug, NOW + timedelta(days=3)), (first.slug, NOW)]
    found = [len(reading.rows(slug=slug, after=after)) for slug, after in asked]
    assert (found, len(composed)) == ([1, 1, 0, 1], 1)


def test_each_shape_has_its_own_statement() -> None:
    offering(NOW, kind="course")
    offering(NOW, kind="cafe")
    reading = Reading[Offering](lambda kinds: Offering.objects.filter(kind__in=kinds))
    assert [len(reading.rows(kinds)) for kinds in (("course",), ("course", "cafe"), ("seminar",))] == [1, 2, 0]


def test_no_more_shapes_are_kept_than_the_limit() -> None:
    reading = Reading[Offering](lambda start: Offering.objects.order_by("pk")[start : start + 1])
    for start in range(MOST_SHAPES + 5):
        reading.rows(start)
    assert reading._statement.cache_info().currsize == MOST_SHAPES


def test_a_value_that_is_changed_on_its_way_is_refused() -> None:
    reading = Reading[Offering](lambda *, word: Offering.objects.filter(title__icontains=word))
    with pytest.raises(ImproperlyConfigured):
        reading.rows(word="kurs")


def test_rows_are_compared_by_value() -> None:
    course = offering(NOW, partners=["En", "To"])
    reading = Reading[Offering](lambda: Offering.objects.with_line(now=NOW))
    before = reading.rows()
    assert reading.rows() == before
    Offering.objects.filter(pk=course.pk).update(largest_party=F("largest_party") + 1)
    assert reading.rows() != before


def test_what_is_attached_is_not_read_again(django_assert_num_queries) -> None:
    course = offering(NOW, evenings=2)
    evenings = list(course.evenings.order_by("-starts_at"))
    attach(course, "evenings", evenings)
    with django_assert_num_queries(0):
        assert list(course.evenings.all()) == evenings


def test_a_list_of_keys_is_one_value_however_long() -> None:
    courses = [offering(NOW) for _number in range(3)]
    composed: list[object] = []

    def among(*, keys: list[object]) -> QuerySet[Offering]:
        composed.append(keys)
        return Offering.objects.filter(AnyOf(F("pk"), keys))

    reading = Reading[Offering](among)
    found = [len(reading.rows(keys=[course.pk for course in courses[:count]])) for count in (0, 1, 3)]
    assert (found, len(composed)) == ([0, 1, 3], 1)
