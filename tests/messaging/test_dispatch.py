"""What becomes of one row: sent, dropped, postponed, retried, failed, uncertain; and in which order."""

from datetime import timedelta

import pytest

from pio.messaging import dispatch, services
from pio.messaging.enums import Channel, MessageState
from pio.messaging.kinds import CalendarPart, Drop, Message, Postpone
from pio.messaging.models import DemoDelivery, OutboxMessage
from tests.conftest import NOW
from tests.messaging.factories import OutboxMessageFactory

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LEASE = timedelta(minutes=2)


def state_of(row):
    row.refresh_from_db()
    return row.state, row.reason


def claimed(now):
    return [row.pk for row in dispatch.claim(now=now)]


def test_sent_row_says_so(probe):
    row = OutboxMessageFactory()
    assert dispatch.send_due(now=NOW) == 1
    assert state_of(row) == ("sent", "")
    assert (row.sent_at, row.closed_at, row.attempts, row.ambiguous_resends) == (NOW, NOW, 1, 0)
    assert (row.lease_until, row.handed_over_at) == (None, NOW)
    assert DemoDelivery.objects.get().content["to"] == "kari@example.org"
    assert probe.finished == ["sent"]


@pytest.mark.parametrize("fires", [2, 5])
def test_beat_that_fires_often_sends_once(probe, fires):
    OutboxMessageFactory()
    assert [dispatch.send_due(now=NOW) for _fire in range(fires)] == [1] + [0] * (fires - 1)
    assert DemoDelivery.objects.count() == 1


def test_not_yet_due_waits(probe):
    OutboxMessageFactory(send_after=NOW + timedelta(seconds=1))
    assert dispatch.send_due(now=NOW) == 0


def test_limit_ends_a_run(probe):
    OutboxMessageFactory.create_batch(3)
    assert dispatch.send_due(now=NOW, limit=2) == 2


def test_too_late_is_dropped_before_it_is_composed(probe):
    probe.answer = lambda row, now: pytest.fail("composed")
    row = OutboxMessageFactory(not_after=NOW)
    late = NOW + timedelta(seconds=1)
    dispatch.send_due(now=late)
    assert state_of(row) == ("dropped", "too_late")


def test_on_its_last_moment_it_still_goes(probe):
    row = OutboxMessageFactory(not_after=NOW)
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("sent", "")


def test_drop_tells_why(probe):
    probe.answer = Drop("moved")
    row = OutboxMessageFactory()
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("dropped", "moved")


def test_unknown_kind_is_dropped():
    row = OutboxMessageFactory(kind="of_a_part_that_is_gone")
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("dropped", "unknown_kind")


def test_postponed_goes_when_the_safe_hours_begin(probe):
    until = NOW + 3 * HOUR
    probe.answer = lambda row, now: Postpone(until) if now < until else Message(Channel.SMS, "+4799999999", "", "Hei")
    row = OutboxMessageFactory(not_after=until)
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("pending", "postponed")
    assert row.next_attempt_at == until
    assert dispatch.send_due(now=until - MINUTE) == 0
    dispatch.send_due(now=until)
    assert state_of(row) == ("sent", "")


def test_postponed_past_its_last_moment_is_dropped(probe):
    probe.answer = Postpone(NOW + 3 * HOUR)
    row = OutboxMessageFactory(not_after=NOW + 3 * HOUR - MINUTE)
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("dropped", "too_late")


def test_one_message_that_cannot_be_composed_does_not_stop_the_others(probe):
    def compose(row, _now):
        if row.part == "broken":
            raise ZeroDivisionError
        return Message(Channel.EMAIL, "kari@example.org", "Timen din", "Hei")

    probe.answer = compose
    broken, fine = OutboxMessageFactory(part="broken"), OutboxMessageFactory(send_after=NOW)
    assert dispatch.send_due(now=NOW) == 2
    assert state_of(broken) == ("pending", "ZeroDivisionError")
    assert broken.next_attempt_at == NOW + MINUTE
    assert state_of(fine) == ("sent", "")


def test_pauses_grow_until_it_has_failed(probe):
    probe.answer = lambda row, now: 1 / 0
    row, now, pauses = OutboxMessageFactory(not_after=NOW + 2 * HOUR), NOW, []
    while state_of(row)[0] == "pending":
        dispatch.send_due(now=now)
        row.refresh_from_db()
        pauses.append((row.next_attempt_at - now) // MINUTE)
        now = row.next_attempt_at
    assert pauses[:-1] == [1, 2, 5, 15, 30, 60]
    assert state_of(row) == ("failed", "ZeroDivisionError")


def test_header_injection_is_refused_for_good(probe):
    probe.answer = Message(Channel.EMAIL, "kari@example.org", "Timen\r\nBcc: all@example.org", "Hei")
    row = OutboxMessageFactory()
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("failed", "unsafe_header")
    assert DemoDelivery.objects.count() == 0


def test_worker_lost_before_handing_over_costs_nothing(probe):
    row = OutboxMessageFactory()
    assert claimed(NOW) == [row.pk]
    assert dispatch.send_due(now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert dispatch.send_due(now=NOW + LEASE) == 1
    assert state_of(row) == ("sent", "")
    assert (row.attempts, row.ambiguous_resends) == (2, 0)


def lose_worker_after_handing_over(now):
    (row,) = dispatch.claim(now=now)
    dispatch._hand_over(row, now=now)


def test_worker_lost_after_handing_over_is_sent_once_more(probe):
    row = OutboxMessageFactory()
    lose_worker_after_handing_over(NOW)
    dispatch.send_due(now=NOW + LEASE)
    assert state_of(row) == ("sent", "")
    assert row.ambiguous_resends == 1


def test_worker_lost_after_handing_over_twice_waits_for_a_person(probe):
    row = OutboxMessageFactory()
    lose_worker_after_handing_over(NOW)
    lose_worker_after_handing_over(NOW + LEASE)
    assert dispatch.send_due(now=NOW + 2 * LEASE) == 0
    assert state_of(row) == ("uncertain", "worker_lost")
    assert DemoDelivery.objects.count() == 0
    assert probe.finished == ["uncertain"]


def test_slow_worker_whose_lease_ran_out_hands_nothing_over(probe):
    row = OutboxMessageFactory()
    (slow,) = dispatch.claim(now=NOW)
    dispatch.send_due(now=NOW + LEASE)
    dispatch.carry(slow, now=NOW + LEASE)
    assert DemoDelivery.objects.count() == 1
    assert state_of(row) == ("sent", "")


def test_cancelled_while_it_was_composed_is_not_sent(probe):
    def compose(row, now):
        services.cancel_for(row.target, now=now)
        return Message(Channel.EMAIL, "kari@example.org", "Timen din", "Hei")

    probe.answer = compose
    row = OutboxMessageFactory()
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("cancelled", "cancelled")
    assert DemoDelivery.objects.count() == 0


def bodies():
    return [each.content["body"] for each in DemoDelivery.objects.order_by("sent_at", "pk")]


def test_cancel_waits_for_its_request(probe, at):
    """The REQUEST is put back by a fault; the CANCEL, due and first in line, must not overtake it."""
    down = [True]

    def compose(row, _now):
        if row.target_version == 1 and down:
            raise ConnectionError
        return Message(Channel.EMAIL, "kari@example.org", "Timen din", f"v{row.target_version}")

    probe.answer = compose
    request = OutboxMessageFactory(target_version=1)
    cancel = OutboxMessageFactory(target=request.target, target_version=2, send_after=NOW + timedelta(seconds=5))
    dispatch.send_due(now=NOW)
    assert dispatch.send_due(now=NOW + timedelta(seconds=10)) == 0
    assert state_of(cancel) == ("pending", "")
    down.clear()
    at(NOW + MINUTE)
    assert dispatch.send_due(now=NOW + MINUTE) == 2
    assert sorted(bodies()) == ["v1", "v2"]
    request.refresh_from_db()
    assert list(OutboxMessage.objects.order_by("attempts").values_list("target_version", flat=True)) == [2, 1]


def test_cancel_waits_while_its_request_is_being_sent(probe):
    request = OutboxMessageFactory()
    OutboxMessageFactory(target=request.target, target_version=2)
    assert claimed(NOW) == [request.pk]
    assert claimed(NOW) == []


def test_what_was_due_first_goes_first_whatever_its_version(probe):
    """Kinds count their versions apart: an evening's sequence is no registration's version."""
    request = OutboxMessageFactory(target_version=4)
    OutboxMessageFactory(target=request.target, target_version=1, send_after=NOW + MINUTE)
    assert claimed(NOW + MINUTE) == [request.pk]
    assert claimed(NOW + MINUTE) == []


@pytest.mark.parametrize("other", [{"person": "p2"}, {"channel": Channel.SMS}])
def test_another_person_or_channel_does_not_wait(probe, other):
    request = OutboxMessageFactory()
    dispatch.claim(now=NOW)
    later = OutboxMessageFactory(target=request.target, target_version=2, **other)
    assert claimed(NOW) == [later.pk]


def test_reminder_of_the_old_time_holds_back_nothing(probe):
    reminder = OutboxMessageFactory(send_after=NOW + HOUR)
    cancel = OutboxMessageFactory(target=reminder.target, target_version=2)
    assert claimed(NOW) == [cancel.pk]


def test_only_the_last_state_is_reminded_after_move_cancel_and_new_booking(probe):
    """booking.md, test 14: compose compares versions, so whatever is still in the outbox is dropped."""
    current = 3
    probe.answer = lambda row, now: (
        Message(Channel.EMAIL, "kari@example.org", "Timen din", f"v{row.target_version}")
        if row.target_version == current
        else Drop("moved")
    )
    first = OutboxMessageFactory(offset="24h")
    for version in (2, 3):
        OutboxMessageFactory(target=first.target, target_version=version, offset="24h")
    dispatch.send_due(now=NOW)
    assert bodies() == ["v3"]
    assert sorted(OutboxMessage.objects.values_list("state", "reason")) == [
        ("dropped", "moved"),
        ("dropped", "moved"),
        ("sent", ""),
    ]


def test_fault_after_handing_over_is_ambiguous_and_not_tried_for_ever(probe, monkeypatch):
    from pio.messaging.channels import demo

    def break_down(**_values):
        raise ZeroDivisionError

    monkeypatch.setattr(demo.DemoDelivery.objects, "create", break_down)
    row = OutboxMessageFactory()
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("pending", "ZeroDivisionError")
    assert row.ambiguous_resends == 1
    dispatch.send_due(now=NOW + MINUTE)
    assert state_of(row) == ("uncertain", "ZeroDivisionError")


def test_postponed_for_ever_ends_after_a_week(probe):
    probe.answer = Postpone(NOW + timedelta(days=7, minutes=1))
    row = OutboxMessageFactory()
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("dropped", "too_late")


def test_lease_lost_while_it_fails_is_quiet(probe):
    def compose(row, now):
        services.cancel_for(row.target, now=now)
        raise ZeroDivisionError

    probe.answer = compose
    row = OutboxMessageFactory()
    assert dispatch.send_due(now=NOW) == 1
    assert state_of(row) == ("cancelled", "cancelled")


def test_calendar_that_says_another_method_than_the_mail_is_refused(probe):
    part = CalendarPart("CANCEL", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    probe.answer = Message(Channel.EMAIL, "kari@example.org", "Timen din", "Hei", calendar=part)
    row = OutboxMessageFactory()
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("failed", "calendar_method")


def test_states_change_only_as_the_table_says(probe):
    from pio.messaging.enums import TRANSITIONS

    assert set(TRANSITIONS) == set(MessageState)
    assert TRANSITIONS[MessageState.SENT] == frozenset()
