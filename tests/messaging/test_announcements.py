"""A break-glass is announced in the transaction that opens: to whose record it is and to the other managers."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from advising.models import AdviceSession
from pio.audit.services import open_break_glass
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, find
from pio.messaging.models import OutboxMessage
from tests.advising.factories.sessions import AdviceSessionFactory, AdviserUserFactory
from tests.conftest import NOW
from tests.core import factories

pytestmark = pytest.mark.django_db
REASON = "Klage fra den pårørende i dag."


def opened_by(manager: object, session: AdviceSession) -> object:
    return open_break_glass(
        session, by=manager, right="advising.break_glass", reason=REASON, reauthenticated=True, now=NOW
    )


@pytest.fixture
def session() -> AdviceSession:
    return AdviceSessionFactory(adviser=AdviserUserFactory(language="en"))


def told() -> set[str]:
    return set(OutboxMessage.objects.filter(kind="break_glass").values_list("person", flat=True))


def test_p09_the_adviser_and_the_other_managers_are_told(session: AdviceSession) -> None:
    manager, other = factories.user(roles=["manager"]), factories.user(roles=["manager"])
    factories.user(roles=["manager"], is_active=False)
    factories.user(roles=["adviser"])
    opened_by(manager, session)
    assert told() == {str(other.pk), str(session.adviser_id)}


def test_p09_with_nobody_else_the_one_who_opened_is_told() -> None:
    manager = factories.user(roles=["manager"])
    opened_by(manager, AdviceSessionFactory(adviser=manager))
    assert told() == {str(manager.pk)}


def test_p09_the_message_names_neither_record_nor_person_nor_reason(session: AdviceSession) -> None:
    manager = factories.user(roles=["manager"], name="Marit Leder")
    opened = opened_by(manager, session)
    row = OutboxMessage.objects.get(kind="break_glass")
    message = find("break_glass").compose(row, NOW)
    assert (message.channel, message.to, message.language) == (Channel.EMAIL, session.adviser.email, "en")
    text = message.subject + message.body
    hidden = (REASON, "Marit", str(session.pk), session.reference, str(opened.pk))
    assert [each for each in hidden if each in text] == []
    assert "/intern/" in text


def test_p09_an_account_that_was_shut_is_told_nothing(session: AdviceSession) -> None:
    opened_by(factories.user(roles=["manager"]), session)
    session.adviser.is_active = False
    session.adviser.save(update_fields=["is_active"])
    assert find("break_glass").compose(OutboxMessage.objects.get(), NOW) == Drop("content_gone")


def test_p09_what_was_rolled_back_is_not_announced(session: AdviceSession) -> None:
    with transaction.atomic():
        opened_by(factories.user(roles=["manager"]), session)
        assert told() == {str(session.adviser_id)}
        transaction.set_rollback(True)
    assert told() == set()


def test_the_manager_reads_who_why_and_when(
    login: Callable[..., Client], at: Callable[..., None], session: AdviceSession
) -> None:
    at(NOW)
    client = login("manager", name="Marit Leder")
    opened_by(client.user, session)
    page = client.get("/intern/oppsett/nodapninger/")
    assert [(str(each["row"].user), each["row"].reason, each["is_open"]) for each in page.context["rows"]] == [
        ("Marit Leder", REASON, True)
    ]
    assert [login(role).get("/intern/oppsett/nodapninger/").status_code for role in ("technician", "adviser")] == [
        404, 404,
    ]  # fmt: skip
