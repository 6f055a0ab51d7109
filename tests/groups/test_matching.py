"""Hints about who fits: each says what it compared, none comes from an answer not given, an offer keeps them."""

import pytest

from groups import matching
from groups.models import GroupEntry
from groups.selectors import members
from groups.services import offers
from tests.groups.factories import member, support_group, waiting

pytestmark = pytest.mark.django_db


def said(entry: GroupEntry) -> list[tuple[str, str]]:
    return [(hint.code, hint.text) for hint in matching.hints(entry, entry.group, members.others_than(entry))]


def test_nothing_told_gives_no_hint(now):
    assert said(waiting(support_group(now, theme="somatic"), 1, now)) == []


def test_everything_that_fits_gives_no_hint(now):
    group = support_group(now, audience="parents", theme="somatic")
    told = {
        "relation": "mother", "age_band": "36_50", "theme": "somatic", "spoken_language": "nb", "municipality": "0301",
    }  # fmt: skip
    entry = waiting(group, 1, now, **told)
    assert said(entry) == []
    assert matching.criteria(entry) == ["Mor", "36–50", "Oslo", "Norsk", "Kroppslig sykdom"]


@pytest.mark.parametrize(
    ("told", "code", "text"),
    [
        ({"relation": "sister"}, "relation", "Har svart Søster. Gruppa er for: Foreldre."),
        ({"age_band": "under_18"}, "age", "Er under 18. Gruppa er for voksne."),
        ({"spoken_language": "ar"}, "language", "Ønsker å snakke arabisk. I gruppa snakkes norsk."),
        ({"theme": "somatic"}, "theme", "Det gjelder kroppslig sykdom. Gruppa gjelder psykisk helse."),
        ({"municipality": "4601"}, "place", "Bor i Bergen. Gruppa møtes i Oslo."),
    ],
)
def test_each_hint_says_what_was_compared(now, told, code, text):
    entry = waiting(support_group(now, audience="parents", theme="mental_health"), 1, now, **told)
    assert said(entry) == [(code, text)]


def test_neighbouring_county_is_near_enough(now):
    assert said(waiting(support_group(now), 1, now, municipality="3201")) == []


def test_place_is_of_no_matter_on_video(now):
    assert said(waiting(support_group(now, place="digital"), 1, now, municipality="4601")) == []


def test_group_for_young_people(now):
    group = support_group(now, audience="young")
    assert said(waiting(group, 1, now, age_band="67_plus")) == [("age", "Er 67 eller eldre. Gruppa er for unge.")]
    assert said(waiting(group, 2, now, age_band="18_25")) == []


def test_one_who_has_left_is_not_together_with_anybody(now):
    group = support_group(now)
    first = waiting(group, 1, now, phone="+4791234567", email="")
    later = waiting(group, 2, now, phone="+4791234568", email="")
    GroupEntry.objects.filter(pk=later.pk).update(phone_index=None, email_index=first.phone_index)
    GroupEntry.objects.filter(pk=first.pk).update(email_index=first.phone_index, phone_index=None, state="withdrawn",
                                                  left_date=now.date())  # fmt: skip
    assert said(GroupEntry.objects.select_related("group").get(pk=later.pk)) == []


def test_member_with_the_same_mobile_is_hinted_at(now):
    group = support_group(now)
    inside = member(group, 1, now)
    entry = waiting(group, 2, now)
    GroupEntry.objects.filter(pk=entry.pk).update(phone_index=inside.email_index)
    found = said(GroupEntry.objects.select_related("group").get(pk=entry.pk))
    assert found == [("same_contact", "Samme e-post eller mobil som en annen her. Kanskje samme familie.")]


def test_offer_keeps_what_spoke_against_it(now):
    group = support_group(now, audience="parents")
    fits, other = waiting(group, 1, now, relation="father"), waiting(group, 2, now, relation="son", age_band="under_18")
    offers.offer_place(fits, now=now)
    offers.offer_place(other, now=now)
    assert list(group.entries.order_by("queue_number").values_list("offered_despite", flat=True)) == [
        [], ["relation", "age"]
    ]  # fmt: skip
    assert matching.in_words(["relation", "age"]) == ["relasjon", "alder"]
