"""Places are counted the same way beside each owner and for a whole page of owners."""

import pytest

from courses.models import Offering, Registration
from courses.services.registrations import sign_up
from groups.models import GroupEntry, SupportGroup
from pio.waitlist.enums import LIVE, PlaceState
from pio.waitlist.querysets import EntryQuerySet, PlacesQuerySet
from tests.conftest import NOW
from tests.courses.factories import offering, person
from tests.groups.factories import support_group, waiting

pytestmark = pytest.mark.django_db


def courses() -> tuple[PlacesQuerySet, EntryQuerySet, str]:
    """A course for each state, one with all of them, one with none; parties of one and two."""
    for number, states in enumerate([*([each] for each in PlaceState.values), [*PlaceState.values] * 2, []]):
        made = offering(NOW, capacity=100)
        for party, state in enumerate(states):
            row = sign_up(made.pk, person(100 * number + party, party_size=1 + party % 2), now=NOW)[1]
            Registration.objects.filter(pk=row.pk).update(**in_state(state))
    return Offering.objects.all(), Registration.objects.all(), "offering"


def groups() -> tuple[PlacesQuerySet, EntryQuerySet, str]:
    """The same of groups."""
    for number, states in enumerate([*([each] for each in PlaceState.values), [*PlaceState.values] * 2, []]):
        made = support_group(NOW, capacity=100)
        for each, state in enumerate(states):
            row = waiting(made, 100 * number + each, NOW)
            GroupEntry.objects.filter(pk=row.pk).update(**in_state(state))
    return SupportGroup.objects.all(), GroupEntry.objects.all(), "group"


def in_state(state: str) -> dict[str, object]:
    is_offered = state == PlaceState.OFFERED
    return {"state": state, "offered_at": NOW if is_offered else None, "offer_expires_at": NOW if is_offered else None}


@pytest.mark.parametrize("kind", [courses, groups])
def test_places_of_a_page_are_those_beside_each_owner(kind, django_assert_num_queries):
    owners, entries, link = kind()
    beside = {each.pk: (each.taken, each.waiting) for each in owners.with_places()}
    with django_assert_num_queries(1):
        found = {owner: (taken, number) for owner, taken, number in entries.places_by(link)}
    with_live = set(entries.filter(state__in=LIVE).values_list(link, flat=True))
    print(found, beside)
    assert found == {owner: counts for owner, counts in beside.items() if owner in with_live}
    assert {counts for owner, counts in beside.items() if owner not in with_live} == {(0, 0)}
