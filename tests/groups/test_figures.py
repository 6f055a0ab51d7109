"""The figures of groups that the annual report does not have: meetings, seats, waiting days, days of stop."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from groups import exports
from groups.models import GroupAttendance, IntakeStop
from groups.services import self_run
from pio.core.table_files import xlsx_response
from stats import indicators as _registered  # noqa: F401
from stats.periods import Period
from stats.registry import INDICATORS
from tests.groups.factories import meeting, member, support_group, waiting

pytestmark = pytest.mark.django_db


def value(key: str) -> int:
    return INDICATORS[key].value(Period.year(2026))


def test_meetings_held_cancelled_and_seats(now):
    group = support_group(now, capacity=7)
    for week in (1, 2, 60):
        meeting(group, now - timedelta(weeks=week), marked_date=localdate(now))
    meeting(group, now - timedelta(weeks=3))
    meeting(group, now - timedelta(weeks=4), is_cancelled=True)
    assert [value(key) for key in ("group_meetings", "group_meetings_cancelled", "group_seats")] == [2, 1, 14]


def test_waiting_days_of_those_who_got_a_place(now):
    group = support_group(now, capacity=20)
    for number, days in enumerate((10, 20, 30, 40, 140)):
        member(group, number, now, joined_date=localdate(now) - timedelta(days=days))
    waiting(group, 9, now)
    assert [value(key) for key in ("group_waiting_days", "group_waiting_days_p90")] == [30, 100]


def test_days_of_stops_inside_the_year(at, now):
    at(now)
    for first, last in ((date(2026, 3, 1), date(2026, 3, 10)), (date(2025, 12, 22), date(2026, 1, 4)),
                        (date(2026, 11, 20), None)):  # fmt: skip
        IntakeStop.objects.create(
            group=support_group(now), starts_date=first, ends_date=last, public_text="Full kø."
        )  # fmt: skip
    days = INDICATORS["group_intake_stop_days"]
    assert value("group_intake_stop_days") == 10 + 4 + 5
    assert days.value(Period.year(2025)) == 10
    assert days.by_month(Period.year(2026)) == [4, 0, 10, 0, 0, 0, 0, 0, 0, 0, 5, 0]


def test_seats_used_and_first_timers(now):
    group = support_group(now, capacity=9)
    old, new, guest = (member(group, number, now - timedelta(weeks=60)) for number in (1, 2, 3))
    marks = (
        (now - timedelta(weeks=52), old, "present"), (now, old, "present"), (now, new, "absent"),
        (now + timedelta(days=1), new, "online"), (now, guest, "trial"), (now + timedelta(days=1), guest, "present"),
    )  # fmt: skip
    held = {when: meeting(group, when, marked_date=localdate(now)) for when in {each[0] for each in marks}}
    for when, who, code in marks:
        GroupAttendance.objects.create(meeting=held[when], entry=who, attendance=code)
    unmarked = meeting(group, now + timedelta(days=2))
    GroupAttendance.objects.create(meeting=unmarked, entry=old, attendance="present")
    assert [value(key) for key in ("group_seats_used", "group_first_timers")] == [4, 2]


def test_meetings_of_self_run_groups(now):
    group = self_run.register(self_run.Register("Kafé", "parents", contact_email="k@example.org"), now=now)
    for days, heads in ((1, 6), (8, 0), (400, 9)):
        self_run.report(
            group, day=localdate(now) - timedelta(days=days), heads=heads, new=0, wants_visit=False, now=now
        )
    assert [value(key) for key in ("self_run_meetings", "self_run_heads")] == [1, 6]


def test_nothing_is_nothing():
    assert [value(key) for key in INDICATORS if key.startswith("group_")] == [0] * 9


@pytest.mark.parametrize("name", ["gruppemoter", "selvstyrte-grupper"])
def test_lists_as_files_for_the_manager_only(login, name):
    path = f"/intern/grupper/eksport/{name}.csv"
    assert login("manager").get(path).headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert login("group_leader").get(path).status_code == 404
    assert login("manager").get("/intern/grupper/eksport/annet.csv").status_code == 404
    assert login("manager").get(f"/intern/grupper/eksport/{name}.pdf").status_code == 404


@pytest.mark.parametrize("rows", [exports.meeting_rows, exports.self_run_rows])
def test_lists_are_spreadsheets_too(rows, now):
    meeting(support_group(now), now)
    answer = xlsx_response(rows(), "liste")
    assert answer.getvalue()[:2] == b"PK"
    for close in answer._resource_closers:
        close()


def test_lists_have_counts_and_no_person(login, now):
    group = support_group(now, capacity=9, name="=Foreldre")
    entry, held = member(group, 1, now), meeting(group, now, marked_date=localdate(now), head_count=2)
    GroupAttendance.objects.create(meeting=held, entry=entry, attendance="present")
    text = b"".join(login("manager").get("/intern/grupper/eksport/gruppemoter.csv")).decode()
    assert text.splitlines()[1] == "'=Foreldre;Foreldre;2026-11-24;10:00;Nei;Ja;9;1;0;0;2"
    made = self_run.register(
        self_run.Register("Kafé", "parents", contact_email="k@example.org", contact_name="Kari"), now=now
    )
    self_run.report(made, day=localdate(now), heads=6, new=1, wants_visit=False, now=now)
    text = b"".join(login("manager").get("/intern/grupper/eksport/selvstyrte-grupper.csv")).decode()
    assert text.splitlines()[1] == "Kafé;Foreldre;;2026-11-24;;2026-11-24;Nei;Nei;1;6;1"
