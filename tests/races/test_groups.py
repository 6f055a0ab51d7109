"""Fifty people take the one place of a group at once; two phones mark the same evening. Each guard has its control.

The control takes the lock of the group away and shows that more than one gets the place.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from groups.models import GroupAttendance, GroupEntry, IntakeStop, SupportGroup
from groups.services import attendance
from groups.services.entries import accept_offer
from groups.services.queue import QUEUE
from groups.services.stops import Stop, open_stop
from pio.core.errors import Refusal
from pio.waitlist.enums import PlaceState
from pio.waitlist.services import Queue
from tests.groups.factories import meeting, member, support_group

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50


def crowd(clients: list[Callable[[], object]]) -> Counter[str]:
    """Run all at once; count `done` or the name of the refusal."""
    together, outcomes = Barrier(len(clients)), []

    def run(client: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            together.wait()
            client()
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(type(refusal).__name__)
        except Exception as error:  # noqa: BLE001  # counted: the test names what it did not expect
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def fifty_offers(group: SupportGroup) -> list[GroupEntry]:
    """Fifty offers of the same place: what no verb makes, so that only the acceptance stands between them and it."""
    GroupEntry.objects.bulk_create(
        GroupEntry(group=group, state=PlaceState.OFFERED, queue_number=number, joined_date=localdate(),
                   offered_at=now(), offer_expires_at=now() + timedelta(days=1))
        for number in range(1, CROWD + 1)
    )  # fmt: skip
    return list(GroupEntry.objects.filter(group=group))


def accept_all(group: SupportGroup) -> Counter[str]:
    moment = now()
    return crowd([lambda entry=entry: accept_offer(entry, now=moment) for entry in fifty_offers(group)])


@contextmanager
def without_the_lock() -> Iterator[None]:
    """The group is read, not locked, and slowly, as on a busy evening."""

    def read(queue: Queue, owner_id: object) -> object:
        owner = queue.owner._default_manager.get(pk=owner_id)
        time.sleep(0.2)
        return owner

    with patch.object(Queue, "lock", read):
        yield


def test_fifty_acceptances_of_one_place_make_one_member():
    group = support_group(now(), capacity=1)
    assert accept_all(group) == {"done": 1, "PlaceTaken": CROWD - 1}
    assert group.entries.filter(state=PlaceState.CONFIRMED).count() == 1


def test_without_the_lock_more_than_one_gets_the_place():
    group = support_group(now(), capacity=1)
    with without_the_lock():
        accept_all(group)
    assert group.entries.filter(state=PlaceState.CONFIRMED).count() > 1


def test_stop_and_acceptances_at_once_leave_no_acceptance_after_the_stop():
    group = support_group(now(), capacity=CROWD)
    moment = now()
    clients: list[Callable[[], object]] = [
        lambda entry=entry: accept_offer(entry, now=moment) for entry in fifty_offers(group)[:20]
    ]
    outcomes = crowd([*clients, lambda: open_stop(Stop(localdate(moment), "Full kø."), now=moment)])
    assert set(outcomes) <= {"done", "IntakeClosed"}
    assert IntakeStop.objects.count() == 1
    states = Counter(group.entries.values_list("state", flat=True))
    assert states[PlaceState.CONFIRMED] == outcomes["done"] - 1
    assert states[PlaceState.OFFERED] == 0


def test_two_phones_mark_twelve_people_without_a_lost_mark():
    moment = now()
    group = support_group(moment, capacity=12)
    people = [member(group, number, moment) for number in range(12)]
    held = meeting(group, moment)
    marks = [(entry, "absent" if number % 2 else "excused") for number, entry in enumerate(people)]
    outcomes = crowd([
        lambda entry=entry, code=code: attendance.mark(held, entry, attendance=code, version=0, now=moment)
        for entry, code in marks
    ])  # fmt: skip
    assert outcomes == {"done": 12}
    stored = dict(GroupAttendance.objects.values_list("entry_id", "attendance"))
    assert stored == {entry.pk: code for entry, code in marks}


def test_two_phones_on_one_cell_the_second_is_told():
    moment = now()
    group = support_group(moment)
    entry, held = member(group, 1, moment), meeting(group, moment)
    outcomes = crowd([
        lambda code=code: attendance.mark(held, entry, attendance=code, version=0, now=moment)
        for code in ("absent", "excused")
    ])  # fmt: skip
    assert outcomes == {"done": 1, "CellChanged": 1}
    assert GroupAttendance.objects.get().version == 1
    assert QUEUE.entries(group.pk).confirmed().count() == 1
