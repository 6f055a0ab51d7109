"""What a whole booking costs the database (performance.md: the write itself at most 15 statements)."""

import html
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.advising.factories.sessions import open_adviser
from tests.bench.visitors import SLOT, main_form
from tests.conftest import NOW

URL = "/radgivning/bestill/"
PERSON = {
    "p1-relation": "mother", "email": "kari@example.org", "phone": "90000123", "may_leave_message": "voice_and_sms",
}  # fmt: skip


@pytest.mark.django_db
def test_the_write_of_a_booking_takes_at_most_15_statements(at: Callable[[datetime], None]) -> None:
    at(NOW)
    for _number in range(3):
        open_adviser()
    client = Client()
    page = client.get(URL).content.decode()
    page = client.post(URL, main_form(page) | {"channel": "video"}).content.decode()
    slot = html.unescape(SLOT.findall(page)[-1])
    page = client.post(URL, main_form(page) | {"slot": slot}).content.decode()
    page = client.post(URL, main_form(page) | PERSON).content.decode()
    with CaptureQueriesContext(connection) as queries:
        assert client.post(URL, main_form(page)).status_code == 200
    written = [query["sql"] for query in queries]
    first = next(number for number, sql in enumerate(written) if sql.startswith("SAVEPOINT"))
    last = max(number for number, sql in enumerate(written) if sql.startswith("RELEASE SAVEPOINT"))
    assert last - first + 1 == 14  # with BEGIN and COMMIT
