"""Fifty people press "Ja, jeg tar plassen" for one place at once, through HTTP, against real web processes.

One becomes a member, forty-nine are told and keep what they had. The control runs without the lock of the group.
"""

import asyncio
import secrets
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import localdate, now

from groups.models import GroupEntry
from groups.services.entries import token_hash
from pio.core.public import form_token
from pio.waitlist.enums import PlaceState
from tests.groups.factories import support_group
from tests.races import crowd
from tests.races.crowd import press

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50
TAKEN = "Plassen er tatt av en annen. Du beholder plassen din i køen."

portal = partial(crowd.portal, "tests.races.group_server")


def fifty_offers(group):
    """Fifty offers of one place: what no verb makes, so that only the acceptance stands between them and it."""
    for number in range(1, CROWD + 1):
        token = secrets.token_urlsafe(32)
        GroupEntry(
            group=group, state=PlaceState.OFFERED, queue_number=number, joined_date=localdate(), offered_at=now(),
            offer_expires_at=now() + timedelta(days=1), email=f"person{number}@example.org", token=token,
            token_hash=token_hash(token),
        ).save(force_insert=True)  # fmt: skip
        yield f"/grupper/interesse/{token}/"


def accept_all(address, group):
    """Everybody presses at once; the answers."""
    paths = list(fifty_offers(group))
    posts = [(path, {"svar": "ja", "form_token": form_token(path)}) for path in paths]
    return asyncio.run(press(address, posts))


def test_fifty_presses_on_one_place_make_one_member_and_forty_nine_are_told():
    group = support_group(now(), capacity=1)
    with portal("/grupper/") as address:
        answers = accept_all(address, group)
    assert Counter(answer.status for answer in answers) == {302: 1, 422: CROWD - 1}
    assert sum(TAKEN in answer.text for answer in answers) == CROWD - 1
    states = Counter(group.entries.values_list("state", flat=True))
    assert states == {PlaceState.CONFIRMED: 1, PlaceState.OFFERED: CROWD - 1}


def test_control_without_the_lock_gives_the_place_to_more_than_one():
    with portal("/grupper/", control=True) as address:
        for number in range(5):
            group = support_group(now(), capacity=1, slug=f"kontroll-{number}")
            accept_all(address, group)
            members = group.entries.filter(state=PlaceState.CONFIRMED).count()
            if members > 1:
                break
    assert members > 1
