"""One call form sent many times at once is one call; without the key that recognises a second submit it is many."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from advising.models import Call, CallTopicUse
from advising.services import calls as services
from pio.accounts.models import User
from tests.accounts.factories import person
from tests.advising.factories.calls import answers
from tests.conftest import NOW

SUBMITS = 8


def at_once(act: Callable[[], object]) -> list[Exception]:
    """Run it in as many threads as there are submits, all from one line; returns what went wrong."""
    faults: list[Exception] = []
    line = threading.Barrier(SUBMITS)

    def run() -> None:
        try:
            line.wait()
            act()
        except Exception as error:  # noqa: BLE001 – told to the test
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(SUBMITS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.fixture
def adviser(transactional_db: None) -> User:
    return person("adviser")


def test_one_form_sent_at_once_is_one_call(adviser: User) -> None:
    draft = uuid.uuid4()
    assert at_once(lambda: services.log_call(answers(), by=adviser, now=NOW, draft_id=draft)) == []
    assert Call.objects.count() == 1


def test_control_without_the_key_each_submit_is_a_call(adviser: User) -> None:
    assert at_once(lambda: services.log_call(answers(), by=adviser, now=NOW)) == []
    assert Call.objects.count() == SUBMITS


def test_topics_are_counted_without_losing_one(adviser: User) -> None:
    assert at_once(lambda: services.log_call(answers(), by=adviser, now=NOW)) == []
    assert set(CallTopicUse.objects.values_list("times", flat=True)) == {SUBMITS}
