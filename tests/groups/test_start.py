"""What stands on the start page: meetings to mark, people to talk with, groups that want a visit; one query."""

from datetime import timedelta

import pytest

from groups import start
from groups.models import SelfRunGroup
from groups.services import self_run
from tests.groups.factories import meeting, support_group, waiting

pytestmark = pytest.mark.django_db


def shown(user, now) -> list[list[tuple[str, str, bool]]]:
    return [
        [(str(row.title), str(row.more), row.is_late) for row in box.rows] for box in start.boxes(user=user, now=now)
    ]


@pytest.fixture
def leader(login):
    return login("group_leader").user


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_any_number(count, now, leader, django_assert_num_queries):
    for number in range(count):
        group = support_group(now, leaders=[leader])
        meeting(group, now + timedelta(days=1))
        waiting(group, number, now, talked=False)
    with django_assert_num_queries(1):
        assert [len(box.rows) for box in start.boxes(user=leader, now=now)] == [count, count, 0]


def test_rows_say_what_is_next(now, leader):
    group = support_group(now, leaders=[leader], name="Foreldre")
    meeting(group, now - timedelta(days=2))
    meeting(group, now + timedelta(hours=2))
    meeting(group, now + timedelta(days=1), is_cancelled=True)
    meeting(group, now - timedelta(days=1), marked_date=now.date())
    waiting(group, 1, now, talked=False, name="")
    waiting(group, 2, now, talked=False)
    waiting(group, 3, now)
    self_run.register(self_run.Register("Kafé", "parents", contact_email="k@example.org"), now=now)
    self_run.register(self_run.Register("Bokklubb", "parents", contact_email="b@example.org"), now=now)
    SelfRunGroup.objects.update(wants_visit=True)
    assert shown(leader, now) == [
        [("Foreldre", "Oppmøtet er ikke ført", True), ("Foreldre", "", False)],
        [("Nummer 1", "Foreldre", False), ("Person 2", "Foreldre", False)],
        [("Bokklubb", "", False), ("Kafé", "", False)],
    ]


def test_another_leaders_group_is_not_shown_and_the_manager_sees_all(now, leader, login):
    waiting(support_group(now, leaders=[login("group_leader").user], name="Foreldre"), 1, now, talked=False)
    assert shown(leader, now) == [[], [], []]
    assert shown(login("manager").user, now) == [[], [("Person 1", "Foreldre", False)], []]
    assert start.boxes(user=login("adviser").user, now=now) == []
