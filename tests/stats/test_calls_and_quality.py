"""The helpline for the manager, and what is missing: counted by hand beside the pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from stats.selectors import calls, quality
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW
from tests.groups.factories import meeting, support_group

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_lengths_are_median_and_ninetieth_percentile_of_phone_conversations():
    for minutes in (10, 20, 30, 40, 50):
        CallFactory(started_at=TUESDAY, duration_minutes=minutes, kind="support")
    CallFactory(started_at=TUESDAY, duration_minutes=0, kind="support")
    CallFactory(started_at=TUESDAY, duration_minutes=500, channel="chat")
    CallFactory(started_at=TUESDAY, duration_minutes=500, kind="silent")
    CallFactory(started_at=TUESDAY, duration_minutes=4, kind="information")
    found = [(each.name, each.calls, each.median, each.p90) for each in calls.lengths(2026, whole="Alle")]
    assert found == [
        ("Alle", 6, 25.0, 45.0), ("Støtte- og veiledningssamtale", 5, 30.0, 46.0),
        ("Informasjon og rettigheter", 1, 4.0, 4.0),
    ]  # fmt: skip


def test_a_need_nobody_met_counts_once():
    CallFactory(started_at=TUESDAY, topics=["waiting", "refusal"], help_given=["advice"])
    CallFactory(started_at=TUESDAY, topics=["grief_and_loss"], help_given=["listened"], referred_to=[])
    CallFactory(started_at=TUESDAY, topics=["grief_and_loss"], help_given=["listened"], referred_to=["gp"])
    CallFactory(started_at=TUESDAY, topics=["grief_and_loss"], help_given=["listened", "advice"])
    unmet = calls.unmet_needs(2026)
    assert (unmet.waiting, unmet.refusal, unmet.only_listened, unmet.total, unmet.calls) == (1, 1, 1, 2, 4)
    assert unmet.percent == 50.0


def test_reasons_and_where_we_send_people():
    CallFactory(started_at=TUESDAY, topics=["waiting", "refusal"], referred_to=["gp"])
    CallFactory(started_at=TUESDAY, topics=["waiting"], referred_to=[])
    topics = [(each.count, each.percent) for each in calls.shares_of(2026, "topic")]
    assert topics == [(2, 100.0), (1, 50.0)]
    assert [(each.count, each.percent) for each in calls.shares_of(2026, "referred_to")] == [(1, 50.0)]


def test_not_asked_and_unknown_are_two_things():
    for relation in ("", "not_asked", "unknown", "mother"):
        CallFactory(started_at=TUESDAY, relation=relation, topics=["waiting"])
    CallFactory(started_at=TUESDAY, relation="mother", topics=[])
    relation = quality.missing_of_calls(2026)[0]
    assert (relation.rows, relation.not_asked, relation.unknown) == (5, 2, 1)
    assert (relation.not_asked_percent, relation.unknown_percent) == (40.0, 20.0)
    assert relation.url == "/intern/telefon/?fra=2026-01-01&til=2026-12-31&type=talks&relasjon=not_asked"
    topics = quality.missing_of_calls(2026)[-1]
    assert (topics.not_asked, topics.unknown) == (1, 0)


def test_late_is_what_was_entered_or_marked_long_after(now):
    CallFactory(started_at=TUESDAY)
    CallFactory(started_at=TUESDAY, source="late")
    CallFactory(started_at=TUESDAY, source="import")
    group, day = support_group(now), timezone.localdate(TUESDAY)
    for late in (0, 3, 4):
        meeting(group, TUESDAY + timedelta(minutes=late), marked_date=day + timedelta(days=late))
    found = [(each.rows, each.late, each.percent) for each in quality.late_rows(2026)]
    assert found == [(2, 1, 50.0), (3, 1, 33.3), (0, 0, 0.0)]


def test_meeting_without_marks_is_listed_with_where_to_mark_it(now):
    group = support_group(now)
    old = meeting(group, now - timedelta(days=20))
    meeting(group, now - timedelta(days=10), is_cancelled=True)
    meeting(group, now - timedelta(days=5), marked_date=timezone.localdate(now))
    meeting(group, now + timedelta(days=5))
    sessions, meetings, evenings = quality.piles(2026, now=now)
    assert (sessions.count, meetings.count, evenings.count) == (0, 1, 0)
    assert [row.url for row in meetings.rows] == [f"/intern/grupper/mote/{old.pk}/"]


@pytest.mark.parametrize("name", ["kvalitet", "telefonen"])
def test_pages_are_the_managers(login, at, name):
    at(NOW)
    for relation in ("mother", "", "unknown"):
        CallFactory(started_at=TUESDAY, relation=relation)
    clients = {role: login(role) for role in ("manager", "board", "adviser")}
    answers = {role: client.get(f"/intern/tall/2026/{name}/").status_code for role, client in clients.items()}
    assert answers == {"manager": 200, "board": 404, "adviser": 404}
    assert clients["manager"].get(f"/intern/tall/1999/{name}/").status_code == 200
