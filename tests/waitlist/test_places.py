"""Places are counted the same way beside each owner and for a whole page of owners."""

import pytest

from courses.models import Offering, Registration
from groups.models import GroupEntry, SupportGroup
from pio.waitlist.enums import LIVE, PlaceState
from tests.conftest import NOW
from tests.courses.factories import offering
from tests.groups.factories import support_group

pytestmark = pytest.mark.django_db
PARTIES = (1, 2, 4)
KINDS = {
    "courses": (offering, Offering, Registration, "offering"),
    "groups": (support_group, SupportGroup, GroupEntry, "group"),
}
EXPECTED = {
    "waiting": (0, 3), "offered": (7, 0), "confirmed": (7, 0), "withdrawn": (0, 0), "declined": (0, 0),
    "expired": (0, 0), "removed": (0, 0), "every": (14, 3), "none": (0, 0),
}  # fmt: skip


def fill(model, link, owner, *states):
    """A party of each size in each state."""
    sizes = [(size, state) for state in states for size in PARTIES]
    model.objects.bulk_create(
        model(**{link: owner}, state=state, party_size=size, queue_number=number, joined_date=NOW.date(),
            left_date=None if state in LIVE else NOW.date(), offer_expires_at=NOW if state == "offered" else None)
        for number, (size, state) in enumerate(sizes, start=1)
    )  # fmt: skip


@pytest.fixture(params=KINDS)
def kind(request):
    """Its queryset of owners, of entries, and how an entry names its owner; an owner for each row of EXPECTED."""
    make, model, entry, link = KINDS[request.param]
    for name in EXPECTED:
        states = {"every": PlaceState.values, "none": []}.get(name, [name])
        fill(entry, link, make(NOW, slug=name), *states)
    return model.objects.all(), entry.objects.all(), link


def test_beside_each_owner_stands_what_it_has(kind, django_assert_num_queries):
    owners, _entries, _link = kind
    with django_assert_num_queries(1):
        found = {each.slug: (each.taken, each.waiting) for each in owners.with_places()}
    assert found == EXPECTED


def test_a_page_of_owners_has_the_same_in_one_statement(kind, django_assert_num_queries):
    owners, entries, link = kind
    beside = {each.pk: (each.taken, each.waiting) for each in owners.with_places()}
    live = set(entries.filter(state__in=LIVE).values_list(link, flat=True))
    with django_assert_num_queries(1):
        rows = list(entries.places_by(link))
    assert (len(rows), {owner: tuple(counts) for owner, *counts in rows}) == (4, {key: beside[key] for key in live})


def test_a_page_has_its_own_owners_alone(kind):
    owners, entries, link = kind
    chosen = owners.filter(slug__in=["every", "waiting", "none"])
    found = entries.filter(**{f"{link}__in": chosen}).places_by(f"{link}__slug")
    assert {owner: tuple(counts) for owner, *counts in found} == {"every": (14, 3), "waiting": (0, 3)}
